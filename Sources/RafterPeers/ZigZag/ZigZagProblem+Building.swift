// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

extension ZigZagProblem {
  /// Lays a layer on a machine.
  ///
  /// - Throws: `DiagnosticList` where an operand has no memory or no port, or an index is unknown.
  init(
    layer: ZigZagLayer, machine: ZigZagMachine, whole: ZigZagSpatialLevels,
    fractional: ZigZagSpatialLevels, dataflow: ZigZagDataflow, cyclesPerOperation: Double
  ) throws(DiagnosticList) {
    var faults: [Diagnostic] = []
    let operands = layer.operands
    let names = layer.dimensions.map(\.name)
    dimensionNames = names
    dimensionCount = names.count
    operandCount = operands.count

    var relevance = operands.map { _ in names.map { _ in Relevance.irrelevant } }
    var pure: [[Int]] = operands.map { _ in [] }
    var sums: [[DistinctIndices]] = operands.map { _ in [] }
    for (place, operand) in operands.enumerated() {
      for index in operand.indices {
        if let dimension = layer.index(of: index) {
          relevance[place][dimension] = .relevant
          pure[place].append(dimension)
        } else if let relation = layer.relations.first(where: { $0.index == index }),
          let first = layer.index(of: relation.first.dimension),
          let second = layer.index(of: relation.second.dimension)
        {
          relevance[place][first] = .partial
          relevance[place][second] = .partial
          let extent = DistinctIndices(
            first: first, stride: relation.first.stride, second: second,
            stride: relation.second.stride, limit: .infinity)
          let limit =
            relation.limit.map(Double.init)
            ?? extent.count(
              Double(layer.dimensions[first].size), Double(layer.dimensions[second].size))
          sums[place].append(
            DistinctIndices(
              first: first, stride: relation.first.stride, second: second,
              stride: relation.second.stride, limit: limit))
        } else {
          faults.append(.unknownZigZagIndex(index, of: operand.name))
        }
      }
    }
    self.relevance = Array(relevance.joined())
    self.pure = Groups(pure)
    self.sums = Groups(sums)
    bits = operands.map { Double($0.bits) }
    finalBits = Double(layer.finalBits)

    let memories = operands.map { machine.levels(of: $0.memoryOperand) }
    for (place, levels) in memories.enumerated() where levels.isEmpty {
      faults.append(.operandWithoutMemory(operands[place].memoryOperand, in: machine.name))
    }
    levels = memories.map(\.count)
    let stride = (levels.max() ?? 0) + 1
    self.stride = stride
    memory = memories.flatMap { list in [0] + list + Self.padding(0, list.count + 1, stride) }
    let inputs = Set(operands.dropFirst().map(\.memoryOperand))
    func isShared(_ port: ZigZagMachine.Port) -> Bool {
      Set(port.serves.map(\.operand)).intersection(inputs).count > 1
    }
    let directions = ZigZagDirection.allCases
    widths = operands.enumerated().flatMap { place, operand -> [Width?] in
      let known = memories[place].flatMap { memory in
        directions.map { direction in
          machine.memories[memory].port(operand.memoryOperand, direction).map {
            Width(
              minimum: $0.minimum.value, maximum: $0.maximum.value, isShared: isShared($0))
          }
        }
      }
      return Self.padding(nil, 0, directions.count) + known
        + Self.padding(nil, known.count + directions.count, stride * directions.count)
    }
    for (place, levels) in memories.enumerated() {
      for level in levels.indices {
        let below: ZigZagDirection = place == 0 ? .writeFromLower : .readToLower
        let above: ZigZagDirection = place == 0 ? .readToHigher : .writeFromHigher
        var needed = [below]
        if level + 1 < levels.count { needed.append(above) }
        for direction in needed
        where machine.memories[levels[level]].port(operands[place].memoryOperand, direction) == nil
        {
          faults.append(
            .linkWithoutPort(
              operands[place].memoryOperand, direction, of: machine.memories[levels[level]].name))
        }
      }
    }
    contents = Groups(
      machine.memories.indices.map { memory in
        machine.memories[memory].operands.flatMap { name in
          operands.indices.filter { operands[$0].memoryOperand == name }.compactMap { place in
            memories[place].firstIndex(of: memory).map { Content(operand: place, level: $0 + 1) }
          }
        }
      })
    capacity = machine.memories.map(\.capacity.value)
    readEnergy = machine.memories.map(\.readEnergy.value)
    writeEnergy = machine.memories.map(\.writeEnergy.value)
    isDoubleBuffered = machine.memories.map(\.isDoubleBuffered)
    portWidth = machine.memories.flatMap { $0.ports.map(\.maximum.value) }
    links = Groups(
      machine.memories.indices.flatMap { memory in
        machine.memories[memory].ports.map { port in
          port.serves.flatMap { service in
            operands.indices.filter { operands[$0].memoryOperand == service.operand }
              .compactMap { place in
                memories[place].firstIndex(of: memory).map {
                  Link(operand: place, level: $0 + 1, direction: service.direction)
                }
              }
          }
        }
      })
    macs = layer.macs
    unitCount = machine.unitCount
    macEnergy = machine.macEnergy.value
    self.cyclesPerOperation = cyclesPerOperation
    drain = Self.drain(dataflow, layer: layer, machine: machine)
    isWhole = whole == fractional

    for levels in [whole, fractional] {
      for (place, list) in levels.enumerated() where list.count != memories[place].count + 1 {
        faults.append(
          .spatialLevelCount(
            list.count, of: operands[place].name, expected: memories[place].count + 1))
      }
      for name in Set(levels.joined().joined().map(\.dimension)).sorted()
      where layer.index(of: name) == nil {
        faults.append(.unknownZigZagDimension(name))
      }
    }
    guard faults.isEmpty else { throw DiagnosticList(faults) }
    func view(_ levels: ZigZagSpatialLevels) -> View {
      Self.view(levels, layer: layer, relevance: relevance, pure: pure, sums: sums, stride)
    }
    self.whole = view(whole)
    self.fractional = view(fractional)
  }

  /// What fills a table from a place to its end.
  private static func padding<Element>(_ element: Element, _ from: Int, _ to: Int) -> [Element] {
    [Element](repeating: element, count: to - from)
  }

  /// Cycles until the last results have left: the declared unrolling of each systolic dimension, limited to
  /// array and layer, less one [mapping 6.1, reading 12].
  private static func drain(
    _ dataflow: ZigZagDataflow, layer: ZigZagLayer, machine: ZigZagMachine
  ) -> Double {
    var cycles = 0
    for name in machine.systolic {
      guard let entry = dataflow.entries.first(where: { $0.arrayDimension == name }),
        let size = machine.array.first(where: { $0.name == name })?.size
      else { continue }
      let units = entry.unrollings.reduce(1) { product, loop in
        let bound = layer.index(of: loop.dimension).map { layer.dimensions[$0].size } ?? loop.factor
        return product * min(loop.factor, bound)
      }
      cycles += max(0, min(units, size) - 1)
    }
    return Double(cycles)
  }

  /// Instances and boosts of one set of unrollings [mapping 6.1, readings 4 and 5].
  private static func view(
    _ levels: ZigZagSpatialLevels, layer: ZigZagLayer, relevance: [[Relevance]], pure: [[Int]],
    sums: [[DistinctIndices]], _ stride: Int
  ) -> View {
    let unrolled = levels.map { operand in
      operand.map { level in
        level.compactMap { loop in
          layer.index(of: loop.dimension).map { Unrolled(dimension: $0, factor: loop.factor) }
        }
      }
    }
    var boost: [Double] = []
    var units: [Double] = []
    var outermost = -1
    for (operand, list) in unrolled.enumerated() {
      // Elements of the unrollings below each level, growing outward.
      var extents = layer.dimensions.map { _ in 1.0 }
      func elements() -> Double {
        var size = 1.0
        for dimension in pure[operand] { size *= extents[dimension] }
        for sum in sums[operand] { size *= sum.count(extents[sum.first], extents[sum.second]) }
        return size
      }
      var below: [Double] = []
      for level in list {
        below.append(elements())
        for loop in level { extents[loop.dimension] *= loop.factor }
      }
      let all = elements()
      let unique = below.map { all / $0 } + [1]
      boost += list.indices.map { PeerRounding.nearest(unique[$0] / unique[$0 + 1]) }
      units += list.indices.map { level in
        PeerRounding.unitCount(
          list[level...].joined().reduce(1.0) { $0 * $1.factor })
      }
      let rest = padding(1.0, list.count, stride)
      boost += rest
      units += rest
      if operand == 0 {
        for (level, loops) in list.enumerated()
        where loops.contains(where: {
          relevance[0][$0.dimension] == .irrelevant && $0.factor > 1
        }) {
          outermost = level
        }
      }
    }
    let lists = unrolled.flatMap { $0 + padding([], $0.count, stride) }
    return View(
      unrolled: Groups(lists), boost: boost, units: units, outermostReduction: outermost)
  }
}
