// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterQuantities

extension TimeloopParser {
  /// Energies per component and action.
  typealias Energies = [String: [String: Double]]

  mutating func energies(_ document: Document) -> Energies {
    guard let root = required("ERT_summary", in: document.root, of: "the table of energies"),
      let table = required("table_summary", in: root, of: "'ERT_summary'")
    else { return [:] }
    var energies: Energies = [:]
    for entry in reader.elements(table, of: "'table_summary'") ?? [] {
      guard let name = entry["name"]?.scalar else { continue }
      var actions: [String: Double] = [:]
      for action in entry["actions"]?.elements ?? [] {
        guard let word = action["name"]?.scalar, let value = action["energy"] else { continue }
        actions[word] = reader.number(value, of: "the energy of '\(word)'")
      }
      energies[Self.component(name).name] = actions
    }
    return energies
  }

  /// `system_top_level.ifmap_spad[1..168]` is `ifmap_spad`, 168 times.
  private static func component(_ text: String) -> (name: String, count: Int) {
    var name = text[...]
    var count = 1
    if let open = name.firstIndex(of: "[") {
      let range = name[name.index(after: open)...].dropLast()
      if let last = range.split(separator: ".").last { count = max(1, Int(last) ?? 1) }
      name = name[..<open]
    }
    return (name.split(separator: ".").last.map(String.init) ?? String(name), count)
  }

  /// The levels, outermost first; the last one computes.
  mutating func levels(_ document: Document, energies: Energies) -> [TimeloopLevel] {
    guard let root = required("architecture", in: document.root, of: "the architecture"),
      let local = required("local", in: root, of: "'architecture'")
    else { return [] }
    var levels: [TimeloopLevel] = []
    for node in reader.elements(local, of: "'local'") ?? [] {
      guard let full = node["name"]?.scalar else {
        reader.report(
          .peerForm("a component", expected: "a mapping with 'name'", at: node.location))
        continue
      }
      let (name, count) = Self.component(full)
      let actions = energies[name] ?? [:]
      let attributes = node["attributes"] ?? node
      let width = value("width", in: attributes)
      let word = value("datawidth", in: attributes) ?? value("word-bits", in: attributes)
      let block =
        value("block_size", in: attributes) ?? word.flatMap { word in width.map { $0 / word } } ?? 1
      levels.append(
        TimeloopLevel(
          name: name, instances: count, block: max(1, block.rounded(.down)),
          readBandwidth: value("read_bandwidth", in: attributes),
          writeBandwidth: value("write_bandwidth", in: attributes),
          readEnergy: Picojoules(actions["read"] ?? 0),
          writeEnergy: Picojoules(actions["write"] ?? 0),
          updateEnergy: Picojoules(actions["update"] ?? actions["write"] ?? 0),
          leakage: Picojoules(actions["leak"] ?? 0),
          computeEnergy: Picojoules(actions["compute"] ?? 0)))
    }
    if levels.count < 2 {
      reader.report(
        .peerForm(
          "'local'", expected: "storage levels and a level that computes", at: local.location))
    }
    return levels
  }

  private mutating func value(_ key: String, in node: DocumentNode) -> Double? {
    guard let value = node[key], !value.isEmpty, value.scalar != "null" else { return nil }
    return reader.number(value, of: "'\(key)'", least: 1e-9)
  }
}
