// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// What moves at each memory, by operand, direction and port.
struct TrafficExplanation {
  var layer: LayerAnalysis
  var constants: ConstantNodes

  var traffic: ExplanationNode {
    ExplanationNode(
      label: "traffic", value: "", equation: "bytes read and written at each memory",
      children: layer.levels.enumerated().map { index, level in
        ExplanationNode(
          label: level.name, value: level.mapped.total.formatted(),
          equation: "read \(level.mapped.read.formatted()), written "
            + level.mapped.written.formatted(),
          children: layer.mappings.flatMap { transfers($0, index) } + vector(index))
      })
  }

  private func transfers(_ mapped: MappedNest, _ index: Int) -> [ExplanationNode] {
    guard mapped.cost.memories.indices.contains(index) else { return [] }
    let prefix = mapped.nest.label.isEmpty ? "" : "\(mapped.nest.label): "
    return mapped.cost.memories[index].transfers.filter { $0.mapped > .zero }.map { cost in
      let operand = cost.transfer.operand
      return ExplanationNode(
        label: prefix + "\(operand.rawValue) \(cost.transfer.direction.rawValue)",
        value: (cost.mapped.bytes * Double(mapped.nest.repeats)).formatted(),
        equation: "once: \(cost.compulsory.bytes.formatted()), at least: "
          + cost.attainable.bytes.formatted(),
        origin: "tensor \(mapped.nest[operand].tensor)")
    }
  }

  private func vector(_ index: Int) -> [ExplanationNode] {
    VectorTraffic.transfers(of: layer.layer, on: constants.machine, resident: layer.resident)
      .filter { $0.memory == index }
      .map {
        ExplanationNode(
          label: "vector unit: \($0.transfer.operand.rawValue) \($0.transfer.direction.rawValue)",
          value: $0.bits.bytes.formatted())
      }
  }
}
