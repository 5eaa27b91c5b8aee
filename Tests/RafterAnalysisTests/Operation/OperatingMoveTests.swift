// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

struct OperatingMoveTests {
  /// alpha = 2, V_t = 0.2 V: f(V)/f(0.8 V) = ((V - 0.2)/0.6)^2 / (V/0.8).
  private static let law = "{v-threshold: 0.2 V, alpha: 2, v-min: 0.4 V, v-max: 1 V}"

  private func machine(_ relation: String = law, dram: String = "4 GB/s") throws -> Accelerator {
    let text = TestMachine.text(dram: dram, cap: "1 W")
      .replacing("{node: 22 nm,", with: "{node: 22 nm, voltage: 0.8 V,")
      .replacing("path:", with: "voltage-frequency: \(relation)\npath:")
    return try TestMachine.machine(text)
  }

  private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * abs(b) }

  @Test func `on-chip numbers move, dram stays`() throws {
    let (moved, notes) = try machine().operating(at: .voltage(Voltage(0.5)))
    // (0.3/0.6)^2 / (0.5/0.8) = 0.25/0.625 = 0.4 of 1 GHz; (0.5/0.8)^2 = 0.390625; 1 mW x 0.625.
    #expect(isClose(moved.technology.frequency.value.value, 0.4e9))
    #expect(moved.technology.voltage?.value == Voltage(0.5))
    #expect(isClose(try #require(moved.power.staticPower).value.value, 0.625e-3))
    #expect(moved.power.cap?.value == Power(1))
    let factor = 0.390625
    let energies: [Double] = moved.memories.compactMap { $0.readEnergy?.value.value }
    #expect(energies.count == 3 && isClose(energies[0], 10e-12))
    #expect(isClose(energies[1], 0.1e-12 * factor) && isClose(energies[2], 0.01e-12 * factor))
    #expect(isClose(try #require(moved.compute?.formats[0].energy).value.value, 0.5e-12 * factor))
    #expect(isClose(try #require(moved.vector?.energy).value.value, 1e-12 * factor))
    let clock = moved.technology.frequency.value
    #expect(
      isClose(moved.memories[0].ports[0].bandwidth.value.perSecond(at: clock).value, 4e9))
    #expect(
      isClose(moved.memories[1].ports[0].bandwidth.value.perSecond(at: clock).value, 64 * 0.4e9))
    #expect(notes.map(\.id) == ["analysis.operating-point"])
    #expect(notes.first?.message.contains("dram, links and launches keep their own") == true)
    // What was published for another point is an estimate here.
    #expect(moved.compute?.formats[0].energy?.provenance.confidence == .estimated)
    #expect(moved.memories[0].readEnergy?.provenance.confidence == .published)
  }

  @Test func `energies of special functions move with the supply too`() throws {
    var described = try machine()
    let own = try #require(described.vector)
    described.vector?.special[.softmax] = SpecialFunction(rate: own.rate, energy: own.energy)
    let (moved, _) = try described.operating(at: .voltage(Voltage(0.5)))
    // 1 pJ x (0.5/0.8)^2.
    let energy = try #require(moved.vector?.special[.softmax]?.energy)
    #expect(isClose(energy.value.value, 1e-12 * 0.390625))
    #expect(energy.provenance.confidence == .estimated)
  }

  @Test
  func `a dram in bytes per cycle keeps its bytes per second, an on-chip port in them does not`()
    throws
  {
    let (moved, _) = try machine(dram: "4 B/cycle").operating(at: .voltage(Voltage(0.5)))
    let clock = moved.technology.frequency.value
    #expect(isClose(moved.memories[0].ports[0].bandwidth.value.perSecond(at: clock).value, 4e9))
    let all = Self.law.replacing("{", with: "{own-supply: [], ")
    let (apart, _) = try machine(all).operating(at: .voltage(Voltage(0.5)))
    #expect(
      isClose(apart.memories[0].ports[0].bandwidth.value.perSecond(at: clock).value, 1.6e9))
    #expect(isClose(try #require(apart.memories[0].readEnergy).value.value, 10e-12 * 0.390625))
  }

  @Test func `compute roofs follow the clock, the time ridge of dram too`() throws {
    let before = MachineRoofs.all(of: try machine())
    let after = MachineRoofs.all(of: try machine().operating(at: .voltage(Voltage(0.5))).0)
    for (a, b) in zip(before, after) {
      #expect(isClose(b.peak.value, 0.4 * a.peak.value))
      let slope = a.level == "dram" ? 1 : 0.4
      #expect(isClose(b.bandwidth.value, slope * a.bandwidth.value))
      // R ~ f where the bandwidth stays [rooflines 3.6].
      #expect(isClose(b.ridge.value, 0.4 / slope * a.ridge.value))
    }
  }

  @Test func `a clock finds the lowest voltage, and one below the range stays at its end`() throws {
    let machine = try machine()
    let moved = try machine.operating(at: .clock(Frequency(0.4e9))).0
    #expect(abs(try #require(moved.technology.voltage).value.value - 0.5) < 1e-9)
    let slow = try machine.operating(at: .clock(Frequency(1e6))).0
    #expect(slow.technology.voltage?.value == Voltage(0.4))
    #expect(slow.technology.frequency.value == Frequency(1e6))
  }

  @Test func `at the point of the description nothing changes`() throws {
    let machine = try machine()
    let (same, notes) = try machine.operating(at: .voltage(Voltage(0.8)))
    #expect(same == machine && notes.isEmpty)
  }

  @Test func `outside the range the error names it`() throws {
    let machine = try machine()
    for (request, words) in [
      (OperatingRequest.voltage(Voltage(0.3)), "400 mV to 1.00 V"),
      (.voltage(Voltage(1.1)), "400 mV to 1.00 V"),
      // ((0.8/0.6)^2)/(1/0.8) = 1.42 GHz at 1 V.
      (.clock(Frequency(2e9)), "1.42 GHz"),
    ] {
      do {
        _ = try machine.operating(at: request)
        Issue.record("\(request) is accepted")
      } catch {
        #expect(error.diagnostics.map(\.id) == ["analysis.outside-voltage-range"])
        #expect(error.diagnostics[0].message.contains(words), "\(error.diagnostics[0].message)")
      }
    }
    let silent = try TestMachine.machine()
    do {
      _ = try silent.operating(at: .voltage(Voltage(0.5)))
      Issue.record("a machine without voltages is moved")
    } catch {
      #expect(error.diagnostics.map(\.id) == ["analysis.no-voltage-frequency"])
    }
  }

  @Test func `a table gives clock and static power between its points`() throws {
    let table =
      "{table: [{voltage: 0.6 V, frequency: 600 MHz, static: 0.4 mW},"
      + " {voltage: 0.8 V, frequency: 1 GHz, static: 1 mW}]}"
    let moved = try machine(table).operating(at: .voltage(Voltage(0.7))).0
    #expect(isClose(moved.technology.frequency.value.value, 0.8e9))
    #expect(isClose(try #require(moved.power.staticPower).value.value, 0.7e-3))
    // Without static power in the table it is in proportion to the voltage: 1 mW x 7/8.
    let bare = table.replacing(", static: 0.4 mW", with: "").replacing(", static: 1 mW", with: "")
    let other = try machine(bare).operating(at: .voltage(Voltage(0.7))).0
    #expect(isClose(try #require(other.power.staticPower).value.value, 0.875e-3))
  }

  @Test
  func `compute-bound work slows with the clock, memory-bound work hardly, both for less energy`()
    async throws
  {
    // Few weights are used often or seldom: 64 x 64 x 64 against 1 x 64 x 64 with 1 GB/s of dram.
    func run(_ layer: Layer, _ machine: Accelerator) async throws -> LayerAnalysis {
      let analysis = try await Analyzer.analyze(
        TestLayer.workload([layer]), on: machine, parallelism: 1)
      return try #require(analysis.layers.first)
    }
    let described = try machine(dram: "1 GB/s")
    let moved = try described.operating(at: .voltage(Voltage(0.6))).0
    // ((0.4/0.6)^2)/(0.6/0.8) = 0.5926 of the clock.
    let streaming = TestLayer.gemm(1, 64, 64)
    let before = try await run(streaming, described)
    let after = try await run(streaming, moved)
    #expect(before.timeRegime.term.hasPrefix("dram"))
    #expect(after.latency < before.latency * 1.05)
    #expect(try #require(after.energy) < #require(before.energy))
    let busy = TestLayer.gemm(64, 64, 64)
    let fast = try await run(busy, try machine(dram: "64 GB/s"))
    let slow = try await run(
      busy, try machine(dram: "64 GB/s").operating(at: .voltage(Voltage(0.6))).0)
    #expect(fast.timeRegime == .computeBound)
    #expect(slow.latency > fast.latency * 1.5)
    #expect(try #require(slow.energy) < #require(fast.energy))
  }

  @Test func `the lower the voltage, the less dynamic energy, for any request in the range`() throws
  {
    let machine = try machine()
    var random = SeededGenerator(seed: 31)
    for _ in 0..<200 {
      let a = Voltage(Double.random(in: 0.4...1, using: &random))
      let b = Voltage(Double.random(in: 0.4...1, using: &random))
      let (low, high) = (min(a, b), max(a, b))
      let first = try machine.operating(at: .voltage(low)).0
      let second = try machine.operating(at: .voltage(high)).0
      #expect(first.technology.frequency.value <= second.technology.frequency.value)
      let energies = (first.compute?.formats[0].energy, second.compute?.formats[0].energy)
      #expect(try #require(energies.0).value <= #require(energies.1).value)
      // A clock that was found gives its voltage back.
      let back = try machine.operating(at: .clock(first.technology.frequency.value)).0
      #expect(abs(try #require(back.technology.voltage).value.value - low.value) < 1e-9)
    }
  }

  @Test func `an in-memory array moves with its events`() throws {
    let file = try #require(BuiltIn.file("jia-2020", kind: .accelerator))
    let text = String(decoding: file.bytes, as: UTF8.self)
    let machine = try AcceleratorReader.read(text: text, file: "jia.yaml").0
    let moved = try machine.operating(at: .voltage(Voltage(1.2))).0
    let factor = (1.2 / 0.85) * (1.2 / 0.85)
    let unit = try #require(machine.compute)
    let after = try #require(moved.compute)
    let array = try #require(unit.inMemory)
    let other = try #require(after.inMemory)
    for (event, energy) in array.energies.stated {
      #expect(isClose(other.energies.energy(of: event).value, energy.value.value * factor))
    }
    for (a, b) in zip(unit.formats, after.formats) {
      #expect(
        isClose(try #require(b.energy).value.value, try #require(a.energy).value.value * factor))
    }
    // 400 TOPS/W at 0.85 V become 200.7 by the square; 192 were published, 4.5 % less.
    let bits = (
      weights: Int(unit.formats[0].arithmetic.weights.bitsPerElement.value),
      inputs: Int(unit.formats[0].arithmetic.inputs.bitsPerElement.value)
    )
    let efficiency = try #require(
      other.efficiency(weightBits: bits.weights, inputBits: bits.inputs, .macro))
    let described = try #require(
      array.efficiency(weightBits: bits.weights, inputBits: bits.inputs, .macro))
    #expect(isClose(efficiency.value * factor, described.value))
  }
}
