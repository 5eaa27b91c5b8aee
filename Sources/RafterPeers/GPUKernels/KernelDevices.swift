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
  static func device(_ name: String) throws(DiagnosticList) -> KernelDevice {
    let machine = try machine(name)
    guard let generation = KernelGeneration(machine: machine.name) else {
      throw DiagnosticList(.kernelDevice(name))
    }
    return KernelDevice(name: name, gpu: try GPU(machine), generation: generation)
  }

  /// The description itself.
  static func machine(_ name: String) throws(DiagnosticList) -> Accelerator {
    let wanted = name.lowercased()
    // The longest name wins: an `l40s` is no `l4`.
    let found = BuiltIn.names(of: .accelerator)
      .filter { KernelGeneration(machine: $0) != nil }
      .filter { candidate in
        let short = String(candidate.drop { $0 != "-" }.dropFirst())
        return wanted == candidate || wanted == short || wanted.hasPrefix(short + "-")
      }
      .max { ($0.count, $1) < ($1.count, $0) }
    guard let found, let file = BuiltIn.file(found, kind: .accelerator) else {
      throw DiagnosticList(.kernelDevice(name))
    }
    return try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: found
    ).0
  }

  /// The devices of rows, each once, in the order of the rows.
  ///
  /// - Throws: all that have no description.
  static func devices(of rows: [MeasuredKernel]) throws(DiagnosticList) -> [KernelDevice] {
    var names: [String] = []
    for row in rows where !names.contains(row.device) { names.append(row.device) }
    var devices: [KernelDevice] = []
    var problems: [Diagnostic] = []
    for name in names {
      do throws(DiagnosticList) { devices.append(try device(name)) } catch {
        problems += error.diagnostics
      }
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
    return devices
  }
}
