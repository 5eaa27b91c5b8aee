// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterDiagnostics
public import RafterHardware
public import RafterQuantities
public import RafterWorkload

/// A workload that can be had in other formats and at other batch sizes.
public struct WorkloadFamily: Sendable {
  /// One member: the layers, and how the analysis is to run them.
  public struct Member: Sendable {
    /// The layers.
    public var workload: Workload
    /// The formats to run them in, where the layers are not in them already.
    public var precision: Precision?

    /// Creates a member.
    public init(workload: Workload, precision: Precision?) {
      self.workload = workload
      self.precision = precision
    }
  }

  /// Another way to run the same model, at the same formats and batch.
  public enum Variant: Sendable, Hashable {
    /// K and V kept in another format (`--kv`).
    case cache(NumberFormat)
    /// Each product shared by so many devices (`--tensor-parallel`).
    case tensorParallel(Int)
  }

  /// What the command line says of it: the formats that are asked for, nil for the model's own.
  public var precision: String?
  /// Samples in a batch.
  public var batch: Int
  /// Whether another batch can be had.
  public var isBatched: Bool
  /// The member in some formats at a batch size.
  public var load: @Sendable (_ precision: String?, _ batch: Int) throws(DiagnosticList) -> Member
  /// The ways that ``load`` runs it, one after another; empty for the model's own.
  public private(set) var variants: [Variant] = []
  /// The member that is run other ways, all together; nil where there is no other way.
  public var vary:
    (
      @Sendable (_ variants: [Variant], _ precision: String?, _ batch: Int) throws(DiagnosticList)
        ->
        Member
    )?

  /// Creates a family.
  public init(
    precision: String?, batch: Int, isBatched: Bool,
    load: @escaping @Sendable (String?, Int) throws(DiagnosticList) -> Member,
    vary: (@Sendable ([Variant], String?, Int) throws(DiagnosticList) -> Member)? = nil
  ) {
    self.precision = precision
    self.batch = batch
    self.isBatched = isBatched
    self.load = load
    self.vary = vary
  }
}

extension WorkloadFamily {
  /// The family that is run another way besides; itself where there is no other way.
  func varied(_ variant: Variant) -> WorkloadFamily {
    guard let vary else { return self }
    var other = self
    other.variants.append(variant)
    let variants = other.variants
    other.load = { (precision, batch) throws(DiagnosticList) in
      try vary(variants, precision, batch)
    }
    return other
  }
}

/// What is advised on: a workload on a machine, and how mappings are searched.
public struct Design: Sendable {
  /// The workload.
  public var workload: WorkloadFamily
  /// The machine.
  public var accelerator: Accelerator
  /// What mappings are searched for.
  public var options: AnalysisOptions

  /// Creates a design.
  public init(workload: WorkloadFamily, accelerator: Accelerator, options: AnalysisOptions) {
    self.workload = workload
    self.accelerator = accelerator
    self.options = options
  }
}

extension Design {
  /// The design after a change; further changes may follow.
  public func applying(_ change: Intervention.Change) -> Design {
    var changed = self
    switch change {
    case .machine(let machine): changed.accelerator = machine
    case .precision(let word): changed.workload.precision = word
    case .batch(let size): changed.workload.batch = size
    case .zeros(let densities, let machine):
      changed.accelerator = machine
      changed.options.densities = densities
    case .residency(let residency): changed.options.residency = residency
    case .formats(let word, let machine):
      changed.workload.precision = word
      changed.accelerator = machine
    case .variant(let variant): changed.workload = changed.workload.varied(variant)
    }
    return changed
  }
}
