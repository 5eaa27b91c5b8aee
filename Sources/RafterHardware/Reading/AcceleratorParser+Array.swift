// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

extension AcceleratorParser {
  /// An array: its sides, and for each side what it can do.
  mutating func readArray(_ node: DocumentNode, _ outer: SourceScope, _ begin: SourceLocation)
    -> PathPart?
  {
    guard var record = reader.record(node, as: AcceleratorFields.array, title: "the array") else {
      return nil
    }
    var places = Self.places(of: record)
    let scope = scope(of: &record, in: outer)
    var axes: [FanOut.Axis] = []
    for entry in reader.map("array", in: &record, example: "array: {rows: 32, columns: 32}") ?? [] {
      let size = reader.count(
        entry.value, of: "the side '\(entry.key)'", in: AcceleratorFields.sides)
      places["array.\(entry.key)"] = entry.keyLocation
      axes.append(
        FanOut.Axis(name: entry.key, size: size ?? 1, multicast: [], reducesOutputs: false))
    }
    if axes.isEmpty, let entry = record.entry("array"), entry.value.entries != nil {
      reader.report(.noSides(at: entry.keyLocation))
    }
    let operands = AcceleratorFields.operands
    forEachSide("multicast", in: &record, &axes) { parser, entry, axis in
      axis.multicast = Set(
        parser.readOperands(entry.value, of: "'multicast' of '\(entry.key)'", among: operands))
    }
    forEachSide("reduce", in: &record, &axes) { parser, entry, axis in
      let found = parser.readOperands(
        entry.value, of: "'reduce' of '\(entry.key)'", among: [Operand.outputs.rawValue])
      axis.reducesOutputs = !found.isEmpty
    }
    forEachSide("unroll", in: &record, &axes) { parser, entry, axis in
      axis.unroll = parser.readLoops(entry)
    }
    forEachSide("fill", in: &record, &axes) { parser, entry, axis in
      guard let stated = parser.reader.quantity(entry.value, Rules.fill, of: "fill") else { return }
      axis.fill = parser.sourced(stated, scope) { value, _ in Cycles(value) }
    }
    forEachSide("wiring", in: &record, &axes) { parser, entry, axis in
      let words = FanOut.Wiring.allCases.map(\.rawValue)
      let word = parser.reader.word(
        entry.value, of: "'wiring' of '\(entry.key)'", among: words)
      axis.wiring = word.flatMap { FanOut.Wiring(rawValue: $0.text) } ?? .flexible
    }
    let wire = quantity("wire", of: Per<Joule, Bit>.self, in: &record, scope)
    reader.finish(record)
    let array = FanOut(
      axes: axes, wireEnergy: wire, provenance: scope.provenance("array", at: begin),
      open: record.open([.wireEnergy: "wire"]))
    return PathPart(element: .array(array), isWhole: true, places: places, location: begin)
  }

  /// Reads a mapping from sides to something; a side that the array has not is reported.
  private mutating func forEachSide(
    _ key: String, in record: inout RecordReader, _ axes: inout [FanOut.Axis],
    _ read: (inout AcceleratorParser, DocumentEntry, inout FanOut.Axis) -> Void
  ) {
    let example = "\(key): {\(axes.first?.name ?? "rows"): ...}"
    for entry in reader.map(key, in: &record, example: example) ?? [] {
      guard let index = axes.firstIndex(where: { $0.name == entry.key }) else {
        reader.report(
          .unknownName(
            entry.key, of: "side of the array", among: axes.map(\.name), at: entry.keyLocation))
        continue
      }
      read(&self, entry, &axes[index])
    }
  }

  private mutating func readLoops(_ entry: DocumentEntry) -> [String] {
    var loops: [String] = []
    for node in reader.list(entry.value, of: "'unroll' of '\(entry.key)'") ?? [] {
      guard let text = reader.text(node, of: "a loop") else { continue }
      guard AcceleratorFields.loops.contains(text.text) else {
        reader.report(.unknownLoop(text.text, at: text.location))
        continue
      }
      if loops.contains(text.text) {
        reader.report(
          .listedTwice(text.text, in: "'unroll' of '\(entry.key)'", at: text.location))
      } else {
        loops.append(text.text)
      }
    }
    return loops
  }
}
