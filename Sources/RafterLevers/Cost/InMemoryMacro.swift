// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTechnology

/// An array of cells that multiplies as fast as some multipliers, with energies carried from published macros.
///
///     digital: Chih et al., ISSCC 2021, 22 nm, 0.72 V: 89 TOPS/W at 4 x 4 bits, 256 rows, 10 ns a bit, 0.202 mm2 for 64 Kib
///     analog:  Jia et al., JSSC 2020, 65 nm, 0.85 V: 9.7 pJ for a column of 2304 rows, 8.3 pJ for an output, 2.91 mm2 for
///              590 Kib; converters by the law of the technology model, 6 bits as in DIANA
///
/// Energies of logic are carried to node and supply by Stillmaker and Baas, areas to the node. Converters do not follow the node.
struct InMemoryMacro {
  /// The array.
  var array: InMemoryArray
  /// Its area.
  var area: Area
  /// What its numbers rest on.
  var basis: String

  /// Where macros are published.
  private enum Anchor {
    /// 2 op / 89 TOPS/W = 22.5 fJ for a MAC of 4 x 4 bits, which is 4 * 4 steps of a column shared by 256 rows.
    static let digitalStep = Energy(2 / 89e12 * 256 / 16)
    static let digitalNode = ProcessNode(22.0)
    static let digitalSupply = Voltage(0.72)
    /// A bit of all inputs enters in 10 ns: 2 * 256 * 64 op of 4-bit weights, 16.3 TOPS/mm2.
    static let digitalTime = Seconds(10e-9)
    static let digitalCell = Area(0.202 / 65536)
    static let column = Energy(9.7e-12)
    static let columnRows = 2304
    static let output = Energy(8.3e-12)
    static let analogNode = ProcessNode(65.0)
    static let analogSupply = Voltage(0.85)
    static let analogCell = Area(2.91 / (2304 * 256))
    static let analogColumn = Area(0.497 / 256)
  }

  /// An array of a style.
  ///
  /// - Parameters:
  ///   - style: How its columns sum.
  ///   - rate: MACs in a cycle that it has to reach.
  ///   - format: The formats it has to reach them in.
  ///   - factor: How many times as many cells it has.
  ///   - machine: Whose node, supply and clock it gets.
  /// - Returns: nil where the machine states no node.
  init?(
    _ style: InMemoryArray.Style, reaching rate: MACsPerCycle, in format: ArithmeticFormat,
    times factor: Int, on machine: Accelerator, _ model: TechnologyModel
  ) {
    guard let node = machine.technology.node?.value else { return nil }
    let supply = machine.technology.voltage?.value ?? NodeSupply(node).nominal
    let clock = machine.technology.frequency.value
    let bits = 6
    let rows = style == .digital ? 256 : 512
    let time =
      style == .digital ? Anchor.digitalTime : model.converters.adcDelay(bits: bits, rows: rows)
    let cycles = max(1, (time.value * clock.value).rounded(.up))
    let steps = format.inputs.bitsPerElement.value.rounded(.up)
    let width = Int(format.weights.bitsPerElement.value.rounded(.up))
    let weights = Int((rate.value * steps * cycles / Double(rows)).rounded(.up)) * factor
    let columns = max(1, weights) * width
    func logic(_ anchor: Energy, _ from: ProcessNode, _ at: Voltage) -> Energy {
      anchor * (StillmakerBaas.energy(at: node, supply) / StillmakerBaas.energy(at: from, at))
    }
    func shrunk(_ anchor: Area, _ from: ProcessNode) -> Area {
      anchor * (StillmakerBaas.area(at: node) / StillmakerBaas.area(at: from))
    }
    func stated(_ energy: Energy) -> Sourced<Energy> {
      Sourced(energy, Provenance(confidence: .assumed, text: energy.formatted()))
    }
    let energies: [InMemoryEnergies.Event: Sourced<Energy>]
    let cell: Area
    var column = Area.zero
    switch style {
    case .digital:
      let step = logic(Anchor.digitalStep, Anchor.digitalNode, Anchor.digitalSupply)
      energies = [.cell: stated(.zero), .accumulate: stated(step), .datapath: stated(.zero)]
      cell = shrunk(Anchor.digitalCell, Anchor.digitalNode)
      basis = "energy and area of Chih et al., ISSCC 2021 (22 nm), carried to the node"
    case .analog:
      let share = Double(rows) / Double(Anchor.columnRows)
      energies = [
        .bitline: stated(logic(Anchor.column * share, Anchor.analogNode, Anchor.analogSupply)),
        .dac: stated(.zero), .adc: stated(model.converters.adcEnergy(bits: bits, at: supply)),
        .datapath: stated(logic(Anchor.output, Anchor.analogNode, Anchor.analogSupply)),
      ]
      cell = shrunk(Anchor.analogCell, Anchor.analogNode)
      column =
        shrunk(Anchor.analogColumn, Anchor.analogNode) + model.converters.adcArea(bits: bits)
      basis =
        "cells and datapath of Jia et al., JSSC 2020 (65 nm), carried to the node, converters of \(bits) bits by law"
    }
    let width64 = BitCount(Double(columns))
    let cells = ByteCount(Double(rows * columns) / 8)
    let writing = model.sram.estimate(SramShape(capacity: cells, width: width64), at: node)
    let rowPerCycle = BandwidthPerCycle(Double(columns) / 8)
    array = InMemoryArray(
      rows: rows, columns: columns, inputBitsPerStep: 1,
      dacBits: style == .analog ? 1 : nil, adcBits: style == .analog ? bits : nil,
      cyclesPerStep: Sourced(
        Cycles(cycles), Provenance(confidence: .assumed, text: "\(Int(cycles)) cycles")),
      style: style, energies: InMemoryEnergies(stated: energies),
      rewrite: InMemoryArray.Rewrite(
        bandwidth: Sourced(
          .perCycle(rowPerCycle), Provenance(confidence: .assumed, text: "a row of cells a cycle")),
        energy: writing.map {
          Sourced($0.write, Provenance(confidence: .estimated, text: $0.basis))
        }, open: writing == nil ? [.writeEnergy] : []))
    area = cell * Double(rows * columns) + column * Double(columns)
  }
}
