// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// A file that a set reads: its text and what to call it.
public struct ValidationFile: Sendable, Hashable {
  /// The path or built-in name, with its folder.
  public var path: String
  /// Its content.
  public var text: String

  /// Creates a file.
  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// The folder of the path.
  public var folder: String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// The path without its folder.
  public var name: String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}

/// A constant that was fitted to some rows of a set.
public struct FittedConstant: Sendable, Hashable {
  /// What it is, with the rows it was fitted to.
  public var name: String
  /// Its value, in the unit.
  public var value: Double
  /// Its unit.
  public var unit: String
  /// Its standard error in the unit, where the fit gives one.
  public var standardError: Double?
  /// The mean magnitude of the relative error at rows that were left out of the fit.
  public var leaveOneOut: Double?

  /// Creates a constant.
  public init(
    _ name: String, _ value: Double, unit: String, standardError: Double? = nil,
    leaveOneOut: Double? = nil
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.standardError = standardError
    self.leaveOneOut = leaveOneOut
  }
}

/// A set of published numbers and how ours are found: a reader and a runner.
///
/// One folder of the module holds one set; a set is a value, so others can be put beside it.
public struct ValidationSet: Sendable {
  /// What a run finds.
  public struct Findings: Sendable, Hashable {
    /// One row for each published number, in the order of the data, and one that misses for each measured point above a roof.
    public var rows: [ValidationRow]
    /// What was fitted, if anything.
    public var fitted: [FittedConstant]
    /// What else has to be known of the rows, a sentence each.
    public var notes: [String]
    /// The measured points under the roofs of their machines, where the set tells intensities.
    public var rooflines: [MeasuredRoofline]
    /// Bound labels that are right, of all, where labels are published.
    public var labels: (right: Int, all: Int)? {
      labelCount.map { (labelsRight, $0) }
    }
    private var labelsRight = 0
    private var labelCount: Int?

    /// Creates findings.
    public init(
      rows: [ValidationRow], fitted: [FittedConstant] = [], notes: [String] = [],
      labels: (right: Int, all: Int)? = nil, rooflines: [MeasuredRoofline] = []
    ) {
      self.rows = rows + rooflines.flatMap(\.violations)
      self.fitted = fitted
      self.notes = notes + rooflines.flatMap(\.sentences)
      self.rooflines = rooflines.filter { !$0.points.isEmpty }
      if let labels { (labelsRight, labelCount) = (labels.right, labels.all) }
    }
  }

  /// The word for the command line.
  public var name: String
  /// Where the numbers come from.
  public var source: String
  /// `silicon`, `RTL`, `vendor estimate`, `another tool`.
  public var kindOfTruth: String
  /// What peers report on the same data, a sentence each.
  public var peers: [String]
  /// What is compared, and the peers' figures, in a few words for a table of all sets.
  public var summary: Summary
  /// The built-in files it runs on unless others are given.
  public var builtIn: [String]
  /// What one of its files is, for messages: `a case file zigzag-*.yaml`.
  public var form: String
  /// Reads files and compares.
  public var run: @Sendable ([ValidationFile]) throws(DiagnosticList) -> Findings

  /// A set in a few words.
  public struct Summary: Sendable, Hashable {
    /// What is compared: `cycles of 24 layers`.
    public var compared: String
    /// What peers report: `DOSA 35 %`.
    public var peers: String

    /// Creates a summary.
    public init(_ compared: String, peers: String = "none known") {
      self.compared = compared
      self.peers = peers
    }
  }

  /// Creates a set.
  public init(
    name: String, source: String, kindOfTruth: String, peers: [String] = [],
    summary: Summary = Summary("-"), builtIn: [String],
    form: String, run: @escaping @Sendable ([ValidationFile]) throws(DiagnosticList) -> Findings
  ) {
    self.name = name
    self.source = source
    self.kindOfTruth = kindOfTruth
    self.peers = peers
    self.summary = summary
    self.builtIn = builtIn
    self.form = form
    self.run = run
  }

  /// The sets of this module, in the order to run them.
  public static let peers: [ValidationSet] =
    [.zigzag, .accelforge, .timeloop] + silicon + gpus

  /// Sets of GPUs, measured.
  public static let gpus: [ValidationSet] = [
    .h200Power, .gpuKernels, .b200Kernels, .h100Kernels, .h200Kernels, .llmCompass,
  ]

  /// Sets of chips, measured or estimated by their makers.
  public static let silicon: [ValidationSet] = [
    .chargeDomainIMC, .colonnade, .tpuV1, .nvdla, .eyerissV1, .gemmini,
  ]
}
