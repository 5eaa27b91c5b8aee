// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterWorkload

/// Makes the work of one listed layer of its operator, dimensions and further keys.
struct LayerDraftReader {
  /// A dimension as it is written.
  struct Dimension {
    var name: String
    var bound: Int
    var place: SourceLocation
  }

  var kind: OperatorKind
  var dimensions: [Dimension]
  /// Where the dimensions stand.
  var place: SourceLocation

  /// Whether it has no products.
  var isVector: Bool {
    switch kind {
    case .gemm, .matmul, .convolution, .depthwiseConvolution, .einsum: false
    default: true
    }
  }

  /// The work; nil where something is wrong, which has been reported then.
  mutating func work(_ record: inout RecordReader, _ reader: inout DocumentReader)
    -> ListedLayer.Work?
  {
    switch kind {
    case .gemm, .matmul:
      refuse(
        ["einsum", "stride", "dilation", "padding", "operands", "operations", "reduce"], &record,
        &reader)
      return product(&record, &reader)
    case .einsum:
      refuse(
        ["stride", "dilation", "padding", "operands", "operations", "reduce"], &record, &reader)
      return einsum(&record, &reader)
    case .convolution, .depthwiseConvolution:
      refuse(["einsum", "weights", "operands", "operations", "reduce"], &record, &reader)
      return convolution(&record, &reader)
    default:
      refuse(["einsum", "weights", "stride", "dilation", "padding"], &record, &reader)
      return vector(&record, &reader)
    }
  }

  private func refuse(
    _ keys: [String], _ record: inout RecordReader, _ reader: inout DocumentReader
  ) {
    for key in keys {
      guard let entry = record.entry(key) else { continue }
      reader.report(.misplacedKey(key, of: kind.rawValue, at: entry.keyLocation))
    }
  }

  private func bound(_ name: String) -> Int? { dimensions.first { $0.name == name }?.bound }

  /// Whether all dimensions are known to the operator and the required ones are there.
  private func areNamedRight(_ reader: inout DocumentReader) -> Bool {
    let known = LayerListFields.dimensions(of: kind)
    var isRight = true
    for one in dimensions where !known.contains(where: { $0.name == one.name }) {
      isRight = false
      reader.report(
        .unknownDimension(one.name, of: kind.rawValue, known: known.map(\.name), at: one.place))
    }
    for one in known where one.isRequired && bound(one.name) == nil {
      isRight = false
      reader.report(
        .missingDimension(one.name, of: kind.rawValue, meaning: one.meaning, at: place))
    }
    return isRight
  }

  // MARK: Products

  /// Whether the second operand is known before the run.
  private func weightsAreParameters(_ record: inout RecordReader, _ reader: inout DocumentReader)
    -> Bool
  {
    guard let word = reader.word("weights", in: &record) else { return kind != .matmul }
    return word.text == "parameters"
  }

  private func product(_ record: inout RecordReader, _ reader: inout DocumentReader)
    -> ListedLayer.Work?
  {
    let areParameters = weightsAreParameters(&record, &reader)
    guard areNamedRight(&reader), let m = bound("M"), let n = bound("N"), let k = bound("K") else {
      return nil
    }
    return .product(
      kind: kind, .gemm(m: m, n: n, k: k, b: bound("B") ?? 1, areParameters: areParameters))
  }

  private func einsum(_ record: inout RecordReader, _ reader: inout DocumentReader)
    -> ListedLayer.Work?
  {
    let areParameters = weightsAreParameters(&record, &reader)
    guard let text = reader.text("einsum", in: &record) else {
      if !record.has("einsum") {
        reader.report(.badEinsum("", "the key `einsum` is missing", at: record.location))
      }
      return nil
    }
    let equation: EinsumEquation
    do {
      equation = try EinsumEquation(text.text)
    } catch {
      reader.report(.badEinsum(text.text, error.reason, at: text.location))
      return nil
    }
    let names = equation.indices
    var isRight = true
    for one in dimensions where !names.contains(one.name) {
      isRight = false
      reader.report(.unknownDimension(one.name, of: "'\(text.text)'", known: names, at: one.place))
    }
    for name in names where bound(name) == nil {
      isRight = false
      reader.report(
        .missingDimension(
          name, of: "'\(text.text)'", meaning: "an index of the equation", at: place))
    }
    guard isRight else { return nil }
    func axes(_ operand: [String]) -> [AxisProjection] {
      operand.compactMap { name in
        names.firstIndex(of: name).map { .along($0, bound(name) ?? 1) }
      }
    }
    return .product(
      kind: .einsum,
      ListedLayer.Loops(
        dimensions: names.map { LoopDimension($0, bound($0) ?? 1) },
        weights: axes(equation.weights), inputs: axes(equation.inputs),
        outputs: axes(equation.outputs), weightsAreParameters: areParameters))
  }

  // MARK: Convolution

  private func convolution(_ record: inout RecordReader, _ reader: inout DocumentReader)
    -> ListedLayer.Work?
  {
    let before = reader.errorCount
    let letters = ["Z", "Y", "X"].filter {
      bound("F" + $0) != nil || bound("O" + $0) != nil || bound("I" + $0) != nil
    }
    let stride = numbers("stride", 1...1024, count: letters.count, otherwise: 1, &record, &reader)
    let dilation = numbers(
      "dilation", 1...1024, count: letters.count, otherwise: 1, &record, &reader)
    let padding = numbers("padding", 0...1024, count: letters.count, otherwise: 0, &record, &reader)
    guard areNamedRight(&reader) else { return nil }
    var windows: [WindowAxis] = []
    for (index, letter) in letters.enumerated() {
      var axis = WindowAxis(
        input: 0, kernel: bound("F" + letter) ?? 1, stride: stride[index],
        dilation: dilation[index], before: padding[index], after: padding[index], output: 0)
      if let reason = close(&axis, input: "I" + letter, output: "O" + letter) {
        reader.report(reason)
      }
      windows.append(axis)
    }
    guard reader.errorCount == before else { return nil }
    return .convolution(
      ConvolutionNest(
        batch: bound("B") ?? 1, groups: bound("G") ?? 1, outputChannels: bound("K") ?? 1,
        inputChannels: bound("C") ?? 1, windows: windows))
  }

  /// Finds the side of input and output that is not stated: `O = floor((I + 2 p - ((F - 1) d + 1)) / s) + 1`.
  private func close(_ axis: inout WindowAxis, input: String, output: String) -> Diagnostic? {
    let reach = (axis.kernel - 1) * axis.dilation + 1
    let stated = dimensions.first { $0.name == output }
    guard let given = dimensions.first(where: { $0.name == input }) else {
      guard let stated else {
        return .missingDimension(
          output, of: kind.rawValue,
          meaning: "how many places the window takes; `\(input)` would do too",
          at: place)
      }
      axis.output = stated.bound
      axis.input = (stated.bound - 1) * axis.stride + reach - 2 * axis.before
      return axis.input > 0 ? nil : .emptyOutput(at: stated.place, axis: String(input.dropFirst()))
    }
    axis.input = given.bound
    let room = given.bound + 2 * axis.before - reach
    guard room >= 0 else { return .emptyOutput(at: given.place, axis: String(input.dropFirst())) }
    axis.output = room / axis.stride + 1
    guard let stated, stated.bound != axis.output else { return nil }
    return .contradictorySides(
      at: stated.place, input: input, output: output, stated: stated.bound, made: axis.output)
  }

  /// A number for all axes, or one for each.
  private func numbers(
    _ key: String, _ range: ClosedRange<Int>, count: Int, otherwise: Int,
    _ record: inout RecordReader, _ reader: inout DocumentReader
  ) -> [Int] {
    let standard = [Int](repeating: otherwise, count: count)
    guard let entry = record.entry(key) else { return standard }
    guard let elements = entry.value.elements else {
      let value = reader.count(entry.value, of: "'\(key)'", in: range) ?? otherwise
      return [Int](repeating: value, count: count)
    }
    guard elements.count == count else {
      reader.report(
        .csvCell(
          key, "\(elements.count) numbers",
          expected: "one number, or one for each of \(count) axes",
          at: entry.value.location))
      return standard
    }
    return elements.map { reader.count($0, of: "'\(key)'", in: range) ?? otherwise }
  }

  // MARK: Vector work

  private func vector(_ record: inout RecordReader, _ reader: inout DocumentReader)
    -> ListedLayer.Work?
  {
    let before = reader.errorCount
    var operations = Self.operations(of: kind)
    if let entry = record.entry("operations") {
      operations = reader.count(entry.value, of: "'operations'", in: 0...10_000) ?? 0
    }
    var operands = kind == .elementwise ? 2 : 1
    if let entry = record.entry("operands") {
      operands = reader.count(entry.value, of: "'operands'", in: 1...64) ?? 1
    }
    var gone: [String] = []
    for node in reader.list("reduce", in: &record) ?? [] {
      guard let name = reader.text(node, of: "an entry of 'reduce'") else { continue }
      if bound(name.text) == nil {
        reader.report(
          .unknownDimension(
            name.text, of: "the layer", known: dimensions.map(\.name), at: name.location))
      }
      gone.append(name.text)
    }
    guard reader.errorCount == before, !dimensions.isEmpty else { return nil }
    guard let read = try? Count.product(dimensions.map(\.bound)),
      let written = try? Count.product(dimensions.filter { !gone.contains($0.name) }.map(\.bound))
    else {
      reader.report(
        .layerTooLarge(record.title, at: place, reason: "it has more than 2^53 elements"))
      return nil
    }
    return .vector(
      kind: kind,
      ListedLayer.Elements(
        read: read, written: written, operands: operands, operations: operations))
  }

  /// Operations for each element, where the list does not say [workloads 5].
  static func operations(of kind: OperatorKind) -> Int {
    switch kind {
    case .softmax: VectorCost.softmax
    case .normalization: VectorCost.layerNormalization
    case .activation: VectorCost.swish
    case .quantization: VectorCost.quantize
    case .dataMovement: 0
    default: VectorCost.simple
    }
  }
}

extension ListedLayer.Loops {
  /// `outputs[b, m, n] = sum over k of inputs[b, m, k] * weights[b, k, n]`.
  static func gemm(m: Int, n: Int, k: Int, b: Int = 1, areParameters: Bool) -> Self {
    let batch = AxisProjection.along(0, b)
    let (rows, columns, inner) = (
      AxisProjection.along(1, m), AxisProjection.along(2, n), AxisProjection.along(3, k)
    )
    return Self(
      dimensions: [
        LoopDimension("B", b), LoopDimension("M", m), LoopDimension("N", n), LoopDimension("K", k),
      ],
      weights: [batch, inner, columns], inputs: [batch, rows, inner],
      outputs: [batch, rows, columns],
      weightsAreParameters: areParameters)
  }
}
