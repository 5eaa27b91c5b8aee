// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterQuantities

extension ZigZagCaseParser {
  mutating func expectation(
    _ node: DocumentNode, of layer: ZigZagLayer, order: [ZigZagDirection]
  ) -> ZigZagCase.Expectation {
    var found = ZigZagCase.Expectation()
    guard var record = reader.record(node, as: CaseFields.expectation, title: "'expect'") else {
      return found
    }
    found.energy = reader.number("energy_pj", in: &record).map { Picojoules($0) }
    found.macEnergy = reader.number("mac_energy_pj", in: &record).map { Picojoules($0) }
    found.latency = cycles("latency_cycles", in: &record)
    found.onLoad = cycles("onload", in: &record)
    found.computePart = cycles("compute_plus_stall", in: &record)
    found.stall = cycles("stall", in: &record)
    found.offLoad = cycles("offload", in: &record)
    found.drain = cycles("drain", in: &record)
    found.offLoadAndDrain = cycles("offload_plus_drain", in: &record)
    if let entry = record.entry("accesses") {
      found.accesses = perOperand(entry.value, of: layer) { parser, node in
        parser.accesses(node, order: order)
      }
    }
    if let entry = record.entry("double_buffered") {
      found.doubleBuffered = perOperand(entry.value, of: layer) { parser, node in
        (parser.reader.elements(node, of: "double buffering") ?? []).compactMap {
          parser.reader.word($0, of: "double buffering", among: ["true", "false"])
        }.map { $0.text == "true" }
      }
    }
    if let entry = record.entry("util"),
      var util = reader.record(entry.value, as: CaseFields.utilization, title: "'util'")
    {
      found.ideal = reader.number("ideal", in: &util)
      found.withStalls = reader.number("stalls", in: &util)
      found.withOnLoad = reader.number("stalls_onloading", in: &util)
      found.overall = reader.number("stalls_onloading_offloading", in: &util)
      reader.finish(util)
    }
    reader.finish(record)
    return found
  }

  private mutating func cycles(_ key: String, in record: inout RecordReader) -> Cycles? {
    reader.number(key, in: &record).map { Cycles($0) }
  }

  private mutating func perOperand<Value>(
    _ node: DocumentNode, of layer: ZigZagLayer,
    _ read: (inout ZigZagCaseParser, DocumentNode) -> Value
  ) -> [Value?] {
    var values: [Value?] = layer.operands.map { _ in nil }
    for entry in reader.entries(node, of: "values per operand") ?? [] {
      guard let place = layer.operands.firstIndex(where: { $0.name == entry.key }) else {
        reader.report(
          .peerForm(
            "operand '\(entry.key)'",
            expected: "one of \(layer.operands.map(\.name).joined(separator: ", "))",
            at: entry.keyLocation))
        continue
      }
      values[place] = read(&self, entry.value)
    }
    return values
  }

  /// Four counts per level, put into the order of `ZigZagDirection`.
  private mutating func accesses(_ node: DocumentNode, order: [ZigZagDirection]) -> [[Int]] {
    (reader.elements(node, of: "the levels of accesses") ?? []).map { level in
      let counts = (reader.elements(level, of: "accesses") ?? []).compactMap {
        reader.count($0, of: "a count of accesses", in: 0...(1 << 60))
      }
      guard counts.count == order.count else {
        reader.report(.peerForm("accesses", expected: "four counts", at: level.location))
        return [0, 0, 0, 0]
      }
      var sorted = [0, 0, 0, 0]
      for (direction, count) in zip(order, counts) { sorted[direction.rawValue] = count }
      return sorted
    }
  }
}
