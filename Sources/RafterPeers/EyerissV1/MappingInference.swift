// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Which row-stationary mapping ran, where none is printed: that whose traffic and active elements the counters saw.
///
/// The traffic of the buffer tells the channels of a pass apart, since sums move once for each pass. Of mappings within a tenth, which is what a
/// unit of 1000 or 1024 and the filters that a counter may see leave open, the one of least energy is taken. Its traffic is no prediction, and is never judged; its time and its energy are, since no measured time or power
/// enters.
struct MappingInference {
  /// What a candidate is chosen by: the smaller comes first.
  struct Distance: Comparable {
    /// |traffic / measured - 1|, in tenths.
    var traffic: Int
    var energy: Energy

    static func < (a: Distance, b: Distance) -> Bool {
      (a.traffic, a.energy) < (b.traffic, b.energy)
    }
  }

  let measured: ByteCount
  let activeElements: Int?
  let machine: EyerissMachine

  /// The counters of a layer; nil where its traffic was not measured.
  init?(_ layer: EyerissLayer, on machine: EyerissMachine) {
    guard let measured = layer.bufferTraffic, measured > .zero else { return nil }
    self.measured = measured
    activeElements = layer.activeElements
    self.machine = machine
  }

  /// Rows of a set with which whole sets are as many elements as were at work.
  func rows(of layer: EyerissLayer) -> [Int] {
    guard let activeElements else { return [] }
    return (1...min(layer.output, activeElements)).filter {
      activeElements % ($0 * layer.kernel) == 0
    }
  }

  /// How far a candidate is from the counters; nil where it has other elements at work.
  func distance(_ cost: RowStationaryCost, energy: Energy) -> Distance? {
    if let activeElements, cost.activeElements != activeElements { return nil }
    let ratio = cost.bufferTraffic(machine).ratio(to: measured)
    return Distance(traffic: Int((min(ratio, 1e6) - 1).magnitude * 10), energy: energy)
  }
}
