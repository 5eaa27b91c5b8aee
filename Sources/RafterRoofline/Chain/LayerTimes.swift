// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a layer asks of a memory level, in time.
public struct LevelTimes: Sendable, Hashable {
  /// How long a port is busy with the traffic of the mapping.
  public struct Port: Sendable, Hashable {
    /// The port: `read`, `write`, `read-write`.
    public var name: String
    /// How long it is busy.
    public var time: Seconds

    /// Creates a port's time.
    public init(name: String, time: Seconds) {
      self.name = name
      self.time = time
    }
  }

  /// The memory level.
  public var name: String
  /// The time with each operand moved once.
  public var compulsory: Seconds
  /// The time with the least traffic that the capacity inside allows.
  public var attainable: Seconds
  /// The time with the traffic of the mapping, that of the busiest port.
  public var mapped: Seconds
  /// Whether its transfers overlap with computation (omega = 1).
  public var isOverlapped: Bool
  /// Its ports, for occupancies and labels; the busiest takes ``mapped``.
  public var ports: [Port]

  /// Creates a level's times.
  ///
  /// - Parameters:
  ///   - name: what the level is called.
  ///   - compulsory: time with each operand moved once.
  ///   - attainable: time with the least traffic that the capacity further in allows.
  ///   - mapped: time with the traffic of the mapping.
  ///   - isOverlapped: whether it works while the arithmetic does.
  ///   - ports: where left out, one port named `read-write` that takes `mapped`.
  public init(
    name: String, compulsory: Seconds, attainable: Seconds, mapped: Seconds, isOverlapped: Bool,
    ports: [Port]? = nil
  ) {
    self.name = name
    self.compulsory = compulsory
    self.attainable = attainable
    self.mapped = mapped
    self.isOverlapped = isOverlapped
    self.ports = ports ?? [Port(name: "read-write", time: mapped)]
  }
}

/// The times that the chain of bounds of one layer, or of one product of a layer, is made from.
///
/// All are in executed work: what a skipping machine saves is already taken off, and reported beside
/// the chain as ``sparsityGain`` [rooflines 3.4].
public struct LayerTimes: Sendable, Hashable {
  /// The unit that does a layer's operations.
  public enum Unit: Sendable, Hashable {
    /// The array of multipliers.
    case array
    /// The vector or special-function unit, for a layer without MACs.
    case vector
  }

  /// The unit that ``peak``, ``format``, ``sustainedFormat`` and ``spatial`` are of.
  public var unit: Unit
  /// T0: the operations at the peak of the machine's best format, `W / max Pi`.
  public var peak: Seconds
  /// T1: at the peak of the layer's format, `W / Pi(fmt)`.
  public var format: Seconds
  /// T1 over the share of the peak that long runs reach; T1 where that is all of it.
  public var sustainedFormat: Seconds
  /// T2: over the spatial utilization too.
  public var spatial: Seconds
  /// The time of the vector unit beside the array; zero if it has nothing to do.
  public var vector: Seconds
  /// The memory levels, innermost first.
  public var levels: [LevelTimes]
  /// The time that the power cap asks for, see ``PowerCap``; nil without a cap.
  public var powerCap: Seconds?
  /// Data reaching the far end of the array and results leaving it.
  public var fill: Seconds
  /// First tiles arriving before anything can be computed.
  public var load: Seconds
  /// Last tiles leaving after everything is computed.
  public var offload: Seconds
  /// Starting the layer.
  public var launch: Seconds
  /// Dense time over executed time of a skipping machine, see ``SparsityHandling``; 1 if it skips nothing.
  public var sparsityGain: Double

  /// Creates a layer's times.
  public init(
    unit: Unit = .array, peak: Seconds, format: Seconds, sustainedFormat: Seconds? = nil,
    spatial: Seconds, vector: Seconds = .zero, levels: [LevelTimes], powerCap: Seconds? = nil,
    fill: Seconds = .zero, load: Seconds = .zero, offload: Seconds = .zero,
    launch: Seconds = .zero, sparsityGain: Double = 1
  ) {
    self.unit = unit
    self.peak = peak
    self.format = format
    self.sustainedFormat = sustainedFormat ?? format
    self.spatial = spatial
    self.vector = vector
    self.levels = levels
    self.powerCap = powerCap
    self.fill = fill
    self.load = load
    self.offload = offload
    self.launch = launch
    self.sparsityGain = sparsityGain
  }
}
