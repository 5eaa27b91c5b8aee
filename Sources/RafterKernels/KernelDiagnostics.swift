// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// What can be wrong with a machine that kernels are to run on.
extension Diagnostic {
  static func notAGPU(_ machine: String) -> Diagnostic {
    Diagnostic(
      id: "kernels.not-a-gpu",
      "'\(machine)' has not the memories of a GPU: one outside, a cache, one for each multiprocessor, registers",
      suggestion: "name a GPU: `rafter list accelerators`")
  }
}
