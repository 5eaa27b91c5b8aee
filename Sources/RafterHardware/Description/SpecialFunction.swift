// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// What the vector unit, or a unit beside it, does at a rate of its own: softmax on a unit for exponentials.
public struct SpecialFunction: Sendable, Hashable {
  /// Operations of the whole chip in a cycle.
  public var rate: Sourced<ThroughputPerCycle>
  /// The energy of an operation; nil where it is unknown.
  public var energy: Sourced<EnergyPerOperation>?
  /// The numbers it leaves open.
  public var open: Set<OpenNumber>

  /// Creates a function.
  public init(
    rate: Sourced<ThroughputPerCycle>, energy: Sourced<EnergyPerOperation>?,
    open: Set<OpenNumber> = []
  ) {
    self.rate = rate
    self.energy = energy
    self.open = open
  }

  /// The operators that may have one: those whose layers are vector work.
  public static let operators: [OperatorKind] = [
    .normalization, .softmax, .activation, .elementwise, .pooling, .reduction, .quantization,
  ]
}

extension VectorUnit {
  /// Operations in a cycle in layers of an operator.
  public func rate(in kind: OperatorKind) -> Sourced<ThroughputPerCycle> {
    special[kind]?.rate ?? rate
  }

  /// The energy of an operation in layers of an operator; nil where it is unknown.
  public func energy(in kind: OperatorKind) -> Sourced<EnergyPerOperation>? {
    if let own = special[kind] { own.energy } else { energy }
  }
}

extension VectorUnit {
  /// The unit with its rates times a factor, those of special functions too.
  public func widened(by factor: Double) -> VectorUnit {
    var unit = self
    unit.rate = rate.scaled(by: factor)
    for kind in SpecialFunction.operators {
      if let own = special[kind] { unit.special[kind]?.rate = own.rate.scaled(by: factor) }
    }
    return unit
  }
}
