// SPDX-License-Identifier: Apache-2.0

/// Why a rule cannot say what a node makes.
enum RuleFailure: Error, Sendable, Hashable {
  /// The shape of an input is not known; whoever made it has been reported already.
  case unknownInput
  /// The shape depends on values that are only known in the run.
  case dataDependent(String)
  /// The node contradicts itself or its inputs.
  case invalid(String, remedy: String? = nil)
  /// A use of the operator that the rule does not cover.
  case unsupported(String)
}
