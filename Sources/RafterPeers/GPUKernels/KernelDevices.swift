// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterKernels
import RafterLibrary

/// Finds the built-in description of a device by the name that rows give it.
enum KernelDevices {
  /// `A100-SXM`, `A100-80GB-SXM` and `nvidia-a100` are the built-in `nvidia-a100`.
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
    let wanted = name.lowercased()
    // The longest name wins: an `l40s` is no `l4`.
    let found =
      known
      .filter { candidate in
        let short = shortName(candidate)
        return wanted == candidate || wanted == short || wanted.hasPrefix(short + "-")
      }
      .max { ($0.count, $1) < ($1.count, $0) }
    guard let found, let file = BuiltIn.file(found, kind: .accelerator) else {
      throw DiagnosticList(.kernelDevice(name, known: known.map(shortName), at: place))
    }
    return try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: found
    ).0
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
