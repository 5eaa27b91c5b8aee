// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities

/// One step of a lever.
public struct Intervention: Sendable {
  /// What is changed.
  public enum Change: Sendable {
    /// Another machine.
    case machine(Accelerator)
    /// Other formats, as `--precision` takes them.
    case precision(String)
    /// Another batch size.
    case batch(Int)
  }

  /// The lever.
  public var lever: Lever
  /// What it is applied to: a memory, a side of an array, a format.
  public var target: String
  /// How far: `x2`, `w4a16`.
  public var step: String
  /// The change.
  public var change: Change
  /// The area it adds; nil where nothing tells.
  public var area: Area?
  /// What it costs besides, and what the figures rest on.
  public var notes: [String]

  /// `buffer x2`.
  public var name: String { target.isEmpty ? step : "\(target) \(step)" }
}

/// The steps of a lever on one target, from the smallest on.
///
/// The next step is only worth a look while the one before it still gained something.
public struct Ladder: Sendable {
  /// The lever.
  public var lever: Lever
  /// What it is applied to.
  public var target: String
  /// The steps, smallest first.
  public var steps: [Intervention]
  /// Whether steps are alternatives rather than more of the same, so that all are looked at.
  public var isAlternatives: Bool

  init(
    _ lever: Lever, on target: String, _ steps: [Intervention], isAlternatives: Bool = false
  ) {
    self.lever = lever
    self.target = target
    self.steps = steps
    self.isAlternatives = isAlternatives
  }
}
