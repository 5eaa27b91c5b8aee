// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterMapping

@Suite struct ShapeMemoryTests {
  /// Same bounds, other strides and padding: their windows and their operands' loops differ.
  static let nests = [
    TestNests.convolution(k: 6, c: 5, oy: 7, ox: 4, fy: 3, fx: 3, stride: 2, padding: 1),
    TestNests.convolution(k: 6, c: 5, oy: 7, ox: 4, fy: 3, fx: 3, stride: 1, padding: 1),
    TestNests.convolution(k: 6, c: 5, oy: 7, ox: 4, fy: 3, fx: 3, dilation: 2),
    TestNests.gemm(m: 14, n: 9, k: 10), TestNests.gemm(m: 10, n: 9, k: 14),
  ]

  /// A machine with one thing about it changed: memories, which shapes do not depend on, or arrays, which they do.
  static func varied(_ machine: Accelerator, _ random: inout SeededGenerator) -> Accelerator {
    var machine = machine
    let kind = Int.random(in: 0..<5, using: &random)
    machine.path = machine.path.map { element in
      switch element {
      case .memory(var memory):
        if kind == 0 { memory.ports = [TestMachines.port(.random(in: 1...64, using: &random))] }
        if kind == 1, let capacity = memory.capacity {
          memory.capacity = TestMachines.sourced(capacity.value * 2)
        }
        if kind == 2 {
          memory.readEnergy = TestMachines.sourced(
            EnergyPerBit(.random(in: 1e-13...1e-11, using: &random)))
        }
        return .memory(memory)
      case .array(var array):
        for side in array.axes.indices {
          if kind == 3 { array.axes[side].size = .random(in: 2...9, using: &random) }
          if kind == 4 {
            array.axes[side].multicast = RandomCase.operands(&random)
            array.axes[side].reducesOutputs = .random(using: &random)
          }
        }
        return .array(array)
      case .compute: return element
      }
    }
    return machine
  }

  /// Problems in an order that brings shapes back in between others.
  static let problems = {
    var random = SeededGenerator(seed: 77)
    return (0..<120).map { _ in
      (
        nest: nests[.random(in: nests.indices, using: &random)],
        machine: varied(
          SearchTests.machines[.random(in: SearchTests.machines.indices, using: &random)], &random),
        objective: Objective.allCases.randomElement(using: &random) ?? .latency
      )
    }
  }()

  private static func result(_ index: Int, _ memory: ShapeMemory?) -> MappingResult {
    let (nest, machine, objective) = problems[index]
    return Mapper.map(
      nest, on: machine, format: TestMachines.int8, objective: objective,
      limit: SearchLimit(mappings: 3000), memory: memory)
  }

  @Test func `results are those of a search that knows nothing`() async {
    let memory = ShapeMemory()
    // In turn, and then side by side, when everything is known.
    for index in Self.problems.indices {
      #expect(Self.result(index, memory) == Self.result(index, nil), "problem \(index)")
    }
    await withTaskGroup(of: (Int, MappingResult).self) { group in
      for index in Self.problems.indices {
        group.addTask { (index, Self.result(index, memory)) }
      }
      for await (index, result) in group {
        #expect(result == Self.result(index, nil), "problem \(index) side by side")
      }
    }
  }

  @Test func `tables are those of the shape, whatever the memories`() {
    func space(_ nest: LoopNest, _ machine: Accelerator) -> SearchSpace {
      SearchSpace(
        nest: NestShape(nest),
        machine: MachineShape(machine, format: TestMachines.int8, nest: nest), staticEnergy: 0)
    }
    let memory = ShapeMemory()
    let first = space(Self.nests[0], TestMachines.systolic())
    var tables = memory.take(for: first)
    #expect(tables.options.size == 0)
    _ = tables.options.options(of: 0, in: first, lengths: first.nest.bounds, .full)
    let listed = tables.options.size
    #expect(listed > 0)
    memory.giveBack(tables, of: first)
    var slower = TestMachines.systolic()
    slower.technology.frequency = TestMachines.sourced(Frequency(2e8))
    slower.path = slower.path.map { element in
      guard case .memory(var level) = element else { return element }
      level.ports = [TestMachines.port(3)]
      return .memory(level)
    }
    let known = memory.take(for: space(Self.nests[0], slower))
    #expect(known.options.size == listed)
    // It is in use now, so that another search begins with nothing.
    #expect(memory.take(for: first).options.size == 0)
    memory.giveBack(known, of: first)
    // Other strides leave the options as they are.
    #expect(memory.take(for: space(Self.nests[1], slower)).options.size == listed)
  }

  /// Room for 10 entries: of 4, 4 and 3 the first goes; a table of 11 is not kept, and drives nothing out.
  @Test func `what was idle longest makes room`() {
    var tables = IdleTables<String, Int>(most: 10)
    tables.keep(1, "a", size: 4)
    tables.keep(2, "b", size: 4)
    tables.keep(3, "c", size: 3)
    #expect(tables.take("a") == nil)
    #expect(tables.take("b") == 2)
    #expect(tables.take("b") == nil)
    tables.keep(4, "c", size: 2)
    // The one that was kept last.
    #expect(tables.take("c") == 4)
    #expect(tables.take("c") == 3)
    tables.keep(7, "f", size: 1)
    tables.keep(5, "d", size: 11)
    #expect(tables.take("d") == nil)
    #expect(tables.take("f") == 7)
    tables.keep(6, "e", size: 0)
    #expect(tables.take("e") == nil)
  }
}
