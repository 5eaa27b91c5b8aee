// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Machines written by hand.
enum TestMachines {
  static let stated = Provenance(confidence: .assumed)

  static func sourced<V: Sendable & Hashable>(_ value: V) -> Sourced<V> { Sourced(value, stated) }

  static func port(
    _ bytesPerCycle: Double, _ kind: Port.Kind = .readWrite, granularity: Double? = nil
  ) -> Port {
    Port(
      kind: kind, bandwidth: sourced(.perCycle(BandwidthPerCycle(bytesPerCycle))),
      sustained: sourced(1), granularity: granularity.map { sourced(ByteCount($0)) })
  }

  static func memory(
    _ name: String, _ capacity: Double?, holds: Set<Operand> = [.weights, .inputs, .outputs],
    partitions: [Operand: Double] = [:], buffering: MemoryLevel.Buffering = .double,
    ports: [Port], energy: Double? = 1e-12
  ) -> MemoryLevel {
    MemoryLevel(
      name: name, capacity: capacity.map { sourced(ByteCount($0)) },
      partitions: partitions.mapValues { sourced(ByteCount($0)) }, holds: holds,
      buffering: buffering, ports: ports,
      readEnergy: energy.map { sourced(EnergyPerBit($0)) },
      writeEnergy: energy.map { sourced(EnergyPerBit($0)) }, provenance: stated)
  }

  static func side(
    _ name: String, _ size: Int, multicast: Set<Operand> = [], reduces: Bool = false,
    unroll: [String]? = nil, fill: Double? = nil
  ) -> FanOut.Axis {
    FanOut.Axis(
      name: name, size: size, multicast: multicast, reducesOutputs: reduces, unroll: unroll,
      fill: fill.map { sourced(Cycles($0)) })
  }

  static func array(_ sides: [FanOut.Axis], wire: Double? = nil) -> PathElement {
    .array(
      FanOut(
        axes: sides, wireEnergy: wire.map { sourced(EnergyPerBit($0)) }, provenance: stated))
  }

  static let int8 = ComputeFormat(
    arithmetic: ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32),
    rate: sourced(MACsPerCycle(1.0)), energy: sourced(EnergyPerMAC(0.2e-12)))

  static func accelerator(_ name: String, _ path: [PathElement]) -> Accelerator {
    Accelerator(
      name: name, file: "", source: Source(title: "by hand", confidence: .assumed),
      technology: Technology(frequency: sourced(Frequency(1e9))),
      path: path + [
        .compute(
          ComputeUnit(name: "mac", formats: [int8], sustained: sourced(1), provenance: stated))
      ])
  }

  /// One buffer of `capacity` bytes between DRAM and a single multiplier.
  static func twoLevel(
    capacity: Double, bandwidth: Double = 1, buffering: MemoryLevel.Buffering = .single,
    energy: Double = 1e-12
  ) -> Accelerator {
    accelerator(
      "two-level",
      [
        .memory(memory("dram", nil, ports: [port(bandwidth)], energy: 64e-12)),
        .memory(
          memory("buffer", capacity, buffering: buffering, ports: [port(64)], energy: energy)),
      ])
  }

  /// Weight-stationary: a register for weights at each multiplier, sums down the rows into accumulators.
  static func systolic(
    rows: Int = 256, columns: Int = 256, buffer: Double = 24 * 1_048_576
  ) -> Accelerator {
    accelerator(
      "systolic",
      [
        .memory(memory("dram", nil, ports: [port(48)], energy: 20e-12)),
        .memory(
          memory(
            "unified", buffer, holds: [.inputs, .outputs],
            ports: [port(512, .read), port(512, .write)], energy: 1e-12)),
        .memory(
          memory(
            "accumulators", 4 * 1_048_576, holds: [.outputs],
            ports: [port(2048, .read), port(2048, .write)], energy: 0.5e-12)),
        array([
          side("rows", rows, reduces: true, fill: Double(rows)),
          side("columns", columns, multicast: [.inputs], fill: Double(columns)),
        ]),
        .memory(
          memory("register", 2, holds: [.weights], ports: [port(2)], energy: 0.01e-12)),
      ])
  }

  /// Row-stationary: a global buffer, 12 x 14 elements with a small memory for each operand.
  static func eyeriss() -> Accelerator {
    let every: Set<Operand> = [.weights, .inputs]
    return accelerator(
      "eyeriss-like",
      [
        .memory(memory("dram", nil, ports: [port(8, granularity: 8)], energy: 25e-12)),
        .memory(
          memory(
            "buffer", 108 * 1024, holds: [.inputs, .outputs],
            ports: [port(32, .read), port(32, .write)], energy: 0.75e-12)),
        array([
          side("rows", 12, multicast: every, reduces: true, fill: 12),
          side("columns", 14, multicast: every, reduces: true, fill: 14),
        ]),
        .memory(
          memory(
            "spad", nil, partitions: [.weights: 448, .inputs: 24, .outputs: 96],
            ports: [port(8, .read), port(8, .write)], energy: 0.12e-12)),
      ])
  }

  /// 32 x 32 multipliers that keep sums, with a shared buffer before LPDDR.
  static func edge() -> Accelerator {
    accelerator(
      "edge-like",
      [
        .memory(memory("lpddr", nil, ports: [port(16, granularity: 64)], energy: 8e-12)),
        .memory(
          memory(
            "sram", 512 * 1024, ports: [port(128, .read), port(64, .write)], energy: 0.6e-12)),
        array([
          side("rows", 32, multicast: [.weights], fill: 32),
          side("columns", 32, multicast: [.inputs], fill: 32),
        ]),
        .memory(
          memory(
            "register", 32, holds: [.outputs], buffering: .double,
            ports: [port(8, .read), port(8, .write)], energy: 0.02e-12)),
      ])
  }

  /// HBM, a second-level cache, 108 cores with shared memory and registers, and 1024 multipliers each.
  static func graphics() -> Accelerator {
    let every: Set<Operand> = [.weights, .inputs]
    return accelerator(
      "graphics-like",
      [
        .memory(memory("hbm", nil, ports: [port(1100, granularity: 64)], energy: 5e-12)),
        .memory(memory("l2", 40 * 1_048_576, ports: [port(4096)], energy: 1e-12)),
        array([side("cores", 108, multicast: every)]),
        .memory(
          memory(
            "shared", 164 * 1024, holds: every, ports: [port(128)], energy: 0.3e-12)),
        .memory(
          memory(
            "registers", 256 * 1024, buffering: .double,
            ports: [port(1024, .read), port(1024, .write)],
            energy: 0.05e-12)),
        array([
          side("m", 16, multicast: [.weights]), side("n", 8, multicast: [.inputs]),
          side("k", 8, reduces: true),
        ]),
      ])
  }
}
