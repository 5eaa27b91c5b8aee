// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Mappings for people.
enum MappingText {
  /// The loop nest, one node a line: memories with what they keep and what passes them by, loops with their
  /// tiles.
  static func text(
    _ mapping: Mapping, nest: LoopNest, accelerator: Accelerator, tiles: [StoredTile]
  ) -> String {
    let memories = accelerator.memories
    var lines: [String] = []
    var indent = ""
    let bypasses = mapping.bypasses(on: accelerator)
    // Memories up to here have a line.
    var shown = 0
    func past(_ memory: Int) -> String {
      let operands = bypasses.filter { $0.memory == memories[memory].name }.map(\.operand.rawValue)
      return operands.isEmpty ? "" : "past it: \(operands.joined(separator: ", "))"
    }
    func skip(to memory: Int) {
      while shown < memory {
        let words = past(shown)
        if !words.isEmpty { lines.append("\(indent)\(memories[shown].name): \(words)") }
        shown += 1
      }
    }
    var index = 0
    while index < mapping.nodes.count {
      switch mapping.nodes[index] {
      case .store(_, let memory):
        // Stores in the same memory, one after another, share a line.
        var parts: [String] = []
        while index < mapping.nodes.count,
          case .store(let operand, memory) = mapping.nodes[index]
        {
          let tile = tiles.first { $0.operand == operand.index && $0.memory == memory }
          parts.append("\(operand.rawValue) \(size(tile?.bits ?? 0))")
          index += 1
        }
        skip(to: memory)
        let words = shown == memory ? past(memory) : ""
        shown = max(shown, memory + 1)
        lines.append(
          "\(indent)\(memories[memory].name): \(parts.joined(separator: ", "))"
            + (words.isEmpty ? "" : "; \(words)"))
        continue
      case .loop(let d, let bound, let tile):
        lines.append(
          "\(indent)for \(nest.dimensions[d].name.lowercased()) in 0..<\(bound)\(of(tile))")
        indent += "  "
      case .unroll(let d, let element, let axis, let factor, let tile):
        var side = ""
        if case .array(let array) = accelerator.path[element] { side = array.axes[axis].name }
        lines.append(
          "\(indent)parallel \(nest.dimensions[d].name.lowercased()) in 0..<\(factor)"
            + "\(of(tile)) on \(side)")
        indent += "  "
      }
      index += 1
    }
    skip(to: memories.count)
    lines.append("\(indent)\(accelerator.compute?.name ?? "mac")")
    return lines.joined(separator: "\n")
  }

  private static func of(_ tile: Int) -> String { tile == 1 ? "" : " (tile \(tile))" }

  /// Bytes with a binary prefix: `1.00 MiB`, `24 B`.
  private static func size(_ bits: Double) -> String {
    var value = bits / 8
    var prefix = ""
    for next in ["Ki", "Mi", "Gi", "Ti"] where value >= 1024 {
      value /= 1024
      prefix = next
    }
    return "\(Format.significant(value)) \(prefix)B"
  }
}
