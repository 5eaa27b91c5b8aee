// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload
import Testing

/// What an in-memory array costs, and where the costs of its conversions go.
@Suite struct InMemoryMappingTests {
  /// An array of 8 rows and 12 columns of one bit: 8 x 3 weights of 4 bits.
  ///
  /// A step takes 2 cycles, so an input of 4 bits 8; writing takes a byte a cycle and 1 pJ/bit.
  static func machine(
    rows: Int = 8, columns: Int = 12, macros: Int = 1, buffering: String = "single",
    dram: Double = 8
  ) throws -> Accelerator {
    let text = """
      rafter: accelerator/1
      name: small
      source: {title: made for tests, confidence: published}
      technology: {frequency: 100 MHz}
      power: {static: 0 W}
      path:
        - memory: dram
          capacity: 1 GiB
          holds: [weights, inputs, outputs]
          ports: [{kind: read-write, bandwidth: \(dram) B/cycle}]
          energy: {read: 9 pJ/bit, write: 9 pJ/bit}
        - array: {macros: \(macros)}
        - memory: spad
          capacity: 1 KiB
          holds: [inputs, outputs]
          ports:
            - {kind: read, bandwidth: 64 B/cycle}
            - {kind: write, bandwidth: 64 B/cycle}
          energy: {read: 0.1 pJ/bit, write: 0.1 pJ/bit}
        - compute: imc
          kind: in-memory
          imc:
            rows: \(rows)
            columns: \(columns)
            input-bits-per-step: 1
            cycles-per-step: 2 cycles
            style: analog
            energy: {cell: 1 fJ, dac: 10 fJ, adc: 100 fJ, datapath: 30 fJ}
            rewrite: {bandwidth: 1 B/cycle, energy: 1 pJ/bit}
            buffering: \(buffering)
          formats:
            - {operands: int4 x int4, accumulate: int32}
            - {operands: int2 x int2, accumulate: int32}
      """
    return try AcceleratorReader.read(text: text, file: "small.yaml").0
  }

  static func gemm(m: Int, n: Int, k: Int, format: NumberFormat = .int4) -> LoopNest {
    TestNests.gemm(m: m, n: n, k: k, weights: format, inputs: format, outputs: .int8)
  }

  static func map(
    _ nest: LoopNest, on machine: Accelerator, format: Int = 0, _ objective: Objective = .latency
  ) throws -> MappedNest {
    let format = try #require(machine.compute).formats[format]
    guard
      case .mapped(let mapped) = Mapper.map(nest, on: machine, format: format, objective: objective)
    else {
      throw Unmapped()
    }
    return mapped
  }

  struct Unmapped: Error {}

  static func level(_ name: String, of cost: NestCost, _ machine: Accelerator) throws
    -> MemoryCost
  {
    let index = try #require(machine.memories.firstIndex { $0.name == name })
    return cost.memories[index]
  }

  /// Bits of weights written into the cells.
  static func rewritten(_ cost: NestCost, _ machine: Accelerator) throws -> Double {
    try level("imc-weights", of: cost, machine).transfers
      .filter { $0.transfer.direction == .fromMemory }.reduce(0) { $0 + $1.mapped.value }
  }

  @Test func `a layer that fits writes its weights once, and takes a step for each input`() throws {
    let machine = try Self.machine()
    let cost = try Self.map(Self.gemm(m: 10, n: 3, k: 8), on: machine).cost
    // 24 weights of 4 bits, at 8 bits a cycle.
    #expect(try Self.rewritten(cost, machine) == 96)
    let rewrite = try Self.level("imc-rewrite", of: cost, machine)
    #expect(rewrite.mappedCycles == Cycles(12.0))
    // Cells cannot be written while they work.
    #expect(!rewrite.isOverlapped)
    #expect(rewrite.energy == Energy(96e-12))
    // 10 inputs of 4 steps of 2 cycles.
    #expect(cost.computeCycles == Cycles(80.0))
    #expect(cost.spatialUtilization == 1)
    // The full array: the energy of the format.
    let format = try #require(machine.compute).formats[0]
    let energy = try #require(format.energy).value
    #expect(abs((cost.computeEnergy?.value ?? 0) / (240 * energy.value) - 1) < 1e-12)
  }

  @Test func `weights that do not fit are rewritten, whatever the number of inputs`() throws {
    let machine = try Self.machine()
    for m in [1, 10, 100] {
      // Two arrays full: 6 outputs of 8 inputs.
      let cost = try Self.map(Self.gemm(m: m, n: 6, k: 8), on: machine).cost
      #expect(try Self.rewritten(cost, machine) == 192)
      #expect(
        try Self.level("imc-rewrite", of: cost, machine).mappedCycles == Cycles(24.0))
    }
  }

  @Test func `with one input rewriting takes longer than computing`() throws {
    // A matrix times a vector: 16 x 30 weights of 4 bits = 240 B, at 1 B a cycle; 20 arrays full of 8 cycles.
    let machine = try Self.machine()
    let cost = try Self.map(Self.gemm(m: 1, n: 30, k: 16), on: machine).cost
    #expect(
      try Self.level("imc-rewrite", of: cost, machine).mappedCycles == Cycles(240.0))
    #expect(cost.computeCycles == Cycles(160.0))
    // One after the other, and what dram adds.
    #expect(cost.latencyCycles.value >= 400)
  }

  @Test func `idle rows cost time and conversions`() throws {
    let machine = try Self.machine()
    // 4 of 8 rows, all 3 columns.
    let cost = try Self.map(Self.gemm(m: 10, n: 3, k: 4), on: machine).cost
    #expect(cost.spatialUtilization == 0.5)
    #expect(cost.computeCycles == Cycles(80.0))
    // Cells: 120 MACs * 16 fJ. Drivers: 10 * 4 inputs * 4 steps * 10 fJ. Columns: 10 * 3 sums
    // * (4 steps * 4 columns * 100 fJ + 30 fJ).
    let expected: Double = Double(120 * 16 + 40 * 40 + 30 * 1630) * 1e-15
    #expect(abs((cost.computeEnergy?.value ?? 0) / expected - 1) < 1e-12)
    // For each MAC nearly twice that of the full array.
    let format = try #require(machine.compute).formats[0]
    let full = try #require(format.energy).value.value
    #expect(expected / 120 > 1.8 * full)
  }

  @Test func `only sums go to the rows and only outputs to the columns`() throws {
    let machine = try Self.machine()
    // Another choice would spread M over rows or columns, which share what M tells apart.
    for nest in [
      Self.gemm(m: 64, n: 1, k: 1),
      TestNests.convolution(k: 1, c: 1, oy: 16, ox: 4, fy: 1, fx: 1, format: .int4),
    ] {
      let cost = try Self.map(nest, on: machine).cost
      #expect(cost.spatialUtilization == 1.0 / 24)
    }
    // Depthwise: 3 x 3 windows sum over 8 of the rows twice; each group has a column of its own time.
    let depthwise = TestNests.convolution(
      groups: 4, k: 1, c: 1, oy: 4, ox: 4, fy: 2, fx: 3, format: .int4)
    #expect(
      try Self.map(depthwise, on: machine).cost.spatialUtilization == 6.0 / 24)
  }

  @Test func `arrays that work on other inputs hold copies of the weights`() throws {
    let one = try Self.machine()
    let two = try Self.machine(macros: 2)
    let nest = Self.gemm(m: 64, n: 3, k: 8)
    let alone = try Self.map(nest, on: one).cost
    let both = try Self.map(nest, on: two).cost
    // Half of the time, and every weight written twice.
    #expect(both.computeCycles == alone.computeCycles / 2)
    #expect(try Self.rewritten(both, two) == 2 * Self.rewritten(alone, one))
  }

  @Test func `another width lies otherwise in the same array`() throws {
    let machine = try Self.machine()
    // 6 weights of 2 bits in a row; 2 steps of 2 cycles.
    let cost = try Self.map(Self.gemm(m: 10, n: 6, k: 8, format: .int2), on: machine, format: 1)
      .cost
    #expect(cost.spatialUtilization == 1)
    #expect(cost.computeCycles == Cycles(40.0))
    #expect(try Self.rewritten(cost, machine) == 96)
  }

  @Test func `cells in two halves are written while the others work`() throws {
    let machine = try Self.machine(buffering: "double")
    let cost = try Self.map(Self.gemm(m: 100, n: 6, k: 8), on: machine).cost
    #expect(try Self.level("imc-rewrite", of: cost, machine).isOverlapped)
  }

  @Test(arguments: [(2, 4, 3), (3, 3, 3)], Objective.allCases)
  func `nothing that can be laid out beats the optimum`(
    shape: (m: Int, n: Int, k: Int), objective: Objective
  ) throws {
    // 2 rows of 8 columns: 2 x 2 weights of 4 bits.
    let machine = try Self.machine(rows: 2, columns: 8)
    let format = try #require(machine.compute).formats[0]
    let nest = Self.gemm(m: shape.m, n: shape.n, k: shape.k)
    let every = ExhaustiveArrays(nest, on: machine, format: format)
    let cost = try Self.map(nest, on: machine, objective).cost
    let (found, least) =
      switch objective {
      case .latency: (cost.latencyCycles.value, every.latency)
      case .energy: (cost.energy, every.energy)
      case .edp: (cost.energy * cost.latencyCycles.value, every.product)
      }
    #expect(every.tried > 20)
    #expect(abs(found / least - 1) < 1e-9)
  }
}
