// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Arrays of cells that multiply where the weights lie, in place of the innermost array [rooflines 3.6].
///
/// - What it changes: multipliers and the registers beside them become a digital or an analog in-memory array that is as fast
///   at its peak, with 1, 4 or 16 times the cells that this takes.
/// - Roofs and point: `E_mac = E_cell + E_adc/rows + E_dac/columns`; weights leave the traffic of the array, and rows and columns
///   that a layer cannot use stand idle. What does not fit is rewritten in `V_w / BW_write`: operations for each rewritten byte
///   are one more level with a roof of its own.
/// - Cost: the area of cells and converters less that of what is replaced; more cells raise the peak as well.
/// - Limit: weights that do not fit, layers with few products for each weight, and depthwise layers, which fill no rows.
/// - Source: Chih et al., ISSCC 2021; Jia et al., JSSC 2020; converter laws of ZigZag; arXiv 2405.14978.
enum InMemoryLever {
  static func ladders(_ design: Design, _ base: Analysis, _ cost: ModelledMachine) -> [Ladder] {
    let machine = design.accelerator
    guard base.multipliesIntegersOnly, let start = machine.innermostArray,
      let unit = machine.compute, unit.inMemory == nil,
      let first = unit.formats.first(where: \.isInteger),
      case .array(let array) = machine.path[start]
    else { return [] }
    let rate = MACsPerCycle(Double(array.size) * first.rate.value.value)
    return [InMemoryArray.Style.digital, .analog].compactMap { style in
      let steps = [1, 4, 16].compactMap { factor -> Intervention? in
        guard
          let macro = InMemoryMacro(
            style, reaching: rate, in: first.arithmetic, times: factor, on: machine, cost.model)
        else { return nil }
        return step(macro, factor, of: machine, from: start, unit, cost)
      }
      return steps.isEmpty
        ? nil : Ladder(.inMemory, on: style.rawValue, steps, order: .alternatives)
    }
  }

  /// Why it cannot be applied.
  static func reasonForNone(_ design: Design) -> String {
    let name = design.accelerator.name
    if design.accelerator.compute?.inMemory != nil { return "\(name) computes in memory already" }
    if design.accelerator.technology.node == nil { return "\(name) states no node" }
    return
      "the cells multiply integers, and the layers run in floating point or \(name) has no array"
  }

  private static func step(
    _ macro: InMemoryMacro, _ factor: Int, of base: Accelerator, from start: Int,
    _ unit: ComputeUnit, _ cost: ModelledMachine
  ) -> Intervention? {
    let copies = base.instances(at: start)
    let positions = macro.array.activeRows * (macro.array.columns / max(1, base.weightBits))
    let area = macro.area * Double(copies)
    let formats = unit.formats.filter(\.isInteger).map { format in
      ComputeFormat(
        arithmetic: format.arithmetic,
        rate: Sourced(
          MACsPerCycle(1.0), Provenance(confidence: .assumed, text: "of the array")),
        energy: nil,
        area: Sourced(
          macro.area / Double(max(1, positions)),
          Provenance(confidence: .assumed, text: macro.basis)),
        open: [.energy])
    }
    let arithmetic = ComputeUnit(
      name: "imc", formats: formats, sustained: unit.sustained,
      provenance: Provenance(confidence: .assumed, text: "imc"), inMemory: macro.array)
    var outer = base
    outer.path = Array(base.path[..<start])
    if !outer.keepsSums { outer.path.append(.memory(sums(of: macro.array, formats))) }
    let end = outer.path.count
    outer.path.append(.compute(arithmetic))
    guard var machine = outer.replacing(from: end, byInMemory: arithmetic) else { return nil }
    let target = "\(macro.array.style.rawValue)"
    let added = cost.area(from: start).map { area - $0 }
    if let added { machine = machine.grown(by: added) }
    machine = Steps.named(machine, after: base, .inMemory, target, "x\(factor)")
    let cells = "\(macro.array.rows) x \(macro.array.columns) cells"
    return Intervention(
      lever: .inMemory, target: target, step: "x\(factor)", change: .machine(machine), area: added,
      notes: [copies == 1 ? cells : "\(copies) arrays of \(cells)"],
      basis: [
        "\(target) in-memory array: \(macro.basis)",
        macro.array.style == .analog
          ? "what converters of \(macro.array.adcBits ?? 0) bits do to accuracy is not ours to tell"
          : "sums of the digital array are exact",
      ] + [machine.staticPowerNote(after: base)].compactMap(\.self))
  }

  /// A sum for each column, and one on its way out; their energy is that of the columns.
  private static func sums(of array: InMemoryArray, _ formats: [ComputeFormat]) -> MemoryLevel {
    let bits = formats.map { $0.arithmetic.accumulate.bitsPerElement.value }.max() ?? 32
    let weights = formats.map { $0.arithmetic.weights.bitsPerElement.value }.min() ?? 8
    let bytes = Double(array.columns) / weights.rounded(.up) * bits / 8
    let ours = Provenance(confidence: .assumed, text: "in the columns")
    func port(_ kind: Port.Kind) -> Port {
      Port(
        kind: kind, bandwidth: Sourced(.perCycle(BandwidthPerCycle(bytes)), ours),
        sustained: Sourced(1, ours))
    }
    return MemoryLevel(
      name: "imc-sums", capacity: Sourced(ByteCount(2 * bytes), ours), holds: [.outputs],
      buffering: .double, ports: [port(.read), port(.write)], readEnergy: Sourced(.zero, ours),
      writeEnergy: Sourced(.zero, ours), provenance: ours, open: [.area])
  }
}

extension Analysis {
  /// Whether every product runs in integers.
  fileprivate var multipliesIntegersOnly: Bool {
    workload.layers.allSatisfy { layer in
      layer.nests.allSatisfy { nest in
        nest[.inputs].format.family == .integer && nest[.weights].format.family == .integer
      }
    }
  }
}

extension ComputeFormat {
  fileprivate var isInteger: Bool {
    [arithmetic.inputs, arithmetic.weights, arithmetic.accumulate]
      .allSatisfy { $0.family == .integer }
  }
}

extension Accelerator {
  /// The place of the array next to the arithmetic.
  var innermostArray: Int? {
    path.lastIndex { if case .array = $0 { true } else { false } }
  }

  /// The bits of a weight in the first format of integers.
  fileprivate var weightBits: Int {
    let format = compute?.formats.first(where: \.isInteger)
    return Int((format?.arithmetic.weights.bitsPerElement.value ?? 8).rounded(.up))
  }

  /// Whether the innermost memory is for outputs alone.
  fileprivate var keepsSums: Bool { memories.last?.holds == [.outputs] }
}
