// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct DataflowLeverTests {
  @Test func `fixed arrays become free, and single buffers double`() async throws {
    let machine = try Products.machine("zigzag-tpu-like")
    let advice = try await Products.advise(m: 64, n: 64, k: 64, on: machine, [.dataflow])
    let steps = advice.ladders.flatMap(\.ladder.steps)
    let isFixed = machine.path.contains {
      if case .array(let array) = $0 {
        array.axes.contains { $0.unroll != nil || $0.wiring == .fixed }
      } else {
        false
      }
    }
    #expect(steps.contains { $0.step == "any dimension" } == isFixed)
    for step in steps where step.step == "double-buffered" {
      guard case .machine(let changed) = step.change else { continue }
      #expect(changed.memories.first { $0.name == step.target }?.buffering == .double)
    }
    // Freedom never costs time: all that could be done before can be done still.
    for effect in advice.ladders.flatMap(\.effects)
    where effect.intervention.step == "any dimension" {
      #expect(effect.timeSaved >= -1e-9)
    }
  }
}
