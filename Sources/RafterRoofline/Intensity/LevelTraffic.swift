// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The three amounts of data that count at a memory level.
public struct LevelTraffic: Sendable, Hashable {
  /// Each operand once: what an unlimited buffer inside would leave.
  public var compulsory: ByteCount
  /// The least across the level's inner border for the capacity inside.
  public var attainable: ByteCount
  /// What the mapping moves.
  public var mapped: ByteCount

  /// Creates the traffic of a level.
  public init(compulsory: ByteCount, attainable: ByteCount, mapped: ByteCount) {
    self.compulsory = compulsory
    self.attainable = attainable
    self.mapped = mapped
  }

  /// The three intensities for so much work, `AI = W/Q`; nil where nothing moves.
  public func intensities(of work: Operations) -> LevelIntensities? {
    guard compulsory > .zero, attainable > .zero, mapped > .zero else { return nil }
    return LevelIntensities(
      compulsory: work / compulsory, attainable: work / attainable, mapped: work / mapped)
  }
}

/// The three intensities of a layer at a memory level, compulsory >= attainable >= mapped.
public struct LevelIntensities: Sendable, Hashable {
  /// With each operand moved once.
  public var compulsory: OperationalIntensity
  /// With the least traffic that the capacity inside allows.
  public var attainable: OperationalIntensity
  /// With the traffic of the mapping.
  public var mapped: OperationalIntensity

  /// Creates the intensities of a level.
  public init(
    compulsory: OperationalIntensity, attainable: OperationalIntensity,
    mapped: OperationalIntensity
  ) {
    self.compulsory = compulsory
    self.attainable = attainable
    self.mapped = mapped
  }
}
