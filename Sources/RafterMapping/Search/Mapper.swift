// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterWorkload

/// What a search found: a mapping, or the reason why there is none.
public enum MappingResult: Sendable, Hashable {
  case mapped(MappedNest)
  case infeasible(Infeasibility)
}

/// Finds the best mapping of a nest on a machine.
public enum Mapper {
  /// Searches the mappings of one run of a nest.
  ///
  /// - Parameter format: the format that the machine multiplies the nest's operands in.
  public static func map(
    _ nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    objective: Objective = .latency, limit: SearchLimit = SearchLimit()
  ) -> MappingResult {
    preconditionFailure("not written")
  }
}
