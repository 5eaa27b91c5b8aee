// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Why a memory that binds moves as many bytes as it does [rooflines 3.5].
public enum TimeSublabel: String, Sendable, Hashable, CaseIterable {
  /// Each operand moves once: only format, batch or fusion help.
  case compulsory
  /// The capacity inside allows no less: only a larger or shared buffer, or fusion, help.
  case capacityLimited = "capacity-limited"
  /// The mapping moves more than the capacity requires: a better mapping helps.
  case mappingLimited = "mapping-limited"

  /// As in JSON.
  public var term: String { rawValue }
}

extension TimeSublabel {
  /// The terms of all sub-labels, for `rafter list terms`.
  public static let allTerms: [String] = allCases.map(\.term)

  /// Says why a memory moves as many bytes as it does [rooflines 3.5].
  ///
  /// More than a tenth above the least that the capacity allows is the mapping's fault. Otherwise
  /// within a tenth of each operand once there is nothing left to gain at this level. What is left
  /// is due to the capacity.
  public init(_ traffic: LevelTraffic) {
    if !Self.isClose(traffic.mapped, to: traffic.attainable) {
      self = .mappingLimited
    } else if Self.isClose(traffic.mapped, to: traffic.compulsory) {
      self = .compulsory
    } else {
      self = .capacityLimited
    }
  }

  /// The same from intensities, `AI = W/Q`.
  public init(_ intensities: LevelIntensities) {
    // Bytes of one operation stand for bytes of the layer: only their ratios count.
    func bytes(_ intensity: OperationalIntensity) -> ByteCount { Operations(1) / intensity }
    self.init(
      LevelTraffic(
        compulsory: bytes(intensities.compulsory), attainable: bytes(intensities.attainable),
        mapped: bytes(intensities.mapped)))
  }

  /// Whether the intensity at `bytes` is at least 0.9 of that at `least`; no division, so that
  /// nothing moved compares as well.
  private static func isClose(_ bytes: ByteCount, to least: ByteCount) -> Bool {
    least >= bytes * RegimeThreshold.closeIntensity
  }
}
