// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities
import RafterRoofline
import RafterWorkload

/// The energy of a network by how far the numbers behind it can be trusted.
///
/// Each item of a layer's energy counts for the number it is made with; where there are two, as for reading and writing a
/// memory, for the one that is trusted least.
public struct EnergyByConfidence: Sendable, Hashable {
  /// A part of the energy.
  public struct Part: Sendable, Hashable {
    /// How far its numbers can be trusted.
    public var confidence: Confidence
    /// How much it is.
    public var energy: Energy
  }

  /// All kinds of numbers, from measured to assumed.
  public private(set) var parts = Confidence.allCases.map { Part(confidence: $0, energy: .zero) }

  mutating func add(_ energy: Energy, _ confidence: Confidence) {
    for index in parts.indices where parts[index].confidence == confidence {
      parts[index].energy += energy
    }
  }

  /// The whole.
  public var total: Energy { parts.reduce(.zero) { $0 + $1.energy } }

  /// The share of the energy that rests on numbers of a kind; zero without energy.
  public func share(_ confidence: Confidence) -> Double {
    guard total > .zero else { return 0 }
    return parts.reduce(0.0) {
      $1.confidence == confidence ? $0 + $1.energy.ratio(to: total) : $0
    }
  }

  /// The share that rests on estimates and assumptions.
  public var shareOnEstimates: Double { share(.estimated) + share(.assumed) }
}

extension Analysis {
  /// What the energy of the network rests on; nil where a part of it is unknown.
  public var energyByConfidence: EnergyByConfidence? {
    guard totals.energy != nil else { return nil }
    var found = EnergyByConfidence()
    for layer in layers {
      for item in layer.energyItems {
        found.add(
          item.energy * Double(layer.layer.repeats),
          Self.weakest(of: provenances(of: item.kind, in: layer)))
      }
    }
    if let links = totals.linkEnergy, links > .zero {
      found.add(
        links,
        Self.weakest(
          of: [accelerator.links?.energy?.provenance, accelerator.power.staticPower?.provenance]))
    }
    return found
  }

  /// The numbers that an item of a layer's energy is made with.
  private func provenances(of kind: EnergyItem.Kind, in layer: LayerAnalysis) -> [Provenance?] {
    switch kind {
    case .compute: return [computeFormat(of: layer)?.energy?.provenance]
    case .vector: return [accelerator.vector?.energy(in: layer.layer.kind)?.provenance]
    case .compulsory(let level), .capacityExcess(let level), .mappingExcess(let level):
      let memory = accelerator.memories.first { $0.name == level }
      return [memory?.readEnergy?.provenance, memory?.writeEnergy?.provenance]
    case .wires(let name):
      return accelerator.path.indices.map { index in
        guard case .array(let array) = accelerator.path[index],
          accelerator.arrayName(at: index) == name
        else { return nil }
        return array.wireEnergy?.provenance
      }
    case .staticUseful, .staticLost: return [accelerator.power.staticPower?.provenance]
    }
  }

  /// The confidence of the number that is trusted least; what has no number is assumed.
  private static func weakest(of provenances: [Provenance?]) -> Confidence {
    let order = Confidence.allCases
    return provenances.compactMap { $0?.confidence }
      .max { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) } ?? .assumed
  }
}
