// SPDX-License-Identifier: Apache-2.0
import Rafter

/// A machine of three memories, and its roofs: 1.02 Top/s at 500 MHz behind 6.8 GB/s of DRAM.
struct SyntheticMachine {
  /// A memory with what the results need of it, all instances together.
  struct Level {
    var name: String
    var bandwidth: Double
    /// Joules a byte; nil where unknown.
    var energy: Double?
  }

  var levels = [
    Level(name: "dram", bandwidth: 6.8e9, energy: 72e-12),
    Level(name: "buffer", bandwidth: 48e9, energy: 0.68e-12),
    Level(name: "accumulator", bandwidth: 8.192e12, energy: 0.08e-12),
  ]
  /// 32 x 32 multipliers at 500 MHz, two operations each.
  let peak = 1.024e12
  let sustained = 0.96
  /// 0.25 pJ a MAC.
  let energyPerOperation = 0.125e-12
  let vectorPeak = 16e9
  let vectorEnergy = 1.1e-12
  let staticPower = 0.04
  var cap: Double?
  let launch = 2e-6

  static let format = ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32)

  /// The description that reports name.
  var accelerator: Accelerator {
    let known = Provenance(confidence: .published)
    func memory(_ level: Level, _ capacity: Double, _ holds: Set<Operand>) -> PathElement {
      let energy = level.energy.map { Sourced(EnergyPerBit($0 / 8), known) }
      return .memory(
        MemoryLevel(
          name: level.name, capacity: Sourced(ByteCount(capacity), known), holds: holds,
          buffering: .double,
          ports: [
            Port(
              kind: .readWrite,
              bandwidth: Sourced(.perSecond(Bandwidth(level.bandwidth)), known),
              sustained: Sourced(1, known))
          ], readEnergy: energy, writeEnergy: energy, provenance: known))
    }
    return Accelerator(
      name: "edge-npu", file: "edge-npu.yaml",
      source: Source(title: "A made-up edge NPU", confidence: .estimated),
      technology: Technology(frequency: Sourced(Frequency(500e6), known)),
      power: PowerBudget(
        staticPower: Sourced(Power(staticPower), known), cap: cap.map { Sourced(Power($0), known) }),
      path: [
        memory(levels[0], 0x1p32, [.weights, .inputs, .outputs]),
        memory(levels[1], 0x1p19, [.inputs, .outputs]),
        .array(
          FanOut(
            axes: [
              .init(name: "rows", size: 32, multicast: [.weights], reducesOutputs: true),
              .init(name: "columns", size: 32, multicast: [.inputs], reducesOutputs: false),
            ], provenance: known)),
        memory(levels[2], 64, [.outputs]),
        .compute(
          ComputeUnit(
            name: "mac",
            formats: [
              ComputeFormat(
                arithmetic: Self.format, rate: Sourced(MACsPerCycle(1.0), known),
                energy: Sourced(EnergyPerMAC(0.25e-12), known))
            ], sustained: Sourced(sustained, known), provenance: known)),
      ],
      vector: VectorUnit(
        rate: Sourced(ThroughputPerCycle(32.0), known),
        energy: Sourced(EnergyPerOperation(vectorEnergy), known)))
  }

  /// Per level, those of the array and of the vector unit.
  var roofs: [MachineRoof] {
    levels.flatMap { level in
      [
        roof(level, Self.format.description, peak, energyPerOperation),
        roof(level, "vector", vectorPeak, vectorEnergy),
      ].filter { $0.format != "vector" || level.name == "dram" }
    }
  }

  private func roof(_ level: Level, _ format: String, _ peak: Double, _ compute: Double)
    -> MachineRoof
  {
    // The half-efficiency point of a roof with static power [rooflines 2.2].
    let ridge = peak / level.bandwidth
    let whole = compute + staticPower / peak
    let eta = compute / whole
    let half = level.energy.map { energy in
      let balance = energy / compute
      return eta * balance >= ridge
        ? eta * balance : (eta * balance + (1 - eta) * ridge) / (2 - eta)
    }
    let capped = cap.map { min(peak, ($0 - staticPower) / compute) }
    return MachineRoof(
      level: level.name, format: format, peak: Throughput(peak),
      bandwidth: Bandwidth(level.bandwidth), ridge: OperationalIntensity(ridge),
      energyPerOperation: EnergyPerOperation(compute),
      energyPerByte: level.energy.map { EnergyPerByte($0) }, staticPower: Power(staticPower),
      energyRidge: level.energy.map { OperationalIntensity($0 / compute) },
      halfEfficiency: half.map { OperationalIntensity($0) },
      peakEfficiency: EnergyEfficiency(1 / whole), powerCappedPeak: capped.map { Throughput($0) },
      powerCap: cap.map { Power($0) })
  }
}
