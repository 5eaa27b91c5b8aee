// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct ParallelismLeverTests {
  @Test func `a wider vector unit does its special functions faster too`() async throws {
    var base = try Products.machine()
    let own = try #require(base.vector?.rate)
    base.vector?.special[.softmax] = SpecialFunction(rate: own.scaled(by: 0.25), energy: nil)
    let advice = try await Products.advise(m: 8, n: 64, k: 64, on: base, [.parallelism])
    let effect = try advice.effect(.parallelism, "vector unit", "x2")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    #expect(machine.vector?.rate.value == own.value * 2)
    #expect(machine.vector?.special[.softmax]?.rate.value == own.value * 0.5)
  }

  @Test func `a step lengthens one side and prices what lies inside`() async throws {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 1024, n: 1024, k: 1024, on: base, [.parallelism])
    let effect = try advice.effect(.parallelism, "rows", "x2")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    #expect(machine.computeInstances == 2 * base.computeInstances)
    #expect(try #require(effect.intervention.area) > .zero)
    let before = try #require(base.technology.area?.value)
    let after = try #require(machine.technology.area?.value)
    let added = try #require(effect.intervention.area)
    #expect(abs((after - before).value - added.value) < 1e-9)
  }
}
