// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterWorkload

/// A layer whose mappings are counted, to be placed on machines that differ in rates, energies and power.
struct CountedLayer {
  var analysis: LayerAnalysis
  /// The index of its format in the machine's list.
  var format: Int?
  /// One for each of its mappings; none without a format.
  var mappings: [CountedMapping]
  /// What tensors move that no nest moves.
  var extra: [ExtraTransfer]

  init(_ layer: LayerAnalysis, format: Int?, on machine: Accelerator) {
    analysis = layer
    self.format = format
    let own = format.flatMap { machine.compute?.formats[$0] }
    mappings =
      own.map { own in
        layer.mappings.map {
          CountedMapping($0.mapping, for: $0.nest, on: machine, format: own)
        }
      } ?? []
    extra = VectorTraffic.transfers(of: layer.layer, on: machine, resident: layer.resident)
  }

  /// Its mappings with what they cost on a machine.
  func priced(on machine: PricedMachine) -> [MappedNest] {
    var priced = analysis.mappings
    for (index, counted) in mappings.enumerated() {
      priced[index].cost = Evaluator.cost(
        of: counted, on: machine, savings: priced[index].savings)
    }
    return priced
  }
}

/// A machine on which layers are placed under the mappings they have, looked up once for all of them.
struct ShiftedMachine {
  private let placer: LayerPlacer
  /// One for each format; nil for those that are not asked for.
  private let prices: [PricedMachine?]

  /// - Parameter format: the only format of its layers; nil for any.
  init(_ machine: Accelerator, format: Int? = nil) {
    placer = LayerPlacer(machine)
    prices = (machine.compute?.formats ?? []).enumerated().map { index, own in
      index == format ?? index ? PricedMachine(machine, format: own) : nil
    }
  }

  /// What a layer asks of this machine.
  func demand(of layer: CountedLayer) -> LayerDemand {
    let format = layer.format.flatMap { placer.machine.compute?.formats[$0] }
    let mappings =
      layer.format.flatMap { prices[$0] }.map(layer.priced) ?? layer.analysis.mappings
    return placer.demand(layer.analysis.layer, format, mappings, extra: layer.extra)
  }
}

extension LayerPlacer {
  /// The layer on this machine under the mappings it has.
  func replace(_ layer: CountedLayer) -> LayerAnalysis {
    let format = layer.format.flatMap { machine.compute?.formats[$0] }
    let mappings =
      format.map { layer.priced(on: PricedMachine(machine, format: $0)) } ?? layer.analysis.mappings
    return place(
      layer.analysis.layer, format, mappings.map { .mapped($0) }, resident: layer.analysis.resident)
  }
}
