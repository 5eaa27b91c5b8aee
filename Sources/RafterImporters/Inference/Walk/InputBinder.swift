// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// Gives every side of every input a size.
struct InputBinder {
  /// A size with the binding that it comes from, for messages.
  struct Cause: Sendable {
    var size: Int
    var text: String
  }

  /// An input while it is being bound.
  private struct Input {
    var name: String
    var format: NumberFormat?
    /// Nil until the number of sides is known.
    var declared: [ONNXValueInfo.Dim]?
    var sides: [Cause?]
    var value: [Int]?
    /// Whether it is a tensor at all.
    var isTensor: Bool
  }

  private let source: String
  private var inputs: [Input]
  private(set) var symbols: [String: Cause] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  /// The sizes proposed for open sides.
  private let sizes: ProposedSizes

  init(inputs: [ONNXValueInfo], source: String, sizes: ProposedSizes = .usual) {
    self.source = source
    self.sizes = sizes
    self.inputs = inputs.map { input in
      let declared = input.shape?.map { side in
        // Exporters write 0 and -1 for a side that is left open.
        if case .fixed(let size) = side, size <= 0 { return ONNXValueInfo.Dim.unknown }
        return side
      }
      return Input(
        name: input.name, format: NumberFormat(onnxDataType: input.elementType),
        declared: declared,
        sides: declared?.map { side in
          if case .fixed(let size) = side { return Cause(size: size, text: "") }
          return nil
        } ?? [], isTensor: input.elementType != 0)
    }
  }

  /// The inputs with their shapes, in the order of the file.
  ///
  /// - Throws: every binding that fits nothing, and every side that is left open.
  static func bind(
    _ inputs: [ONNXValueInfo], _ bindings: [InputBinding], source: String,
    sizes: ProposedSizes = .usual
  ) throws(DiagnosticList) -> (tensors: [TensorInfo], symbols: [String: Int], texts: [String]) {
    var binder = InputBinder(inputs: inputs, source: source, sizes: sizes)
    binder.apply(bindings)
    binder.reportOpenSides()
    guard binder.diagnostics.isEmpty else { throw DiagnosticList(binder.diagnostics) }
    return (binder.tensors, binder.symbols.mapValues(\.size), binder.texts)
  }

  /// Bindings that close the sides which some bindings leave open, in the sizes proposed; nil where anything else is
  /// wrong, or an input declares no shape at all.
  static func closing(
    _ inputs: [ONNXValueInfo], _ bindings: [InputBinding], source: String, sizes: ProposedSizes
  ) -> [InputBinding]? {
    var binder = InputBinder(inputs: inputs, source: source, sizes: sizes)
    binder.apply(bindings)
    guard binder.diagnostics.isEmpty,
      binder.inputs.allSatisfy({ !$0.isTensor || $0.declared != nil })
    else { return nil }
    return binder.inputs.filter { $0.isTensor && $0.sides.contains { $0 == nil } }.map {
      .shape(name: $0.name, binder.proposed($0))
    }
  }

  private mutating func apply(_ bindings: [InputBinding]) {
    for binding in bindings { apply(binding) }
    spreadSymbols()
    for binding in bindings {
      if case .batch(let size) = binding { applyBatch(size) }
    }
    spreadSymbols()
    for binding in bindings {
      if case .batch(let size) = binding { checkBatch(size) }
    }
  }

  private var tensors: [TensorInfo] {
    inputs.map { input in
      guard input.isTensor else { return TensorInfo(name: input.name, type: .unknown) }
      let shape = input.sides.map { $0?.size ?? 1 }
      return TensorInfo(
        name: input.name, type: TensorType(input.format, shape),
        origin: input.value == nil ? .run : .sizes, value: input.value.map(Numbers.integers))
    }
  }

  private var texts: [String] {
    inputs.filter(\.isTensor).map { input in
      let shape = "\(input.name)=\(input.sides.map { $0?.size ?? 1 }.asShape)"
      return input.value.map { "\(input.name)=value:\(list($0))" } ?? shape
    }
  }

  // MARK: Applying

  private mutating func apply(_ binding: InputBinding) {
    switch binding {
    case .shape(let name, let shape):
      let text = "\(name)=\(shape.asShape)"
      guard let index = find(name, text) else { return }
      guard fitsRank(index, shape.count, text), isSize(shape, text) else { return }
      for (axis, size) in shape.enumerated() { set(index, axis, Cause(size: size, text: text)) }
    case .axis(let name, let axis, let size):
      let text = "\(name)[\(axis)]=\(size)"
      guard let index = find(name, text), isSize([size], text) else { return }
      let rank = inputs[index].declared?.count
      let front = axis < 0 ? axis &+ (rank ?? 0) : axis
      guard let rank, 0..<rank ~= front else {
        add(
          .misfitBinding(
            source, text,
            reason: rank.map { "'\(name)' has \($0) axes, counted from 0" }
              ?? "the file does not say how many axes '\(name)' has",
            remedy: rank == nil ? "give its whole shape: \(Self.line(name, "SHAPE"))" : nil))
        return
      }
      set(index, front, Cause(size: size, text: text))
    case .symbol(let name, let size): applySymbol(name, size)
    case .value(let name, let values): applyValue(name, values)
    case .batch: break
    }
  }

  private mutating func applySymbol(_ name: String, _ size: Int) {
    let text = "\(name)=\(size)"
    guard isSize([size], text) else { return }
    if allSymbols.contains(name) {
      note(name, Cause(size: size, text: text))
    } else if let index = inputs.firstIndex(where: { $0.name == name }),
      (inputs[index].declared?.count ?? 1) == 1
    {
      // A whole shape of one side reads like a symbol.
      if fitsRank(index, 1, text) { set(index, 0, Cause(size: size, text: text)) }
    } else {
      _ = find(name, text)
      if inputs.contains(where: { $0.name == name }) {
        add(
          .misfitBinding(
            source, text, reason: "'\(name)' has more than one axis",
            remedy: "give its whole shape, as \(name)=1x3x224x224, or one axis: \(name)[0]=\(size)")
        )
      }
    }
  }

  private mutating func applyValue(_ name: String, _ values: [Int]) {
    let text = "\(name)=value:\(list(values))"
    guard let index = find(name, text) else { return }
    guard let format = inputs[index].format, format.family == .integer || format == .bool else {
      add(
        .misfitBinding(
          source, text, reason: "'\(name)' holds no integers", remedy: "give its shape instead"))
      return
    }
    let known = inputs[index].sides.compactMap { $0?.size }
    if inputs[index].declared == nil {
      // Without a declaration, one number is a scalar.
      inputs[index].declared = values.count == 1 ? [] : [.unknown]
      inputs[index].sides = values.count == 1 ? [] : [nil]
    }
    if inputs[index].sides.count == 1, inputs[index].sides[0] == nil {
      set(index, 0, Cause(size: values.count, text: text))
    } else if known.count != inputs[index].sides.count || known.elements != values.count {
      add(
        .misfitBinding(
          source, text, reason: "'\(name)' does not have \(values.count) elements", remedy: nil))
      return
    }
    inputs[index].value = values
  }

  private mutating func applyBatch(_ size: Int) {
    guard 1...Count.limit ~= size else {
      add(.misfitBatch(source, size, reason: "a batch cannot be \(size)", remedy: nil))
      return
    }
    for index in inputs.indices {
      guard let first = inputs[index].sides.first, first == nil else { continue }
      set(index, 0, Cause(size: size, text: Self.batchText(size)))
    }
  }

  /// A batch that no input took would be lost without a word.
  private mutating func checkBatch(_ size: Int) {
    let firsts = inputs.compactMap { input in
      input.sides.first.flatMap { $0 }.map { (input.name, $0) }
    }
    guard size >= 1, let (name, first) = firsts.first, !firsts.contains(where: { $1.size == size })
    else { return }
    let reason =
      first.text.isEmpty
      ? "the first axis of '\(name)' is \(first.size) in the file"
      : "'\(first.text)' makes the first axis of '\(name)' \(first.size)"
    add(
      .misfitBatch(
        source, size, reason: reason,
        remedy: first.text.isEmpty
          ? "write \(Self.line(name + "[0]", "\(size)")) to overrule it"
          : "leave one of the two out"))
  }

  private static func batchText(_ size: Int) -> String { "batch=\(size)" }

  // MARK: Symbols

  private var allSymbols: [String] {
    var all: [String] = []
    for input in inputs {
      for case .symbol(let name) in input.declared ?? [] where !all.contains(name) {
        all.append(name)
      }
    }
    return all
  }

  /// Notes what a symbol stands for; two bindings that disagree are an error.
  private mutating func note(_ symbol: String, _ cause: Cause) {
    guard let known = symbols[symbol] else {
      symbols[symbol] = cause
      return
    }
    if known.size != cause.size {
      add(
        .contradictoryBindings(
          source, what: "symbol '\(symbol)'", (known.size, known.text), (cause.size, cause.text)))
    }
  }

  private mutating func set(_ index: Int, _ axis: Int, _ cause: Cause) {
    if let known = inputs[index].sides[axis], !known.text.isEmpty, known.size != cause.size {
      add(
        .contradictoryBindings(
          source, what: "axis \(axis) of '\(inputs[index].name)'", (known.size, known.text),
          (cause.size, cause.text)))
      return
    }
    inputs[index].sides[axis] = cause
    if case .symbol(let name)? = inputs[index].declared?[axis] { note(name, cause) }
  }

  /// Equal symbols have equal sizes, whatever input they were bound through.
  private mutating func spreadSymbols() {
    for index in inputs.indices {
      for (axis, side) in (inputs[index].declared ?? []).enumerated() {
        if case .symbol(let name) = side, inputs[index].sides[axis] == nil {
          inputs[index].sides[axis] = symbols[name]
        }
      }
    }
  }

  // MARK: Complaints

  private mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  private func list(_ values: [Int]) -> String { values.map(String.init).joined(separator: ",") }

  private mutating func find(_ name: String, _ text: String) -> Int? {
    if let index = inputs.firstIndex(where: { $0.name == name }) { return index }
    let known = inputs.map(\.name) + allSymbols
    add(
      .unknownBinding(
        source, name: name, nearest: Suggestion.nearest(to: name, among: known),
        known: Array(known.prefix(8))))
    return nil
  }

  private mutating func isSize(_ sizes: [Int], _ text: String) -> Bool {
    guard let bad = sizes.first(where: { $0 < 0 || $0 > Count.limit }) else { return true }
    add(.misfitBinding(source, text, reason: "a side cannot be \(bad)", remedy: nil))
    return false
  }

  private mutating func fitsRank(_ index: Int, _ rank: Int, _ text: String) -> Bool {
    guard let declared = inputs[index].declared else {
      inputs[index].declared = [ONNXValueInfo.Dim](repeating: .unknown, count: rank)
      inputs[index].sides = [Cause?](repeating: nil, count: rank)
      return true
    }
    guard declared.count == rank else {
      add(
        .misfitBinding(
          source, text, reason: "'\(inputs[index].name)' has \(declared.count) axes, not \(rank)",
          remedy: "write it as \(proposal(inputs[index]))"))
      return false
    }
    return true
  }
}

// MARK: Open sides

extension InputBinder {
  /// One diagnostic for each input that has open sides, with the line that would close them.
  private mutating func reportOpenSides() {
    for input in inputs where input.isTensor {
      guard let declared = input.declared else {
        add(
          .openInput(
            source, name: input.name, open: "any axis: the file declares no shape",
            line: "\(Self.line(input.name, "SHAPE")), as in \(Self.line(input.name, "1x3x224x224"))"
          ))
        continue
      }
      let open = declared.indices.filter { input.sides[$0] == nil }
      guard !open.isEmpty else {
        checkElements(input)
        continue
      }
      let names = open.map { axis in
        if case .symbol(let name) = declared[axis] { return "axis \(axis) ('\(name)')" }
        return "axis \(axis)"
      }
      add(
        .openInput(
          source, name: input.name, open: names.joined(separator: ", "),
          line: proposal(input)))
    }
  }

  /// A bound shape must be one that a memory could hold, and have as many elements as its value.
  private mutating func checkElements(_ input: Input) {
    let shape = input.sides.compactMap { $0?.size }
    let elements = try? Count.product(shape)
    let text = "\(input.name)=\(shape.asShape)"
    if elements.map({ $0 > GraphChecks.elementLimit }) ?? true {
      add(
        .misfitBinding(
          source, text, reason: "a tensor of more than 2^48 elements fits into no memory",
          remedy: nil))
    } else if let value = input.value, value.count != elements {
      add(
        .misfitBinding(
          source, "\(input.name)=value:\(list(value))",
          reason: "'\(input.name)' is bound to \(shape.asShape)", remedy: nil))
    }
  }

  /// A shape that would do: what is known, 1 for a batch, the proposed sizes for an image and for a sequence.
  private func proposal(_ input: Input) -> String {
    Self.line(input.name, proposed(input).asShape)
  }

  private func proposed(_ input: Input) -> [Int] {
    let rank = input.sides.count
    // States of recurrent layers and caches have the batch where their inputs have it: at a side that is
    // open where the first is not.
    let open = input.sides.indices.first { input.sides[$0] == nil }
    return input.sides.enumerated().map { axis, side in
      if let side { return side.size }
      if axis == 0 || isBatch(input.declared?[axis]) { return 1 }
      if input.declared?[axis] == .unknown, axis == open, rank == 3 { return 1 }
      if rank == 4, input.format?.family != .integer {
        return axis == 1 ? 3 : axis == 2 ? sizes.height : sizes.width
      }
      return sizes.length
    }
  }

  /// Whether a symbol stands for the batch: by its name, or as the first side of an input.
  private func isBatch(_ side: ONNXValueInfo.Dim?) -> Bool {
    guard case .symbol(let name)? = side else { return false }
    return name.lowercased().contains("batch") || inputs.contains { $0.declared?.first == side }
  }

  /// The option as a shell takes it.
  private static func line(_ name: String, _ size: String) -> String {
    "--bind " + ShellWord.quoted("\(name)=\(size)")
  }
}
