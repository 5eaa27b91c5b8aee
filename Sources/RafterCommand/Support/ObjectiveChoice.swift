// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// What mappings are searched for.
enum ObjectiveChoice: String, CaseIterable, ExpressibleByArgument {
  case latency, energy, edp
  /// All trade-offs between latency and energy.
  case front

  init?(argument: String) {
    // The front is known by the name of Pareto as well.
    self.init(rawValue: argument == "pareto" ? "front" : argument)
  }

  /// The one objective to make least; nil for the front, which has none.
  var single: Objective? { Objective(rawValue: rawValue) }
}
