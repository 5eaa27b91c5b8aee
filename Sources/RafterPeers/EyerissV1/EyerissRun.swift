// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A layer with the mapping that ran, as far as it is known, and the one that we find.
struct EyerissRun: Sendable {
  var layer: EyerissLayer
  /// The mapping as printed, where the measured traffic contradicts it.
  var contradicted: RowStationaryCost?
  /// The printed mapping.
  var printed: RowStationaryCost?
  /// Ours.
  var found: RowStationarySearch.Found?
  /// The one that the counters saw, where none is printed.
  var inferred: RowStationarySearch.Found?
  /// The zeros among what is coded.
  var zeros: CodedZeros
  var machine: EyerissMachine

  /// The cost of the printed mapping, or else of the one that the counters saw, or else of ours.
  var cost: RowStationaryCost? { printed ?? inferred?.cost ?? found?.cost }

  /// One mapping of the table cannot be what ran: 69.2 MB where 50.2 were measured.
  ///
  /// With the channels of the layer beside it, which has the same sizes otherwise, it gives 50.2.
  static let misprint = (
    printed: RowStationaryMapping(
      kernelsInBuffer: 64, images: 4, rows: 13, kernelsOfElement: 16, channelsOfElement: 4,
      channelSets: 1, kernelSets: 4),
    meant: RowStationaryMapping(
      kernelsInBuffer: 64, images: 4, rows: 13, kernelsOfElement: 16, channelsOfElement: 3,
      channelSets: 2, kernelSets: 2)
  )

  /// The runs of a network's layers, in their order.
  static func runs(_ layers: [EyerissLayer], on machine: EyerissMachine) -> [EyerissRun] {
    layers.indices.map { place in
      let layer = layers[place]
      let next = place + 1 < layers.count ? layers[place + 1] : nil
      // Pooling between two layers keeps the channels, so the next layer's zeros stand for these outputs.
      let outputZeros = next?.inputChannels == layer.kernels ? next?.zeros : nil
      // The inputs of a network's first layer are plain.
      let zeros = CodedZeros(
        inputs: place == 0 ? nil : layer.zeros, outputs: outputZeros ?? layer.zeros)
      let isMisprint = layer.mapping == misprint.printed
      let mapping = isMisprint ? misprint.meant : layer.mapping
      let results = RowStationarySearch(layer: layer, machine: machine).results(
        mapping == nil ? MappingInference(layer, on: machine) : nil)
      return EyerissRun(
        layer: layer,
        contradicted: isMisprint
          ? RowStationaryCost(misprint.printed, of: layer, on: machine) : nil,
        printed: mapping.map { RowStationaryCost($0, of: layer, on: machine) },
        found: results.best, inferred: results.nearest, zeros: zeros, machine: machine)
    }
  }

  /// Bytes to and from DRAM, run-length coded.
  func dramTraffic(_ cost: RowStationaryCost) -> ByteCount { cost.codedTraffic(machine, zeros) }

  /// Time of processing and of the transfers that stop it, one after the other.
  func totalTime(_ cost: RowStationaryCost, ramp: Cycles) -> Seconds {
    cost.total(ramp: ramp, maps: dramTraffic(cost) - cost.filterTraffic(machine), on: machine)
  }

  /// The energy that was measured: average power over the time it was averaged over.
  var energy: Energy? {
    guard let power = layer.power, let time = layer.totalLatency else { return nil }
    return power * time
  }

  /// What the three constants of energy count in a time: MACs of inputs that are not zero, MACs of zeros, seconds.
  func energyTerms(_ time: Seconds) -> [Double] {
    [layer.macs.value * (1 - layer.zeros), layer.macs.value * layer.zeros, time.value]
  }

  /// The least time that the peak and the networks of inputs and sums allow at the measured traffic of the buffer.
  var roofTime: Seconds {
    let compute = layer.macs / MACsPerCycle(Double(machine.elements))
    guard let traffic = layer.bufferTraffic else { return compute / machine.clock }
    let network = machine.sumNetwork * 2 + machine.inputNetwork
    return max(compute, traffic / network) / machine.clock
  }

  /// Whether that is the networks' time.
  var isNetworkBound: Bool {
    roofTime > layer.macs / MACsPerCycle(Double(machine.elements)) / machine.clock
  }
}
