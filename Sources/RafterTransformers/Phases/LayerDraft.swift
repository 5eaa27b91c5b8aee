// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Layers under construction: what every kind of layer needs, in one place.
struct LayerDraft {
  var layer: Layer

  init(_ name: String, _ kind: OperatorKind, _ operators: String) {
    layer = Layer(id: "", name: name, kind: kind, operators: operators, nodes: [])
  }

  /// A tensor that is read; straight to the vector unit unless a nest moves it.
  mutating func read(
    _ name: String, _ elements: Int, _ format: NumberFormat, role: Operand = .inputs,
    mapped: Bool = false, constant: Bool = false
  ) {
    add(name, role, .read, elements, format, mapped: mapped, constant: constant)
  }

  /// A tensor that is written.
  mutating func write(_ name: String, _ elements: Int, _ format: NumberFormat, mapped: Bool = false)
  {
    add(name, .outputs, .written, elements, format, mapped: mapped, constant: false)
  }

  /// A tensor of which the nests move a part; the rest goes straight to the vector unit's memory.
  mutating func split(
    _ name: String, _ role: Operand, _ direction: LayerTensor.Direction, _ elements: Int,
    inNests: Int, _ format: NumberFormat
  ) {
    let inside = min(elements, inNests)
    if inside > 0 { add(name, role, direction, inside, format, mapped: true, constant: false) }
    if elements > inside {
      add(name, role, direction, elements - inside, format, mapped: false, constant: false)
    }
  }

  private mutating func add(
    _ name: String, _ role: Operand, _ direction: LayerTensor.Direction, _ elements: Int,
    _ format: NumberFormat, mapped: Bool, constant: Bool
  ) {
    layer.tensors.append(
      LayerTensor(
        name: name, role: role, direction: direction, elements: elements, format: format,
        isMappedByNest: mapped, isConstant: constant))
  }

  mutating func add(_ nest: LoopNest) {
    layer.nests.append(nest)
    layer.macsWithoutPadding += nest.macs * nest.repeats
  }

  /// Counts learned numbers to the layer.
  mutating func own(_ elements: Int, bytes: Int) {
    layer.parameters += elements
    layer.parameterBytes += bytes
  }
}

extension LoopNest {
  /// `Y[b, m, n] += X[b, m, k] * W[b, k, n]` over `sums` further products that share X and Y.
  ///
  /// - Parameters:
  ///   - batch: products side by side, each with its own operands.
  ///   - sums: matrices whose products of the same input end in one output (gate and up of a gated part).
  static func product(
    _ label: String = "", batch: Int = 1, rows: Int, columns: Int, inner: Int, sums: Int = 1,
    input: NumberFormat, weights: NumberFormat, output: NumberFormat, isConstant: Bool,
    keepsOutput: Bool = false, keepsInput: Bool = false
  ) -> LoopNest {
    var dimensions: [LoopDimension] = []
    func axis(_ name: String, _ bound: Int) -> AxisProjection {
      dimensions.append(LoopDimension(name, bound))
      return AxisProjection(
        terms: [.init(dimension: dimensions.count - 1)], extent: bound)
    }
    let b = batch > 1 ? [axis("B", batch)] : []
    let m = axis("M", rows)
    let n = axis("N", columns)
    let k = axis("K", inner)
    let g = sums > 1 ? [axis("G", sums)] : []
    // What is kept on the chip is moved once for each row: a running sum, not the scores.
    let outputAxes = keepsOutput ? b + [m] : b + [m, n]
    let inputAxes = keepsInput ? b + [m] : b + [m, k]
    return LoopNest(
      label: label, dimensions: dimensions,
      operands: [
        NestOperand(
          role: .weights, tensor: "weights", format: weights, isConstant: isConstant,
          axes: g + b + [k, n]),
        NestOperand(
          role: .inputs, tensor: "input", format: input, isConstant: false, axes: inputAxes),
        NestOperand(
          role: .outputs, tensor: "output", format: output, isConstant: false, axes: outputAxes),
      ], accumulate: input.family == .integer ? .int32 : .fp32)
  }
}
