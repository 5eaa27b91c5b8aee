// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterQuantities
import RafterWorkload

/// What one layer takes of a sample, all its repeats together.
public struct LayerOutcome: Sendable, Hashable {
  /// Its id: `L02`.
  public var id: String
  /// Its name.
  public var name: String
  /// Its time in a sample.
  public var latency: Seconds
  /// Its energy in a sample; nil where a part is unknown.
  public var energy: Energy?
  /// What its time is bound by, as a term.
  public var binding: String

  /// What a layer of a batch takes.
  public init(_ layer: LayerAnalysis, batch: Int) {
    let repeats = Double(layer.layer.repeats)
    id = layer.layer.id
    name = layer.layer.name
    latency = layer.latency * repeats / Double(batch)
    energy = layer.energy.map { $0 * repeats / Double(batch) }
    binding = layer.timeRegime.boundBy.joined(separator: " + ")
  }
}
