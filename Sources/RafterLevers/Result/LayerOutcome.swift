// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterQuantities
import RafterRoofline
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
  /// What its time is bound by, as a term; two of them where both are as busy.
  public var boundBy: [String]
  /// Whether every byte moves once already at the memory that binds it: more room would save none.
  public var isCompulsory: Bool

  /// What a layer of a batch takes.
  public init(_ layer: LayerAnalysis, batch: Int) {
    let repeats = Double(layer.layer.repeats)
    id = layer.layer.id
    name = layer.layer.name
    latency = layer.latency * repeats / Double(batch)
    energy = layer.energy.map { $0 * repeats / Double(batch) }
    boundBy = layer.timeRegime.boundBy
    isCompulsory = layer.timeSublabel == .compulsory
  }

  /// What its time is bound by, in a word.
  public var binding: String { boundBy.joined(separator: " + ") }
}

extension Outcome {
  /// The share of the time of layers that are bound by something.
  public func share(where isBound: (LayerOutcome) -> Bool) -> Double {
    let bound = layers.filter(isBound).reduce(Seconds.zero) { $0 + $1.latency }
    return latency > .zero ? min(1, bound.ratio(to: latency)) : 0
  }
}
