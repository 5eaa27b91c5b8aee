// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct InMemoryLeverTests {
  private static func array(_ effect: Effect) throws -> (Accelerator, InMemoryArray) {
    guard case .machine(let machine) = effect.intervention.change else {
      throw Missing.machine
    }
    return (machine, try #require(machine.compute?.inMemory))
  }

  private enum Missing: Error { case machine }

  @Test(arguments: ["digital", "analog"])
  func `an array is as fast as the multipliers that it replaces`(_ style: String) async throws {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 64, n: 64, k: 64, on: base, [.inMemory])
    let effect = try advice.effect(.inMemory, style, "x1")
    let (_, array) = try Self.array(effect)
    let clock = base.technology.frequency.value
    let before = base.peak(try #require(base.compute?.formats.first)) * clock
    let after = array.peak(weightBits: 8, inputBits: 8, at: clock)
    // Columns are whole weights: at most one more than needed.
    #expect(after >= before)
    #expect(after.ratio(to: before) < 1.1)
  }

  @Test func `a digital mac costs what was published, carried to the node`() async throws {
    let advice = try await Products.advise(m: 64, n: 64, k: 64, [.inMemory])
    let (_, array) = try Self.array(try advice.effect(.inMemory, "digital", "x1"))
    // 89 TOPS/W at 4 x 4 bits, 22 nm and 0.72 V; 0.8 V take (0.8/0.72)^2 = 1.23 times as much, by the polynomial of the node about so.
    let efficiency = try #require(array.efficiency(weightBits: 4, inputBits: 4, .macro))
    #expect(efficiency.value > 89e12 / 1.35 && efficiency.value < 89e12 / 1.1, "\(efficiency)")
  }

  @Test func `weights that do not fit are rewritten, and the array loses to the multipliers`()
    async throws
  {
    // 4 MiB of weights for four rows of inputs: each weight that is written into cells serves four products.
    let advice = try await Products.advise(m: 4, n: 2048, k: 2048, [.inMemory])
    let effect = try advice.effect(.inMemory, "digital", "x1")
    let (machine, array) = try Self.array(effect)
    #expect(array.capacity(weightBits: 8) < ByteCount(4 << 20))
    let member = try Products.family(m: 4, n: 2048, k: 2048).load(nil, 1)
    let analysis = try await Analyzer.analyze(member.workload, on: machine, parallelism: 2)
    let level = try #require(analysis.layers[0].levels.first { $0.name == "imc-rewrite" })
    // All 4 MiB go through the port at least once.
    #expect(level.mapped.read >= ByteCount(4 << 20))
    // It pays for every one of them, which multipliers do not: no time is saved, and energy is lost or little is gained.
    #expect(effect.timeSaved <= 0.005, "\(effect.timeSaved)")
  }

  @Test func `weights that stay make an array cheaper than one they do not fit into`() async throws
  {
    // 64 KiB of weights: 16 times the cells hold them, one time does not.
    let advice = try await Products.advise(m: 16, n: 256, k: 256, [.inMemory])
    let small = try advice.effect(.inMemory, "digital", "x1")
    let large = try advice.effect(.inMemory, "digital", "x16")
    #expect(large.outcome.latency <= small.outcome.latency)
  }

  @Test(arguments: ["digital", "analog"])
  func `static power follows the area of the chip with the array in it`(_ style: String)
    async throws
  {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 64, n: 64, k: 64, on: base, [.inMemory])
    let chip = try #require(base.technology.area).value
    let before = try #require(base.power.staticPower).value
    var seen: Set<Bool> = []
    for step in ["x1", "x4", "x16"] {
      let effect = try advice.effect(.inMemory, style, step)
      let (machine, _) = try Self.array(effect)
      let added = try #require(effect.intervention.area)
      // P_s (A + dA) / A, whether the array is larger than what it replaces or smaller.
      let after = try #require(machine.power.staticPower).value
      #expect(abs(after.ratio(to: before) - (chip + added).ratio(to: chip)) < 1e-9, "\(step)")
      #expect(try #require(machine.technology.area).value == chip + added)
      let word = added > .zero ? "grows" : "falls"
      #expect(
        effect.intervention.basis.contains("static power \(word) with the area of the chip"))
      seen.insert(added > .zero)
    }
    #expect(!seen.isEmpty)
  }

  @Test func `floating point has no cells`() async throws {
    let family = WorkloadFamily(precision: nil, batch: 1, isBatched: false) {
      (_, _) throws(DiagnosticList) in
      let text = """
        rafter: workload/1
        name: product
        formats: {inputs: bf16, weights: bf16, outputs: bf16, accumulate: fp32}
        layers:
          - {name: product, operator: gemm, dimensions: {M: 8, N: 64, K: 64}}
        """
      return WorkloadFamily.Member(
        workload: try LayerListReader.read(text: text, file: "product.yaml", name: "product"),
        precision: nil)
    }
    let advice = try await Advisor.advise(
      Design(
        workload: family, accelerator: try Products.machine("tpu-v5e"), options: AnalysisOptions()),
      levers: [.inMemory], parallelism: 2)
    #expect(advice.unusable.first?.reason.contains("multiply integers") == true)
  }
}
