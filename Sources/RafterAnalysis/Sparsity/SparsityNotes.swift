// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterWorkload

extension Accelerator {
  /// Whether its description says what it does about zeros.
  var describesSparsity: Bool {
    compute?.sparsity != nil || memories.contains { $0.compression != nil }
  }

  /// What is to be said where only one of machine and workload knows of zeros.
  func unusedSparsity(by workload: Workload) -> Diagnostic? {
    switch (describesSparsity, workload.isSparse) {
    case (true, false): .zerosUncounted(name)
    case (false, true): .zerosUnused(name)
    case (true, true), (false, false): nil
    }
  }
}
