// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
public import RafterWorkload

/// Counts what a mapping moves, how long it takes and what energy it needs [mapping 2, 3].
///
/// The model, where the sources leave a choice:
///  - Every operand lies in the memories that the mapping stores it in and goes from one to the next. There
///    is no register at the multiplier: each step of it reads weights and inputs from the innermost memory
///    that stores them, and adds to the output there.
///  - One transfer serves all parts of an array side that multicasts the operand; what parts need in common
///    (all of it, or the overlap of sliding windows) is then read once. Otherwise each part's copy is read.
///    A side that reduces outputs adds them on their way out; otherwise each part's sum is added in the
///    outer memory by a read and a write.
///  - Tiles need not divide their range: the last one is shorter, and all counts are of true iterations.
///  - Rows and columns of padding are not moved; rows that a stride skips are not either. The overlap of
///    successive windows is moved again, unless one tile holds it.
///  - Partial sums move at accumulate bits, finished outputs in their format; the first read of a sum is
///    not counted, since nothing is there. The arithmetic writes accumulate bits into its accumulator.
///  - A transfer is rounded up to whole accesses of its port, its elements lying packed; all transfers of
///    an operand round as its largest one does.
///  - A port's time is that of the busiest instance, each operand taken where it is busiest.
public enum Evaluator {
  /// The cost of one run of a nest under a mapping.
  ///
  /// Counts are exact up to 2^53 elements. The mapping must be complete: each loop ends at tiles of one
  /// iteration, and operands are stored from the outside inwards.
  ///
  /// - Parameters:
  ///   - mapping: the mapping.
  ///   - nest: the product that it lays out.
  ///   - accelerator: the machine.
  ///   - format: the format of the arithmetic.
  ///   - savings: what zeros and data that stay spare; the counts of the mapping hold less that.
  public static func cost(
    of mapping: Mapping, for nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    savings: NestSavings = .none
  ) -> NestCost {
    evaluate(
      mapping, nest: NestShape(nest),
      machine: MachineShape(accelerator, format: format, nest: nest), savings: savings
    ).cost
  }

  /// The cost of one run of a nest under a mapping whose flows are counted.
  ///
  /// - Parameters:
  ///   - counted: the flows, on a machine of the same memories and arrays.
  ///   - machine: the machine.
  ///   - savings: what zeros and data that stay spare; the counts of the mapping hold less that.
  public static func cost(
    of counted: CountedMapping, on machine: PricedMachine, savings: NestSavings = .none
  ) -> NestCost {
    evaluate(counted.flows, machine.shape, savings).cost
  }

  /// The cost, and what each memory holds.
  static func evaluate(
    _ mapping: Mapping, nest: NestShape, machine: MachineShape, savings: NestSavings = .none
  ) -> Evaluation {
    evaluate(CountedFlows(mapping, nest: nest, machine: machine), machine, savings)
  }

  private static func evaluate(
    _ counted: CountedFlows, _ machine: MachineShape, _ savings: NestSavings
  ) -> Evaluation {
    let nest = counted.nest
    let layout = counted.layout
    var transfers = [[TransferBits]](repeating: [], count: machine.memories.count)
    var wires = [Double](repeating: 0, count: machine.arrays.count)
    var tiles: [StoredTile] = []
    var feeds = [[Int]](repeating: [], count: machine.memories.count)
    var conversions = 0.0
    for operand in 0..<3 {
      var state = SumState(begun: nest.operands[operand].elements, filled: 0)
      // What lies in the outer memory is known from the flow into it.
      var held = nest.operands[operand].elements
      var isReplaced = false
      for (i, passage) in counted.passages[operand].enumerated() {
        let flow = passage.flow
        if flow.isLast { conversions += flow.sent * machine.conversionEnergy[operand] }
        var isUnfinished = false
        let emit = { (bits: TransferBits, isOuter: Bool) in
          transfers[isOuter ? flow.outer : flow.inner].append(bits)
        }
        if operand == Operand.outputs.index {
          isUnfinished = flow.sumBits(nest.width(operand), state: &state, emit: emit)
        } else {
          flow.operandBits(nest.width(operand), emit: emit)
        }
        if !flow.isLast { feeds[flow.outer].append(flow.inner) }
        for crossing in passage.crossings {
          wires[crossing.array] +=
            flow.crossingBits(
              crossing.elements, nest.width(operand), filled: state.filled,
              isUnfinished: isUnfinished) * (flow.isLast ? savings.executed : 1)
        }
        tiles.append(
          StoredTile(
            operand: operand, memory: flow.outer, elements: held,
            bits: held * (isUnfinished ? nest.accumulateBits : nest.operands[operand].bits),
            isReplaced: isReplaced, isOutermost: i == 0))
        held = flow.tile
        isReplaced = flow.isReplaced
      }
    }

    let fill = layout.usedSides.reduce(0.0) { sum, used in
      sum + 2 * machine.arrays[used.array].sides[used.side].fill
    }
    let steps = counted.steps
    let compute = steps / machine.rate * savings.steps
    let innermost = layout.stores.map { $0.last?.memory ?? -1 }
    var memories: [MemoryCost] = []
    var times: [MemoryTime] = []
    for (index, memory) in machine.memories.enumerated() {
      let stored = (0..<3).reduce(UInt8(0)) { bits, operand in
        layout.stores[operand].contains { $0.memory == index } ? bits | 1 << UInt8(operand) : bits
      }
      let isOverlapped = feeds[index].allSatisfy { machine.memories[$0].isDouble }
      let (cost, time) = Self.memory(
        transfers[index], memory: memory,
        least: MemoryLeast(nest: nest, machine: machine, memory: index, stored: stored),
        isOverlapped: isOverlapped,
        savings: savings == .none ? nil : (what: savings, memory: index, innermost: innermost))
      memories.append(cost)
      times.append(time)
    }
    let items = LatencyItems(compute: compute, memories: times, fill: fill)
    let cost = NestCost(
      computeCycles: Cycles(compute),
      spatialUtilization: nest.macs / (steps * machine.units),
      memories: memories,
      wires: machine.arrays.indices.map { a in
        WireCost(
          element: machine.arrays[a].pathIndex, moved: BitCount(wires[a]),
          energy: machine.arrays[a].wireEnergy.map { Energy(wires[a] * $0) })
      },
      fillCycles: Cycles(items.fill), loadCycles: Cycles(items.load),
      offloadCycles: Cycles(items.offload),
      computeEnergy: machine.computeEnergy.map {
        Energy((nest.macs * $0 + conversions) * savings.arithmeticEnergy)
      },
      latencyCycles: Cycles(items.total))
    return Evaluation(cost: cost, tiles: tiles, feeds: feeds)
  }
}

/// What one memory keeps of an operand.
struct StoredTile: Sendable {
  var operand: Int
  var memory: Int
  /// Elements of the largest tile in one instance.
  var elements: Double
  /// Its bits, at accumulate width where unfinished sums lie there.
  var bits: Double
  /// Whether another tile follows it, so that a double-buffered memory keeps both.
  var isReplaced: Bool
  /// Whether it is the whole operand in its outermost memory, which is not checked here.
  var isOutermost: Bool
}

/// A cost and the tiles it rests on.
struct Evaluation: Sendable {
  var cost: NestCost
  var tiles: [StoredTile]
  /// For each memory those that its data go to.
  var feeds: [[Int]]
}
