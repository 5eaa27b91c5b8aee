// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

extension AcceleratorParser {
  /// The path from the outermost memory to the arithmetic.
  mutating func readPath(_ top: inout RecordReader, _ scope: SourceScope) {
    draft.pathLocation = top.place(of: "path")
    draft.pathIsWhole = top.has("path")
    guard let elements = reader.list("path", in: &top) else {
      draft.pathIsWhole = false
      return
    }
    for node in elements { readElement(node, scope) }
  }

  private mutating func readElement(_ node: DocumentNode, _ scope: SourceScope) {
    let kinds = PathName.kinds
    guard let entries = node.entries, let kind = kinds.first(where: { node[$0] != nil }) else {
      draft.pathIsWhole = false
      let keys = node.entries?.map(\.key) ?? []
      let near = keys.lazy.compactMap { Suggestion.nearest(to: $0, among: kinds) }.first
      reader.report(
        .notAPathElement(near: near, at: node.entries?.first?.keyLocation ?? node.location))
      return
    }
    let title = node[kind]?.scalar.map { "\(kind) '\($0)'" } ?? "the \(kind)"
    let begin = entries.first { $0.key == kind }?.keyLocation ?? node.location
    let before = reader.errorCount
    let part: PathPart? =
      switch kind {
      case "memory": readMemory(node, title: title, scope, begin)
      case "array": readArray(node, scope, begin)
      default: readCompute(node, title: title, scope, begin)
      }
    guard var part else {
      draft.pathIsWhole = false
      return
    }
    part.isWhole = reader.errorCount == before
    if part.isWhole { lower(part) }
    draft.parts.append(part)
  }

  /// Puts the memories and the array of in-memory arithmetic before it.
  private mutating func lower(_ part: PathPart) {
    guard case .compute(let unit) = part.element, let array = unit.inMemory,
      let format = unit.formats.first?.inMemory
    else { return }
    let lowering = InMemoryLowering(
      name: unit.name, array: array, format: format, provenance: unit.provenance)
    for element in lowering.elements {
      draft.parts.append(
        PathPart(
          element: element, isWhole: true, places: [:], location: part.location, origin: .lowered))
    }
  }

  private mutating func readMemory(
    _ node: DocumentNode, title: String, _ outer: SourceScope, _ begin: SourceLocation
  ) -> PathPart? {
    guard var record = reader.record(node, as: AcceleratorFields.memory, title: title) else {
      return nil
    }
    var places = Self.places(of: record)
    let scope = scope(of: &record, in: outer)
    let name = reader.text("memory", in: &record)
    let holds = readOperands("holds", in: &record)
    let mayBypass = readOperands("may-bypass", in: &record)
    let partitions = readPartitions(in: &record, scope)
    var capacity = quantity("capacity", of: Byte.self, in: &record, scope)
    if !record.has("capacity") {
      // What is set aside for each operand is all there is.
      if let first = partitions.first {
        let total = partitions.reduce(0) { $0 + $1.value.value.value }
        capacity = Sourced(ByteCount(total), first.value.provenance)
      } else if !record.has("partitions"), !record.isMisspelt("capacity") {
        reader.report(.noCapacity(title, at: begin))
      }
    }
    let buffering = reader.word("buffering", in: &record)
      .flatMap { MemoryLevel.Buffering(rawValue: $0.text) }
    let ports = readPorts(in: &record, title: title, scope, &places)
    let energy = readEnergy(in: &record, title: title, scope)
    let area = quantity("area", of: SquareMillimetre.self, in: &record, scope)
    let compression = readCompression(in: &record, title: title, holds: holds, scope)
    let sharedAcross = readShared(in: &record, &places)
    reader.finish(record)
    let level = MemoryLevel(
      name: name?.text ?? "", capacity: capacity,
      partitions: Dictionary(partitions.map { ($0.operand, $0.value) }) { first, _ in first },
      holds: Set(holds), mayBypass: Set(mayBypass), buffering: buffering ?? .single, ports: ports,
      readEnergy: energy.read, writeEnergy: energy.write, area: area,
      provenance: scope.provenance("memory: \(name?.text ?? "")", at: begin),
      open: energy.open.union(record.open([.area: "area"])), compression: compression,
      sharedAcross: sharedAcross)
    return PathPart(element: .memory(level), isWhole: true, places: places, location: begin)
  }

  private mutating func readOperands(_ key: String, in record: inout RecordReader) -> [Operand] {
    guard let entry = record.entry(key) else { return [] }
    return readOperands(entry.value, of: "'\(key)'", among: AcceleratorFields.operands)
  }

  /// A list of operands without repeats.
  mutating func readOperands(_ node: DocumentNode, of what: String, among words: [String])
    -> [Operand]
  {
    var operands: [Operand] = []
    for element in reader.list(node, of: what) ?? [] {
      guard let word = reader.word(element, of: what, among: words),
        let operand = Operand(rawValue: word.text)
      else { continue }
      if operands.contains(operand) {
        reader.report(.listedTwice(word.text, in: what, at: word.location))
      } else {
        operands.append(operand)
      }
    }
    return operands
  }

  private mutating func readPartitions(in record: inout RecordReader, _ scope: SourceScope)
    -> [(operand: Operand, value: Sourced<ByteCount>)]
  {
    let entries =
      reader.map("partitions", in: &record, example: "partitions: {weights: 448 B}") ?? []
    return entries.compactMap { entry in
      guard let operand = Operand(rawValue: entry.key) else {
        reader.report(
          .unknownName(
            entry.key, of: "operand", among: AcceleratorFields.operands, at: entry.keyLocation))
        return nil
      }
      guard let stated = reader.quantity(entry.value, Rules.capacity, of: entry.key),
        let value = sourced(stated, scope, { value, _ in ByteCount(value) })
      else { return nil }
      return (operand, value)
    }
  }

  private mutating func readEnergy(
    in record: inout RecordReader, title: String, _ outer: SourceScope
  ) -> StatedEnergy {
    guard let entry = record.entry("energy") else {
      return StatedEnergy(open: [.readEnergy, .writeEnergy])
    }
    if let text = entry.value.scalar, !entry.value.isEmpty {
      if text != "unknown" {
        reader.report(.oneEnergy(text, of: title, at: entry.value.location))
      }
      return StatedEnergy()
    }
    guard
      var energy = reader.record(
        entry.value, as: AcceleratorFields.energy, title: "the energy of \(title)")
    else { return StatedEnergy() }
    let scope = scope(of: &energy, in: outer)
    let read = quantity("read", of: Per<Joule, Bit>.self, in: &energy, scope)
    let write = quantity("write", of: Per<Joule, Bit>.self, in: &energy, scope)
    reader.finish(energy)
    if !energy.entries.isEmpty { reportOpen(energy, ["read", "write"], of: title) }
    return StatedEnergy(
      read: read, write: write,
      open: energy.open([.readEnergy: "read", .writeEnergy: "write"]))
  }

  private mutating func readCompute(
    _ node: DocumentNode, title: String, _ outer: SourceScope, _ begin: SourceLocation
  ) -> PathPart? {
    guard var record = reader.record(node, as: AcceleratorFields.compute, title: title) else {
      return nil
    }
    var places = Self.places(of: record)
    let scope = scope(of: &record, in: outer)
    let name = reader.text("compute", in: &record)
    let sustained = share("sustained", in: &record, scope)
    let array = readInMemory(in: &record, title: title, scope)
    let sparsity = readSparsity(in: &record, title: title, scope)
    var formats: [ComputeFormat] = []
    let before = reader.errorCount
    for node in reader.list("formats", in: &record) ?? [] {
      guard let format = readFormat(node, title: title, array, scope) else { continue }
      if formats.contains(where: { $0.arithmetic == format.value.arithmetic }) {
        reader.report(
          .formatTwice(format.value.arithmetic.description, at: format.location))
      }
      places["formats.\(formats.count)"] = format.location
      formats.append(format.value)
    }
    if formats.isEmpty, record.has("formats"), reader.errorCount == before {
      reader.report(.noFormats(title, at: record.place(of: "formats")))
    }
    reader.finish(record)
    var unit = ComputeUnit(
      name: name?.text ?? "", formats: formats, sustained: sustained,
      provenance: scope.provenance("compute: \(name?.text ?? "")", at: begin), inMemory: array,
      sparsity: sparsity)
    unit.deriveInMemoryFormats()
    return PathPart(element: .compute(unit), isWhole: true, places: places, location: begin)
  }

  private mutating func readFormat(
    _ node: DocumentNode, title: String, _ array: InMemoryArray?, _ outer: SourceScope
  ) -> (value: ComputeFormat, location: SourceLocation)? {
    guard
      var record = reader.record(
        node, as: AcceleratorFields.format, title: "a format of \(title)")
    else { return nil }
    let scope = scope(of: &record, in: outer)
    let operands = reader.text("operands", in: &record).flatMap { readOperandFormats($0) }
    let accumulate = reader.word("accumulate", in: &record)
      .flatMap { NumberFormat(rawValue: $0.text) }
    let rate = quantity("rate", of: Per<MAC, Cycle>.self, in: &record, scope)
    let energy = quantity("energy", of: Per<Joule, MAC>.self, in: &record, scope)
    let area = quantity("area", of: SquareMillimetre.self, in: &record, scope)
    reader.finish(record)
    guard let operands, let accumulate else { return nil }
    // That of an in-memory array follows from its events, which have been reported.
    if array == nil { reportOpen(record, ["energy"], of: "a format of \(title)") }
    let format = ComputeFormat(
      arithmetic: ArithmeticFormat(
        inputs: operands.inputs, weights: operands.weights, accumulate: accumulate),
      rate: rate ?? .ours(MACsPerCycle(1.0), "1 MAC/cycle"), energy: energy, area: area,
      open: record.open([.energy: "energy", .area: "area"]))
    if let array, array.weightsPerRow(weightBits: format.weightBits) == 0 {
      reader.report(
        .tooWide(
          format.arithmetic.description, columns: array.columns(weightBits: format.weightBits),
          of: array.columns, at: record.place(of: "operands")))
    }
    if let array, let cells = array.cellsPerWeight,
      cells * array.bitsPerCell < format.weightBits
    {
      reader.report(
        .tooFewCells(
          format.arithmetic.description, bits: cells * array.bitsPerCell,
          at: record.place(of: "operands")))
    }
    return (format, record.place(of: "operands"))
  }

  /// `int8 x int8`.
  private mutating func readOperandFormats(_ text: LocatedWord)
    -> (inputs: NumberFormat, weights: NumberFormat)?
  {
    let words = text.text.split(separator: " ").map(String.init)
    guard words.count == 3, words[1] == "x" else {
      reader.report(.notAFormatPair(text.text, at: text.location))
      return nil
    }
    let formats = [words[0], words[2]].map { word -> NumberFormat? in
      guard AcceleratorFields.numberFormats.contains(word) else {
        reader.report(
          .unknownName(
            word, of: "number format", among: AcceleratorFields.numberFormats, at: text.location))
        return nil
      }
      return NumberFormat(rawValue: word)
    }
    guard let inputs = formats[0], let weights = formats[1] else { return nil }
    return (inputs, weights)
  }

  static func places(of record: RecordReader) -> [String: SourceLocation] {
    Dictionary(record.entries.map { ($0.key, $0.keyLocation) }) { first, _ in first }
  }
}
