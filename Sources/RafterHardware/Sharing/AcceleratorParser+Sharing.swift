// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

extension AcceleratorParser {
  /// The sides that share a memory; whether there are such sides is known when the whole path is.
  mutating func readShared(
    in record: inout RecordReader, _ places: inout [String: SourceLocation]
  ) -> [String]? {
    guard record.has("shared-across") else { return nil }
    var sides: [String] = []
    for node in reader.list("shared-across", in: &record) ?? [] {
      guard let side = reader.text(node, of: "a side") else { continue }
      if sides.contains(side.text) {
        reader.report(.listedTwice(side.text, in: "'shared-across'", at: side.location))
      } else {
        places["shared-across.\(sides.count)"] = side.location
        sides.append(side.text)
      }
    }
    return sides
  }

  /// What reports must say of memories that no tree has.
  func sharingCautions(_ machine: String) -> [String] {
    draft.memories.flatMap { index, memory -> [String] in
      guard let named = memory.sharedAcross else { return [] }
      let before = Set(draft.axes(after: -1, before: index).map(\.name))
      let outer = named.filter(before.contains)
      let apart = draft.axes(after: index, before: draft.parts.count).map(\.name)
        .filter { !named.contains($0) }
      var cautions: [String] = []
      if !outer.isEmpty {
        cautions.append(
          "\(machine): '\(memory.name)' is one for all parts along \(outer.joined(separator: ", "));"
            + " where a layer uses the share u of the array its energy comes out low, by at most 1/u"
        )
      }
      if !apart.isEmpty {
        cautions.append(
          "\(machine): '\(memory.name)' is one for each part along \(apart.joined(separator: ", "))"
            + " and is mapped as one for all")
      }
      return cautions
    }
  }
}
