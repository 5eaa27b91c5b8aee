// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterWorkload

/// What a mapping moves, in elements.
///
/// Counting is most of the work of an evaluation, and depends on neither rates nor energies: a study that moves only
/// these counts once.
public struct CountedMapping: Sendable {
  let flows: CountedFlows

  /// Counts the flows of a complete mapping.
  ///
  /// - Parameters:
  ///   - mapping: the mapping.
  ///   - nest: the product that it lays out.
  ///   - accelerator: a machine of the memories and arrays that the mapping names.
  ///   - format: the format of the arithmetic.
  public init(
    _ mapping: Mapping, for nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat
  ) {
    flows = CountedFlows(
      mapping, nest: NestShape(nest),
      machine: MachineShape(accelerator, format: format, nest: nest))
  }
}

/// The same in flat numbers.
struct CountedFlows: Sendable {
  /// A flow, and what all parts of each array on its way receive or send.
  struct Passage: Sendable {
    var flow: Flow
    var crossings: [(array: Int, elements: Double)]
  }

  let nest: NestShape
  let layout: MappingLayout
  /// For each operand its flows, outermost first.
  let passages: [[Passage]]
  /// Steps of the arithmetic over time.
  let steps: Double

  init(_ mapping: Mapping, nest: NestShape, machine: MachineShape) {
    self.nest = nest
    let layout = MappingLayout(mapping, machine: machine, dimensions: nest.bounds.count)
    self.layout = layout
    let counter = FlowCounter(nest: nest, machine: machine, splits: layout.splits)
    passages = (0..<3).map { operand in
      let stores = layout.stores[operand]
      return stores.indices.map { i in
        let isLast = i + 1 == stores.count
        let (flow, crossings) = counter.flow(
          operand: operand, outer: stores[i].memory, inner: isLast ? -1 : stores[i + 1].memory,
          before: isLast ? Int.max : stores[i + 1].node)
        return Passage(flow: flow, crossings: crossings)
      }
    }
    steps = layout.steps(nest.bounds)
  }
}
