// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

/// One of our nests and machines in the terms of ZigZag.
struct ZigZagConversion {
  let layer: ZigZagLayer
  let machine: ZigZagMachine
  let cyclesPerOperation: Double
  /// Unrollings worth a search, the fullest array first.
  let dataflows: [ZigZagDataflow]
  /// Whether every energy is stated.
  let isEnergyKnown: Bool
  /// What was changed on the way.
  let cautions: [String]

  /// Unrollings that are searched.
  private static let dataflowLimit = 6

  init(_ nest: LoopNest, _ accelerator: Accelerator, _ format: ComputeFormat) throws(DiagnosticList)
  {
    layer = try Self.layer(nest)
    var builder = MachineBuilder(accelerator, format)
    machine = builder.machine()
    cautions = builder.cautions
    isEnergyKnown = builder.isEnergyKnown
    cyclesPerOperation = builder.cyclesPerOperation
    dataflows = Self.dataflows(layer, nest, builder.axes, limit: Self.dataflowLimit)
  }

  /// The memory operand of ours.
  static func memoryOperand(_ operand: Operand) -> String {
    switch operand {
    case .outputs: "O"
    case .inputs: "I1"
    case .weights: "I2"
    }
  }

  private static func name(_ operand: Operand) -> String {
    switch operand {
    case .outputs: "O"
    case .inputs: "I"
    case .weights: "W"
    }
  }

  private static func layer(_ nest: LoopNest) throws(DiagnosticList) -> ZigZagLayer {
    var relations: [ZigZagLayer.Relation] = []
    var operands: [Operand: ZigZagLayer.Operand] = [:]
    for role in Operand.allCases {
      let operand = nest[role]
      var indices: [String] = []
      for (place, axis) in operand.axes.enumerated() {
        let terms = axis.terms.filter { nest.dimensions[$0.dimension].bound > 1 }
        switch terms.count {
        case 0: continue
        case 1: indices.append(nest.dimensions[terms[0].dimension].name)
        case 2:
          let index = "\(name(role)).\(place)"
          indices.append(index)
          relations.append(
            ZigZagLayer.Relation(
              index: index,
              first: .init(terms[0].stride, nest.dimensions[terms[0].dimension].name),
              second: .init(terms[1].stride, nest.dimensions[terms[1].dimension].name),
              limit: axis.extent))
        default:
          throw DiagnosticList(.unsupportedNest(nest.label, "an index is a sum of three loops"))
        }
      }
      let format = role == .outputs ? nest.accumulate : operand.format
      operands[role] = ZigZagLayer.Operand(
        name: name(role), memoryOperand: memoryOperand(role), indices: indices,
        bits: Int(format.bitsPerElement.value.rounded(.up)))
    }
    guard let output = operands[.outputs], let weights = operands[.weights],
      let inputs = operands[.inputs]
    else { throw DiagnosticList(.unsupportedNest(nest.label, "an operand is missing")) }
    return ZigZagLayer(
      dimensions: nest.dimensions.map { ZigZagLayer.Dimension($0.name, $0.bound) },
      relations: relations, output: output,
      finalBits: Int(nest[.outputs].format.bitsPerElement.value.rounded(.up)),
      inputs: [weights, inputs])
  }

  /// Which dimension each axis carries: every choice the axes allow, those that fill the array best.
  private static func dataflows(
    _ layer: ZigZagLayer, _ nest: LoopNest, _ axes: [MachineBuilder.Axis], limit: Int
  ) -> [ZigZagDataflow] {
    var choices: [[String?]] = [[]]
    for axis in axes {
      let names = layer.dimensions.filter { $0.size > 1 && axis.allows($0.name, in: nest) }.map(
        \.name)
      // At least the choice to leave it idle, so that there always is a dataflow.
      choices = choices.flatMap { choice in
        ([nil] + names.map { Optional($0) }).map { choice + [$0] }
      }
      if choices.count > 20_000 { break }
    }
    let rated = choices.filter { $0.count == axes.count }.enumerated().map { place, choice in
      var steps = 1.0
      for dimension in layer.dimensions {
        let units = zip(axes, choice).reduce(1) { $1.1 == dimension.name ? $0 * $1.0.size : $0 }
        steps *= (Double(dimension.size) / Double(units)).rounded(.up)
      }
      return (steps, place, choice)
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    return rated.prefix(limit).map { rating in
      ZigZagDataflow(
        zip(axes, rating.2).map { axis, name in
          ZigZagDataflow.Entry(axis.name, name.map { [ZigZagLoop($0, axis.size)] } ?? [])
        })
    }
  }
}
