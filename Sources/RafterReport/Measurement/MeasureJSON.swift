// SPDX-License-Identifier: Apache-2.0
import RafterHost
import RafterQuantities

/// The JSON of `rafter measure`: kind `rafter/measure/1`.
enum MeasureJSON {
  static func value(_ topology: HostTopology, _ samples: HostSamples) -> JSONValue {
    .object([
      "schema": .string("rafter/measure/1"),
      "processor": .string(topology.processor),
      "processors": .int(topology.processors),
      "memory_bytes": JSONValue(topology.memory?.value),
      "caches": .array(
        topology.caches.map {
          .object([
            "level": .int($0.level), "capacity_bytes": .double($0.capacity.value),
            "shared_by": .int($0.sharedBy),
          ])
        }),
      "clock_Hz": tries(samples.clock),
      "wake_s": .double(samples.wake.value),
      "idle_power_W": JSONValue(samples.idlePower?.value),
      "peaks": .array(
        samples.peaks.map {
          .object([
            "loop": .string($0.loop.rawValue), "format": .string($0.loop.format.description),
            "threads": .int($0.threads), "operations_per_s": tries($0.throughput),
          ])
        }),
      "streams": .array(
        samples.streams.map {
          .object([
            "level": .string($0.level), "pattern": .string($0.pattern.rawValue),
            "threads": .int($0.threads), "bytes_per_thread": .double($0.bytesEach.value),
            "bytes_per_s": tries($0.bandwidth),
          ])
        }),
      "unverified": .array(samples.unverified.map { .string($0) }),
    ])
  }

  private static func tries<D>(_ tries: Tries<D>) -> JSONValue {
    .object([
      "best": .double(tries.best.value), "median": .double(tries.median.value),
      "tries": .int(tries.count),
    ])
  }
}
