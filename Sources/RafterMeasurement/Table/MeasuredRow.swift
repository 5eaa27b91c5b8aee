// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// One measured run of something: what it did, what it moved, how long it took and what it drew.
public struct MeasuredRow: Sendable, Hashable {
  /// Operations of one kind.
  public struct Work: Sendable, Hashable {
    /// `vector`, or another name; nil for those of multipliers.
    public var kind: String?
    /// How many; a MAC is two.
    public var operations: Operations
    /// Whether they were given as MACs, and counted twice for it.
    public var isGivenInMACs: Bool

    /// Creates an amount of work.
    public init(kind: String? = nil, operations: Operations, isGivenInMACs: Bool = false) {
      self.kind = kind
      self.operations = operations
      self.isGivenInMACs = isGivenInMACs
    }
  }

  /// Bytes moved at a memory.
  public struct Traffic: Sendable, Hashable {
    /// The memory; nil where it is not named, for the outermost one.
    public var level: String?
    /// How many, read and written together.
    public var bytes: ByteCount

    /// Creates an amount of traffic.
    public init(level: String? = nil, bytes: ByteCount) {
      self.level = level
      self.bytes = bytes
    }
  }

  /// What it is called.
  public var name: String
  /// The format it ran in; nil where it is not said.
  public var format: String?
  /// Operations by kind.
  public var work: [Work]
  /// Bytes by memory.
  public var traffic: [Traffic]
  /// How long it took.
  public var time: Seconds
  /// The energy it drew; nil where it was not measured.
  public var energy: Energy?
  /// The most that might be drawn while it ran; nil where it is not said.
  public var powerCap: Power?
  /// What people wrote beside it.
  public var note = ""
  /// Where it stands.
  public var location: SourceLocation?
  /// Where the names of its format, its memories and its kinds of operations stand, by name.
  public var places: [String: SourceLocation] = [:]

  /// Creates a row.
  public init(
    name: String, format: String? = nil, work: [Work] = [], traffic: [Traffic] = [], time: Seconds,
    energy: Energy? = nil, powerCap: Power? = nil, location: SourceLocation? = nil
  ) {
    self.name = name
    self.format = format
    self.work = work
    self.traffic = traffic
    self.time = time
    self.energy = energy
    self.powerCap = powerCap
    self.location = location
  }

  /// Where a name that it gives stands; the row where that is not known.
  func location(of name: String?) -> SourceLocation? { name.flatMap { places[$0] } ?? location }
}
