// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis

/// How strongly a quantity follows a parameter, `d ln T / d ln p`: 1 in proportion, -1 inversely, 0 not at all.
public struct Elasticity: Sendable, Hashable {
  /// Towards more of the parameter.
  public var more: Double
  /// Towards less; nil where only more was looked at.
  ///
  /// It differs from ``more`` where something else begins to bind.
  public var less: Double?
}

/// What a parameter of the machine is worth: the shadow price of a component.
public struct Sensitivity: Sendable, Hashable {
  /// How it was found.
  public enum Method: Sendable, Hashable {
    /// Moved by this share either way, under the mappings that were found.
    case sameMappings(step: Double)
    /// Set to its next value, this many times as much, and everything mapped anew.
    case mappedAnew(factor: Double)
  }

  /// The parameter.
  public var parameter: MachineParameter
  /// In words.
  public var name: String
  /// What it is now, with its unit.
  public var value: String
  /// How it was found.
  public var method: Method
  /// Of the time of a sample.
  public var time: Elasticity
  /// Of its energy; nil where that is unknown.
  public var energy: Elasticity?

  /// The larger of the two effects.
  public var magnitude: Double {
    max(time.magnitude, energy?.magnitude ?? 0)
  }
}

extension Elasticity {
  /// The larger of the two directions.
  public var magnitude: Double { max(more.magnitude, less?.magnitude ?? 0) }
}

/// The sensitivities of a design.
public struct SensitivityTable: Sendable {
  /// The analysis of the design as it is.
  public var base: Analysis
  /// What a sample takes now.
  public var outcome: Outcome
  /// Each parameter in the order of the machine.
  public var rows: [Sensitivity]
  /// Parameters whose next value could not be run, and why.
  public var refused: [(name: String, reason: String)]

  /// Those whose time or energy moves by a thousandth of the parameter at least, the strongest first.
  public var ranking: [Sensitivity] {
    rows.enumerated().filter { $0.element.magnitude >= 0.001 }.sorted {
      ($1.element.magnitude, $0.offset) < ($0.element.magnitude, $1.offset)
    }.map(\.element)
  }
}
