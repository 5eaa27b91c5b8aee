// SPDX-License-Identifier: Apache-2.0

/// The thresholds of the labels, all from [rooflines 3.5].
public enum RegimeThreshold {
  /// The share of a layer's time from which a resource is taken to bind it: `time_r >= 0.9 T_end`.
  public static let bindingShare = 0.9
  /// The spatial utilization from which a busy array is well used: `SU >= 0.9`.
  public static let goodSpatialUtilization = 0.9
  /// The ratio of two busy times from which neither binds alone: "within 10 %".
  public static let balancedRatio = 0.9
  /// The ratio of two intensities from which they are taken as equal: "mapping AI < 0.9 attainable".
  public static let closeIntensity = 0.9
  /// The share of the energy above which an item dominates it: "share > 0.5".
  public static let dominantShare = 0.5
}
