// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterHardware
public import RafterQuantities
public import RafterWorkload

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
    /// A model with zeros, on a machine that makes use of them.
    case zeros(WorkloadDensities, on: Accelerator)
    /// Tensors that stay between layers.
    case residency(Residency)
    /// Other formats, on a machine that was given multipliers for them.
    case formats(String, on: Accelerator)
    /// Another way to run the same model.
    case variant(WorkloadFamily.Variant)
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
  /// What is to be said of this step alone.
  public var notes: [String] = []
  /// What its figures rest on, and what it costs besides.
  public var basis: [String] = []

  /// The changed machine; nil where only the workload changes.
  public var machine: Accelerator? {
    switch change {
    case .machine(let machine), .zeros(_, let machine), .formats(_, let machine): machine
    case .precision, .batch, .residency, .variant: nil
    }
  }

  /// `buffer x2`.
  public var name: String { target.isEmpty ? step : "\(target) \(step)" }

  /// The same, told apart from other levers on the same part: `bandwidth of buffer x2`.
  public var title: String {
    switch lever {
    case .bandwidth: "bandwidth of \(name)"
    case .temporalReuse: "capacity of \(name)"
    default: name
    }
  }
}

/// The steps of a lever on one target.
public struct Ladder: Sendable {
  /// How its steps follow one another.
  public enum Order: Sendable, Hashable {
    /// More of the same, the smallest first: the next one is worth a look only while the one before gained something.
    case rising
    /// Each another choice: all are looked at, and those that cannot be run are no answer.
    case alternatives
  }

  /// The lever.
  public var lever: Lever
  /// What it is applied to.
  public var target: String
  /// The steps, smallest first.
  public var steps: [Intervention]
  /// How they follow one another.
  public var order: Order

  init(_ lever: Lever, on target: String, _ steps: [Intervention], order: Order = .rising) {
    self.lever = lever
    self.target = target
    self.steps = steps
    self.order = order
  }
}
