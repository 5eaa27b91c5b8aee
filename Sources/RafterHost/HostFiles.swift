// SPDX-License-Identifier: Apache-2.0
import CRafterKernels
import Foundation
public import RafterQuantities

/// Reads what the system says about this computer.
public enum HostFiles {
  /// This computer.
  public static func topology() -> HostTopology {
    let processors = Int(rafter_processor_count())
    var files: [String: String] = [:]
    for name in ["cpuinfo", "meminfo"] { files[name] = text("/proc/\(name)") }
    for index in 0..<16 {
      for part in ["level", "type", "size", "shared_cpu_list"] {
        files["cache\(index)/\(part)"] = text(
          "/sys/devices/system/cpu/cpu0/cache/index\(index)/\(part)")
      }
    }
    return HostTopology(linux: files, processors: processors)
  }

  /// The power of the package over a moment of rest; nil where no counter can be read.
  public static func idlePower() -> Power? {
    guard let before = counter() else { return nil }
    let clock = ContinuousClock()
    let begin = clock.now
    Thread.sleep(forTimeInterval: 0.5)
    guard let after = counter() else { return nil }
    let passed = clock.now - begin
    let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
    return before.energy(until: after) / Seconds(seconds)
  }

  private static func counter() -> EnergyCounter? {
    let folder = "/sys/class/powercap/intel-rapl:0/"
    guard let energy = text(folder + "energy_uj"),
      let limit = text(folder + "max_energy_range_uj")
    else { return nil }
    return EnergyCounter(energy: energy, limit: limit)
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
