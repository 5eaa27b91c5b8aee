// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Memories and array dimensions in one line, outermost first.
///
/// A memory that is not shared across a dimension exists once for each of its parts, so the dimension stands outside of
/// it. Where two memories ask for opposite orders, the one further in says across which sides it is shared.
struct ZigZagPath {
  private let hardware: ZigZagHardware

  init(_ hardware: ZigZagHardware) { self.hardware = hardware }

  func elements(_ origin: inout Origin) -> [PathElement] {
    var elements: [PathElement] = []
    var names = NameBook()
    let sides = Dictionary(
      hardware.array.dimensions.map { ($0.name, names.name($0.name)) }, uniquingKeysWith: { $1 })
    var open = hardware.array.dimensions
    for (place, memory) in ordered().enumerated() {
      var outside = open.filter { !memory.shared.contains($0.name) }
      if place == 0, !outside.isEmpty {
        origin.note(
          .chosen(
            "the place of '\(memory.name)'", "before all arrays",
            "a path begins with a memory; that there is one for each part of "
              + "\(outside.map(\.name).joined(separator: ", ")) is kept in 'shared-across'",
            at: memory.place))
        outside = []
      }
      if !outside.isEmpty { elements.append(array(outside, sides, origin)) }
      open.removeAll { dimension in outside.contains { $0.name == dimension.name } }
      var level = memory.level
      level.name = names.name(memory.name)
      let shared = hardware.array.dimensions.map(\.name).filter(memory.shared.contains)
      if shared != open.map(\.name) { level.sharedAcross = shared.map { sides[$0] ?? $0 } }
      elements.append(.memory(level))
    }
    if !open.isEmpty { elements.append(array(open, sides, origin)) }
    return elements
  }

  /// Outermost first; of memories that no operand orders, the one with fewer copies is further out.
  private func ordered() -> [ZigZagHardware.Memory] {
    var rest = Array(hardware.memories.reversed())
    var result: [ZigZagHardware.Memory] = []
    while !rest.isEmpty {
      // A memory may come next when none that was listed further out shares an operand with it.
      let free = rest.indices.filter { index in
        rest[..<index].allSatisfy { $0.level.holds.isDisjoint(with: rest[index].level.holds) }
      }
      let next = free.min { (copies(rest[$0]), $0) < (copies(rest[$1]), $1) } ?? 0
      result.append(rest.remove(at: next))
    }
    return result
  }

  private func copies(_ memory: ZigZagHardware.Memory) -> Int {
    hardware.array.dimensions.reduce(1) { memory.shared.contains($1.name) ? $0 : $0 * $1.size }
  }

  private func array(
    _ dimensions: [(name: String, size: Int)], _ sides: [String: String], _ origin: Origin
  ) -> PathElement {
    .array(
      FanOut(
        axes: dimensions.map { dimension in
          FanOut.Axis(
            name: sides[dimension.name] ?? dimension.name, size: dimension.size,
            multicast: [.weights, .inputs], reducesOutputs: true,
            fill: hardware.array.systolic.contains(dimension.name)
              ? origin.stated(Cycles(max(1, dimension.size - 1))) : nil)
        }, provenance: origin.part))
  }
}
