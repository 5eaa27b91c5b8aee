// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Freer unrolling of arrays, and double buffers, so that transfers overlap with work.
///
/// - What it changes: fixed sides of arrays become free; memories that are filled or used by turns do both at once.
/// - Roofs and point: the roofs stay; points come nearer to them.
/// - Cost: multiplexers and control are not priced; a second buffer takes half of the room there is.
/// - Limit: mappings that are at their roof already.
/// - Source: Eyexam steps 2 and 7, Sze et al., SSC Magazine 2020.
enum DataflowLever {
  static func ladders(_ design: Design) -> [Ladder] {
    let base = design.accelerator
    var ladders: [Ladder] = []
    for index in base.path.indices {
      switch base.path[index] {
      case .array(let array):
        let isFree = array.axes.allSatisfy { $0.unroll == nil && $0.wiring == .flexible }
        if isFree { continue }
        var free = array
        for side in free.axes.indices {
          free.axes[side].unroll = nil
          free.axes[side].wiring = .flexible
        }
        let name = array.axes.map(\.name).joined(separator: " x ")
        ladders.append(
          ladder(
            base, index, .array(free), name, "any dimension",
            ["the area of multiplexers and control: not known"]))
      case .memory(let memory):
        // What lies in its outermost memory is not fetched from anywhere: a second buffer there would hide nothing.
        guard memory.buffering == .single, memory.capacity != nil,
          memory.holds.contains(where: { base.isHeld($0, furtherOutThan: index) })
        else { continue }
        var double = memory
        double.buffering = .double
        ladders.append(
          ladder(
            base, index, .memory(double), memory.name, "double-buffered",
            ["half of \(memory.name) holds what comes next"]))
      case .compute: continue
      }
    }
    return ladders
  }

  private static func ladder(
    _ base: Accelerator, _ index: Int, _ element: PathElement, _ target: String, _ step: String,
    _ basis: [String]
  ) -> Ladder {
    var machine = base
    machine.path[index] = element
    let change = Intervention(
      lever: .dataflow, target: target, step: step,
      change: .machine(Steps.named(machine, after: base, .dataflow, target, step)),
      area: element.isMemory ? .zero : nil, basis: basis)
    return Ladder(.dataflow, on: target, [change])
  }
}

extension Accelerator {
  /// Whether a memory further out than an element of the path holds an operand.
  fileprivate func isHeld(_ operand: Operand, furtherOutThan index: Int) -> Bool {
    path[..<index].contains { element in
      if case .memory(let memory) = element { memory.holds.contains(operand) } else { false }
    }
  }
}

extension PathElement {
  fileprivate var isMemory: Bool { if case .memory = self { true } else { false } }
}
