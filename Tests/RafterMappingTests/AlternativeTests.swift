// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload
import Testing

@Suite struct AlternativeTests {
  /// 64 x 64 tiles of a 128 x 128 x 8 product in a buffer that just holds them; inputs stay while N runs.
  static let nest = TestNests.gemm(m: 128, n: 128, k: 8)
  // 64 x 8 + 8 x 64 bytes and 64 x 64 sums of 4 bytes: 17,408.
  static let machine = TestMachines.twoLevel(capacity: 17_500)
  static let mapping = Mapping(nodes: [
    .store(.weights, memory: 0), .store(.inputs, memory: 0), .store(.outputs, memory: 0),
    .loop(dimension: 1, bound: 2, tile: 64), .loop(dimension: 2, bound: 2, tile: 64),
    .store(.weights, memory: 1), .store(.inputs, memory: 1), .store(.outputs, memory: 1),
    .loop(dimension: 1, bound: 64, tile: 1), .loop(dimension: 2, bound: 64, tile: 1),
    .loop(dimension: 3, bound: 8, tile: 1),
  ])

  static func alternatives(_ objective: Objective = .latency) -> [MappingAlternative] {
    var mapped = MappingFileTests.lay(mapping, nest, machine)
    mapped.certificate.objective = objective
    return Alternatives.of(mapped, on: machine, format: TestMachines.int8)
  }

  @Test func `a larger tile is tried, and said not to fit`() throws {
    let larger = try #require(
      Self.alternatives().first {
        if case .tile(_, _, let from, let to) = $0.change { to > from } else { false }
      })
    guard case .doesNotFit(let memory, let missing) = larger.outcome else {
      Issue.record("\(larger)")
      return
    }
    #expect(memory == 1)
    #expect(missing > .zero)
  }

  @Test func `what an alternative costs is what the evaluator says of it`() throws {
    let chosen = Evaluator.cost(
      of: Self.mapping, for: Self.nest, on: Self.machine, format: TestMachines.int8)
    var seen = 0
    for alternative in Self.alternatives() {
      guard case .runs(let latency, let energy, _) = alternative.outcome else { continue }
      seen += 1
      let cost = Evaluator.cost(
        of: alternative.mapping, for: Self.nest, on: Self.machine, format: TestMachines.int8)
      #expect(latency == cost.latencyCycles.value / chosen.latencyCycles.value)
      let ratio = try #require(energy)
      #expect(abs(ratio - cost.energy / chosen.energy) < 1e-12)
    }
    #expect(seen > 0)
  }

  @Test func `alternatives stand in the order of the objective, and are no mapping twice`() {
    let ratios = Self.alternatives(.energy).map { alternative -> Double in
      if case .runs(_, let energy, _) = alternative.outcome { energy ?? 0 } else { .infinity }
    }
    #expect(ratios == ratios.sorted())
    #expect(Set(Self.alternatives().map(\.mapping)).count == Self.alternatives().count)
  }

  @Test(arguments: 0..<20)
  func `no alternative is better than a proven optimum`(seed: Int) {
    let random = RandomCase(seed: UInt64(1000 + seed))
    guard
      case .mapped(let best) = Mapper.map(
        random.nest, on: random.machine, format: TestMachines.int8, objective: .energy,
        limit: SearchLimit(mappings: 20_000, gap: 0))
    else { return }
    for alternative in Alternatives.of(best, on: random.machine, format: TestMachines.int8) {
      guard case .runs(_, let energy, _) = alternative.outcome, let energy else { continue }
      // Within the gap that the certificate leaves.
      #expect(energy * (1 + best.certificate.gap) >= 1 - 1e-9, "\(alternative)")
    }
  }

  @Test(arguments: 0..<40)
  func `an alternative is a mapping that a file could hold`(seed: Int) throws {
    let random = RandomCase(seed: UInt64(2000 + seed))
    let mapped = MappingFileTests.lay(random.mapping, random.nest, random.machine)
    for alternative in Alternatives.of(mapped, on: random.machine, format: TestMachines.int8) {
      let text = MappingFile.text(
        [MappingFileTests.lay(alternative.mapping, random.nest, random.machine)],
        on: random.machine)
      let draft = try MappingReader.read(text: text, file: "m.yaml")
      #expect(
        try draft.mappings(of: [random.nest], on: random.machine, format: TestMachines.int8)
          == [alternative.mapping], "\(alternative.change)")
    }
  }
}
