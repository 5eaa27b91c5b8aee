// SPDX-License-Identifier: Apache-2.0

/// A number of a report that can be taken back to its inputs.
public enum ExplainedQuantity: String, Sendable, Hashable, CaseIterable {
  case latency, energy
  case throughput, efficiency
  case throughputRoof = "throughput-roof"
  case energyRoof = "energy-roof"
  case timeRegime = "time-regime"
  case energyRegime = "energy-regime"
  case traffic
  case intensity
  case utilization
  case operations
  case mapping
  case uncertainty
  case zeros
}
