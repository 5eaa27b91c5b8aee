// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
public import RafterQuantities
public import RafterRoofline
import RafterWorkload

/// Where a whole network stands under the roofs of its machine at one memory [rooflines 3.8].
///
///     x = sum W / sum Q    y = sum W / sum T, sum W / sum E
///
/// Sums over layers may lie under a minimum of roofs; they are for comparing designs, not for naming what binds.
public struct Position: Sendable, Hashable {
  /// The memory that the intensity is at.
  public var level: String
  /// Operations for each byte there.
  public var intensity: OperationalIntensity
  /// Operations in a second.
  public var throughput: Throughput
  /// Operations for each joule; nil where the energy is unknown.
  public var efficiency: EnergyEfficiency?
  /// The roof at that memory of the format that most operations are in.
  public var roof: MachineRoof
  /// The same for the zeros of the network, in nominal operations; nil where none is spared.
  public var sparseRoof: MachineRoof?

  /// The position of an analysed network; nil where nothing is multiplied or moved.
  init?(_ analysis: Analysis) {
    let levels = analysis.accelerator.memories.map(\.name)
    guard let level = analysis.options.level ?? levels.first else { return nil }
    var bytes = ByteCount.zero
    var formats: [(name: String, macs: Int)] = []
    for layer in analysis.layers {
      let at = layer.levels.first { $0.name == level }
      bytes += (at?.mapped.total ?? .zero) * Double(layer.layer.repeats)
      guard let format = analysis.computeFormat(of: layer)?.arithmetic.description
      else { continue }
      let macs = layer.layer.macs * layer.layer.repeats
      if let known = formats.firstIndex(where: { $0.name == format }) {
        formats[known].macs += macs
      } else {
        formats.append((format, macs))
      }
    }
    let main = formats.enumerated().max {
      ($0.element.macs, $1.offset) < ($1.element.macs, $0.offset)
    }
    guard let main, bytes > .zero, analysis.totals.operations > .zero,
      let roof = analysis.roofs.first(where: { $0.level == level && $0.format == main.element.name }
      )
    else { return nil }
    self.level = level
    intensity = analysis.totals.operations / bytes
    throughput = analysis.totals.throughput
    efficiency = analysis.totals.efficiency
    self.roof = roof
    sparseRoof = SparseRoof(analysis).map { $0.above(roof) }
  }
}
