// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterQuantities

extension ZigZagCaseParser {
  mutating func machine(_ node: DocumentNode) -> ZigZagMachine? {
    guard var record = reader.record(node, as: CaseFields.hardware, title: "'hardware'") else {
      return nil
    }
    let before = reader.errorCount
    let name = reader.text("name", in: &record)?.text ?? ""
    let source = reader.text("source", in: &record)?.text ?? ""
    _ = record.entry("units")
    let memories = record.entry("levels_inner_to_outer").flatMap { entry in
      reader.elements(entry.value, of: "'levels_inner_to_outer'")?.compactMap { memory($0) }
    }
    var array: ArrayPart?
    if let entry = record.entry("array") { array = self.array(entry.value) }
    reader.finish(record)
    guard reader.errorCount == before, let memories, let array else { return nil }
    return ZigZagMachine(
      name: name, source: source, memories: memories, array: array.dimensions,
      macEnergy: array.macEnergy, systolic: array.systolic)
  }

  private mutating func memory(_ node: DocumentNode) -> ZigZagMachine.Memory? {
    let title = node["name"]?.scalar.map { "memory '\($0)'" } ?? "a memory"
    guard var record = reader.record(node, as: CaseFields.memory, title: title) else { return nil }
    let name = reader.text("name", in: &record)?.text
    let size = reader.number("size_bits", in: &record, least: 1)
    let read = reader.number("read_pj", in: &record)
    let write = reader.number("write_pj", in: &record)
    let operands = reader.texts("operands", in: &record)
    let shared = reader.texts("shared_across_array_dims", in: &record)
    let isDoubled = reader.word("double_buffered", in: &record)?.text == "true"
    let ports = record.entry("ports").flatMap { entry in
      reader.elements(entry.value, of: "'ports'")?.compactMap { port($0, operands: operands) }
    }
    reader.finish(record)
    guard let name, let size, let read, let write, let operands, let shared, let ports else {
      return nil
    }
    return ZigZagMachine.Memory(
      name: name, capacity: BitCount(size), readEnergy: Picojoules(read),
      writeEnergy: Picojoules(write), operands: operands, sharedAcross: shared,
      isDoubleBuffered: isDoubled, ports: ports)
  }

  private mutating func port(_ node: DocumentNode, operands: [String]?) -> ZigZagMachine.Port? {
    guard var record = reader.record(node, as: CaseFields.port, title: "a port") else { return nil }
    _ = reader.word("type", in: &record)
    let least = reader.number("bw_min", in: &record, least: 1)
    let greatest = reader.number("bw_max", in: &record, least: 1)
    let serves = record.entry("serves").flatMap { entry in
      reader.elements(entry.value, of: "'serves'")?.compactMap { service($0, operands: operands) }
    }
    reader.finish(record)
    guard let least, let greatest, let serves else { return nil }
    return ZigZagMachine.Port(
      minimum: Quantity(least), maximum: Quantity(greatest), serves: serves)
  }

  /// `I1,fh`.
  private mutating func service(_ node: DocumentNode, operands: [String]?)
    -> ZigZagMachine.Service?
  {
    guard let found = reader.text(node, of: "an entry of 'serves'") else { return nil }
    let parts = found.text.split(separator: ",").map { $0.filter { $0 != " " } }
    guard parts.count == 2,
      let direction = ZigZagDirection.allCases.first(where: { $0.code == parts[1] })
    else {
      reader.report(
        .peerForm(
          "'\(found.text)'", expected: "'OPERAND,DIRECTION' with tl, fl, th or fh",
          at: node.location))
      return nil
    }
    if let operands, !operands.contains(parts[0]) {
      reader.report(
        .peerForm(
          "'\(found.text)'",
          expected: "one of the memory's operands, \(operands.joined(separator: ", "))",
          at: node.location))
      return nil
    }
    return ZigZagMachine.Service(parts[0], direction)
  }

  private struct ArrayPart {
    var dimensions: [ZigZagMachine.ArrayDimension]
    var macEnergy: Picojoules
    var systolic: [String]
  }

  private mutating func array(_ node: DocumentNode) -> ArrayPart? {
    guard var record = reader.record(node, as: CaseFields.array, title: "'array'") else {
      return nil
    }
    let names = reader.texts("dims", in: &record)
    let sizes = record.entry("sizes").flatMap { entry in
      reader.elements(entry.value, of: "'sizes'")?.compactMap {
        reader.count($0, of: "a size", in: 1...(1 << 20))
      }
    }
    let energy = reader.number("mac_energy_pj", in: &record)
    let systolic = reader.texts("systolic_dims", in: &record) ?? []
    reader.finish(record)
    guard let names, let sizes, let energy else { return nil }
    guard names.count == sizes.count else {
      reader.report(
        .peerForm("'sizes'", expected: "one size for each of 'dims'", at: record.place(of: "sizes"))
      )
      return nil
    }
    return ArrayPart(
      dimensions: zip(names, sizes).map { ZigZagMachine.ArrayDimension(name: $0, size: $1) },
      macEnergy: Picojoules(energy), systolic: systolic)
  }
}
