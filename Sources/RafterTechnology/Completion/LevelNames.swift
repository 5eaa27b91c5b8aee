// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware

extension TechnologyModel {
  /// What of the model does not fit a machine: levels that name none of its memories.
  public func diagnostics(for accelerator: Accelerator) -> [Diagnostic] {
    let names = accelerator.memories.map(\.name)
    return levels.keys.sorted().filter { !names.contains($0) }
      .map { .unknownLevel($0, of: accelerator.name, among: names) }
  }
}
