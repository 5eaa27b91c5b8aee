// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Finds the row-stationary mapping of least energy.
///
/// Energy is that of DRAM and of the global buffer at their published ratios, and of static power over the time of processing and of the
/// transfers from DRAM, which the chip does not overlap. Every mapping that fits the scratchpads, the array and the banks of
/// the buffer is looked at; no measured number enters.
struct RowStationarySearch {
  let layer: EyerissLayer
  let machine: EyerissMachine

  /// A mapping and what it takes.
  typealias Found = (mapping: RowStationaryMapping, cost: RowStationaryCost)

  /// The best mapping and its cost; nil where nothing fits.
  func best() -> Found? { results().best }

  /// The best mapping, and the one nearest to the counters where there are any; nil where nothing fits.
  func results(_ inference: MappingInference? = nil) -> (best: Found?, nearest: Found?) {
    var best: Found?
    var nearest: Found?
    var least = (Energy.infinity, Int.max)
    var shortest: MappingInference.Distance?
    var strips = OutputStrips(of: layer, rows: 1)
    var rows = 1
    for mapping in candidates(inference?.rows(of: layer) ?? []) {
      if mapping.rows != rows {
        rows = mapping.rows
        strips = OutputStrips(of: layer, rows: rows)
      }
      let cost = RowStationaryCost(mapping, of: layer, on: machine, strips: strips)
      // Ties go to less traffic of the buffer, then to the first.
      let value = (energy(cost), 2 * cost.sums + cost.inputReads)
      if let distance = inference?.distance(cost, energy: value.0),
        shortest.map({ distance < $0 }) ?? true
      {
        shortest = distance
        nearest = (mapping, cost)
      }
      guard value < least else { continue }
      least = value
      best = (mapping, cost)
    }
    return (best, nearest)
  }

  private func energy(_ cost: RowStationaryCost) -> Energy {
    let dram = cost.plainTraffic(machine)
    let time = cost.processing(ramp: .zero) / machine.clock + dram / machine.link
    return machine.dramEnergy * dram.bits + machine.bufferEnergy * cost.bufferTraffic(machine).bits
      + machine.staticPower * time
  }

  /// What fits, with as many kernels in the buffer as its banks have room for.
  ///
  /// - Parameter more: rows of a set to look at beside those that cut the output into equal strips.
  private func candidates(_ more: [Int]) -> [RowStationaryMapping] {
    var found: [RowStationaryMapping] = []
    let kernel = layer.kernel
    guard kernel <= machine.elementRows, kernel <= machine.inputWords else { return [] }
    // Rows that leave the number of strips as it is only take room.
    let allRows = Set(
      (1...layer.output).map { strips in (layer.output + strips - 1) / strips } + more
    ).sorted()
    for rows in allRows {
      let sets = machine.sets(kernel: kernel, rows: rows)
      guard sets >= 1 else { continue }
      for channelSets in 1...sets {
        for kernelSets in 1...(sets / channelSets) {
          for q in 1...(machine.inputWords / kernel) {
            // A set or a channel more than the layer has does nothing.
            guard q * channelSets < layer.channels + max(q, channelSets) else { continue }
            let most = min(machine.sumWords, machine.filterWords / (q * kernel))
            for p in stride(from: 1, through: most, by: 1) {
              guard p * kernelSets <= layer.groupKernels else { break }
              let filters = p * kernelSets * q * channelSets * kernel * kernel
              guard machine.word * Double(filters) <= machine.filterBuffer else { break }
              for images in 1...layer.batch {
                let mapping = RowStationaryMapping(
                  kernelsInBuffer: 0, images: images, rows: rows, kernelsOfElement: p,
                  channelsOfElement: q, channelSets: channelSets, kernelSets: kernelSets)
                guard let full = filled(mapping) else { break }
                found.append(full)
              }
            }
          }
        }
      }
    }
    return found
  }

  /// The mapping with as many kernels as fit; nil where not even those of a pass do.
  private func filled(_ mapping: RowStationaryMapping) -> RowStationaryMapping? {
    let height = (mapping.rows - 1) * layer.stride + layer.kernel
    let inputs =
      machine.word * Double(mapping.images * mapping.channelsOfPass * height * layer.paddedSide)
    let banks = machine.banks(machine.buffer) - machine.banks(inputs)
    guard banks > 0 else { return nil }
    let sums = machine.word * Double(mapping.images * mapping.rows * layer.output)
    let kernels = Int((machine.bank * Double(banks)).ratio(to: sums))
    let turns = min(
      kernels / mapping.kernelsOfPass,
      (layer.groupKernels + mapping.kernelsOfPass - 1) / mapping.kernelsOfPass)
    guard turns >= 1 else { return nil }
    var full = mapping
    full.kernelsInBuffer = min(layer.groupKernels, turns * mapping.kernelsOfPass)
    return full
  }
}
