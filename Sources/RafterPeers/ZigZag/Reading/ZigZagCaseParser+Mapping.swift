// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension ZigZagCaseParser {
  /// `{D1: {K: 32}, D2: {C: 32}}`.
  mutating func dataflow(_ node: DocumentNode) -> ZigZagDataflow {
    var entries: [ZigZagDataflow.Entry] = []
    for entry in reader.entries(node, of: "'array_unrolling'") ?? [] {
      let loops = (reader.entries(entry.value, of: "the unrolling of '\(entry.key)'") ?? [])
        .compactMap { item in
          reader.size(item.value, of: "the unrolling of '\(item.key)'").map {
            ZigZagLoop(item.key, $0)
          }
        }
      entries.append(ZigZagDataflow.Entry(entry.key, loops))
    }
    return ZigZagDataflow(entries)
  }

  mutating func mapping(
    _ record: inout RecordReader, of layer: ZigZagLayer, title: String
  ) -> ZigZagMapping? {
    let before = reader.errorCount
    let whole = record.entry("spatial_per_level").flatMap { spatial($0.value, of: layer) }
    let exact = record.entry("spatial_per_level_fractional").flatMap {
      spatial($0.value, of: layer)
    }
    var means: [String: Double] = [:]
    if let entry = record.entry("fractional_unrolling_for_energy") {
      for item in reader.entries(entry.value, of: "'fractional_unrolling_for_energy'") ?? [] {
        means[item.key] = reader.number(item.value, of: "'\(item.key)'", least: 1e-3)
      }
    }
    let temporal = record.entry("temporal_per_level_inner_to_outer")
    let loops = temporal.flatMap { levels($0.value, of: layer) { ZigZagLoop($0, Int($1)) } }
    guard reader.errorCount == before, let whole, let temporal, let loops else { return nil }
    let fractional =
      exact
      ?? whole.map { operand in
        operand.map { level in
          level.map { ZigZagUnrolling($0.dimension, means[$0.dimension] ?? $0.factor) }
        }
      }
    let order = loops.first.map { Array($0.joined()) } ?? []
    for (operand, list) in zip(layer.operands, loops) where Array(list.joined()) != order {
      reader.report(.loopOrdersDiffer(operand.name, at: temporal.keyLocation))
    }
    let mapping = ZigZagMapping(
      whole: whole, fractional: fractional, order: order,
      cuts: loops.map { operand in
        var count = 0
        return operand.map { level in
          count += level.count
          return count
        }
      })
    checkCoverage(mapping, of: layer, at: temporal)
    return reader.errorCount == before ? mapping : nil
  }

  /// Every dimension runs at least as often as its size.
  private mutating func checkCoverage(
    _ mapping: ZigZagMapping, of layer: ZigZagLayer, at entry: DocumentEntry
  ) {
    var iterations = 1.0
    for dimension in layer.dimensions {
      var product = 1.0
      for loop in mapping.order where loop.dimension == dimension.name {
        product *= Double(loop.factor)
      }
      iterations *= product
      for loop in mapping.fractional.first?.joined() ?? [].joined()
      where loop.dimension == dimension.name {
        product *= loop.factor
      }
      if product < Double(dimension.size) * (1 - 1e-9) {
        reader.report(
          .uncoveredDimension(dimension.name, size: dimension.size, at: entry.keyLocation))
      }
    }
    let units = (mapping.fractional.first?.joined() ?? [].joined()).reduce(1.0) { $0 * $1.factor }
    if iterations * units > 0x1p50 { reader.report(.peerIterations(at: entry.keyLocation)) }
  }

  private mutating func spatial(_ node: DocumentNode, of layer: ZigZagLayer)
    -> ZigZagSpatialLevels?
  {
    levels(node, of: layer) { ZigZagUnrolling($0, $1) }
  }

  /// Loops per operand (in the order of the layer) and level.
  private mutating func levels<Loop>(
    _ node: DocumentNode, of layer: ZigZagLayer, _ make: (String, Double) -> Loop
  ) -> [[[Loop]]]? {
    guard let entries = reader.entries(node, of: "loops per operand") else { return nil }
    for entry in entries where !layer.operands.contains(where: { $0.name == entry.key }) {
      reader.report(
        .peerForm(
          "operand '\(entry.key)'",
          expected: "one of \(layer.operands.map(\.name).joined(separator: ", "))",
          at: entry.keyLocation))
    }
    var result: [[[Loop]]] = []
    for operand in layer.operands {
      guard let entry = entries.first(where: { $0.key == operand.name }) else {
        reader.report(
          .peerForm(
            "the list of loops", expected: "levels for operand '\(operand.name)'", at: node.location
          ))
        continue
      }
      let levels = reader.elements(entry.value, of: "the levels of '\(operand.name)'") ?? []
      result.append(
        levels.map { level in
          (reader.elements(level, of: "a level of '\(operand.name)'") ?? []).compactMap {
            loop($0, of: layer, make)
          }
        })
    }
    return result.count == layer.operands.count ? result : nil
  }

  /// `[K, 32]`.
  private mutating func loop<Loop>(
    _ node: DocumentNode, of layer: ZigZagLayer, _ make: (String, Double) -> Loop
  ) -> Loop? {
    guard let parts = node.elements, parts.count == 2 else {
      reader.report(.peerForm("a loop", expected: "[K, 32]", at: node.location))
      return nil
    }
    let name = reader.text(parts[0], of: "the dimension of a loop")
    let factor = reader.number(parts[1], of: "the factor of a loop", least: 1e-3)
    guard let name, let factor else { return nil }
    guard layer.index(of: name.text) != nil else {
      reader.report(.unknownZigZagDimension(name.text, at: name.location))
      return nil
    }
    if Loop.self == ZigZagLoop.self {
      guard factor >= 1, factor <= 0x1p40, factor == factor.rounded() else {
        reader.report(
          .peerNumber("\(factor)", of: "the factor of a temporal loop", at: parts[1].location))
        return nil
      }
    }
    return make(name.text, factor)
  }
}
