// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterKernels
import RafterLibrary

/// Finds the built-in description of a device by the name that rows give it.
enum KernelDevices {
  /// `A100-SXM`, `NVIDIA A100-SXM4-80GB` and `nvidia-a100` are the built-in `nvidia-a100`.
  ///
  /// - Throws: that there is none, or what is wrong with it.
  static func device(_ name: String, at place: SourceLocation? = nil) throws(DiagnosticList)
    -> KernelDevice
  {
    let machine = try machine(name, at: place)
    guard let generation = KernelGeneration(machine: machine.name) else {
      throw DiagnosticList(.kernelDevice(name, known: known.map(shortName), at: place))
    }
    return KernelDevice(name: name, gpu: try GPU(machine), generation: generation)
  }

  /// The description itself.
  static func machine(_ name: String, at place: SourceLocation? = nil) throws(DiagnosticList)
    -> Accelerator
  {
    let wanted = plain(name)
    // The longest name wins: an `l40s` is no `l4`.
    let found =
      known
      .filter { candidate in
        let short = shortName(candidate)
        return wanted == short || wanted.hasPrefix(short + "-")
          || isSocketed(wanted, short)
      }
      .max { ($0.count, $1) < ($1.count, $0) }
    guard let found, let file = BuiltIn.file(found, kind: .accelerator) else {
      throw DiagnosticList(.kernelDevice(name, known: known.map(shortName), at: place))
    }
    return try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: found
    ).0
  }

  /// Makers and families, which drivers put in front: `NVIDIA GeForce RTX 4090`, `AMD Instinct MI300X`.
  private static let families: Set<Substring> = [
    "nvidia", "amd", "geforce", "tesla", "instinct",
  ]

  /// A name as ours are written: hyphens, without maker and family, the socket without its generation.
  private static func plain(_ name: String) -> String {
    let parts = name.lowercased().split { $0 == "-" || $0 == " " || $0 == "_" }
    return parts.drop { families.contains($0) }
      .map { $0.hasPrefix("sxm") && $0.count == 4 ? "sxm" : String($0) }
      .joined(separator: "-")
  }

  /// Whether a name is that of a board with a socket that the driver leaves out: `NVIDIA H100 80GB HBM3`, where cards say `PCIe` or `NVL`.
  private static func isSocketed(_ wanted: String, _ short: String) -> Bool {
    guard short.hasSuffix("-sxm") else { return false }
    let parts = wanted.split(separator: "-")
    return parts.first.map(String.init) == String(short.dropLast(4))
      && parts.dropFirst().contains { $0.hasPrefix("hbm") } && !parts.contains("pcie")
      && !parts.contains("nvl")
  }

  /// The built-in GPUs.
  private static var known: [String] {
    BuiltIn.names(of: .accelerator).filter { KernelGeneration(machine: $0) != nil }
  }

  /// `a100` of `nvidia-a100`.
  private static func shortName(_ name: String) -> String {
    String(name.drop { $0 != "-" }.dropFirst())
  }

  /// The devices of rows, each once, in the order of the rows.
  ///
  /// - Throws: all that have no description.
  static func devices(of rows: [MeasuredKernel]) throws(DiagnosticList) -> [KernelDevice] {
    var names: [String] = []
    var places: [SourceLocation?] = []
    for row in rows where !names.contains(row.device) {
      names.append(row.device)
      places.append(row.place)
    }
    var devices: [KernelDevice] = []
    var problems: [Diagnostic] = []
    for (name, place) in zip(names, places) {
      do throws(DiagnosticList) { devices.append(try device(name, at: place)) } catch {
        problems += error.diagnostics
      }
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
    return devices
  }
}
