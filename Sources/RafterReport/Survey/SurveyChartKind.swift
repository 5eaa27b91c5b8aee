// SPDX-License-Identifier: Apache-2.0

/// What a plot of the survey shows.
public enum SurveyChartKind: String, Sendable, CaseIterable {
  /// op/s/mm2 against op/J, with lines of equal area, power and power density.
  case densityEfficiency = "density-efficiency"
  case efficiencyYear = "efficiency-year"
  case efficiencyNode = "efficiency-node"
  case efficiencyPrecision = "efficiency-precision"
  case densityYear = "density-year"
  case densityNode = "density-node"
  case densityPrecision = "density-precision"
  /// Time and energy ridge of the off-chip memory.
  case ridgeYear = "ridge-year"
  case ridgeFormat = "ridge-format"
  /// On-chip memory per op/s.
  case memoryYear = "memory-year"
  /// From the peak of a part to the system around it.
  case systemLoss = "system-loss"
  /// Every chip with enough data as a roofline.
  case roofs
}
