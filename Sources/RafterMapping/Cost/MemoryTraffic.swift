// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterWorkload

/// One kind of transfer at a memory, in bits.
struct TransferBits: Sendable {
  var operand: Int
  var direction: TransferDirection
  /// All instances together.
  var mapped: Double
  /// The busiest instance.
  var busiest: Double
  var compulsory: Double
  /// The first transfer (inputs, weights) or the last one (outputs) of one instance inwards; 0 for others.
  var edge: Double
  /// The largest single transfer.
  var largest: Double
}

/// What one flow means at its two memories.
struct FlowBits: Sendable {
  var outer: [TransferBits]
  var inner: [TransferBits]
  /// Bits over the wires of each array in between.
  var crossings: [(array: Int, bits: Double)]
  /// Whether unfinished sums lie in the outer memory, which then keeps them at accumulate bits.
  var isUnfinished = false
}

/// The state of partial sums on the way inwards.
struct SumState: Sendable {
  /// Output elements that begin at zero in the outer memory, all instances.
  var begun: Double
  /// Elements of unfinished sums that were filled into the outer memory.
  var filled: Double
}

extension FlowBits {
  /// Bits of weights or inputs: the outer memory is read, the inner one written.
  static func operand(_ flow: Flow, nest: NestShape) -> FlowBits {
    let shape = nest.operands[flow.operand]
    let compulsory = shape.elements * shape.bits
    return FlowBits(
      outer: [
        TransferBits(
          operand: flow.operand, direction: .toArray, mapped: flow.sent * shape.bits,
          busiest: flow.sentBusiest * shape.bits, compulsory: compulsory,
          edge: flow.inner == nil ? 0 : flow.first * shape.bits,
          largest: flow.largest * shape.bits)
      ],
      inner: flow.inner == nil
        ? []
        : [
          TransferBits(
            operand: flow.operand, direction: .fromMemory, mapped: flow.received * shape.bits,
            busiest: flow.receivedBusiest * shape.bits, compulsory: compulsory, edge: 0,
            largest: flow.tile * shape.bits)
        ],
      crossings: flow.crossings.map { ($0.array, $0.elements * shape.bits) })
  }

  /// Bits of outputs: sums leave the inner memory once per pass; unfinished ones come back for the next [mapping 2].
  ///
  /// Of the elements that arrive, each output is finished once and moves in the output's format; all
  /// others are unfinished and move at accumulate bits. Reads of the outer memory are the arrivals less
  /// the sums that begin at zero. Busiest instances read in the proportion of all.
  static func sums(_ flow: Flow, nest: NestShape, state: inout SumState) -> FlowBits {
    let shape = nest.operands[flow.operand]
    let outputs = shape.elements
    let wide = nest.accumulateBits
    let final = shape.bits
    let least = outputs * min(final, wide)
    let read = max(0, flow.sent - state.begun)
    let filled = max(0, flow.sums - state.begun)
    let isUnfinished = read > 0 || state.filled > 0

    let written: Double
    if flow.inner == nil {
      // An accumulator keeps all its bits until the sum leaves it.
      written = flow.sent * (isUnfinished ? wide : final)
    } else {
      written = outputs * final + (flow.sent - outputs) * wide
    }
    let width = written > outputs * final ? wide : final
    var outer = [
      TransferBits(
        operand: flow.operand, direction: .fromArray, mapped: written,
        busiest: written * (flow.sentBusiest / flow.sent), compulsory: least,
        edge: flow.inner == nil ? 0 : flow.first * final, largest: flow.largest * width)
    ]
    if read > 0 {
      outer.append(
        TransferBits(
          operand: flow.operand, direction: .toArray, mapped: read * wide,
          busiest: read * wide * (flow.sentBusiest / flow.sent), compulsory: 0, edge: 0,
          largest: flow.largest * wide))
    }
    // Parts that add up on their way out, or in the outer memory, send unfinished sums.
    let isWhole = flow.received == flow.sums
    func leaving(_ elements: Double) -> Double {
      isWhole && flow.inner != nil
        ? outputs * final + (elements - outputs) * wide
        : elements * (isUnfinished || !isWhole ? wide : final)
    }
    var inner: [TransferBits] = []
    if flow.inner != nil {
      let left = leaving(flow.received)
      inner.append(
        TransferBits(
          operand: flow.operand, direction: .toMemory, mapped: left,
          busiest: left * (flow.receivedBusiest / flow.received), compulsory: least, edge: 0,
          largest: flow.tile * (left > outputs * final ? wide : final)))
      if filled > 0 {
        inner.append(
          TransferBits(
            operand: flow.operand, direction: .fromMemory, mapped: filled * wide,
            busiest: flow.receivedBusiest * min(1, filled / flow.sums) * wide, compulsory: 0,
            edge: 0, largest: flow.tile * wide))
      }
    }
    let crossings = flow.crossings.map { ($0.array, leaving($0.elements) + filled * wide) }
    state = SumState(begun: flow.received - filled, filled: filled)
    return FlowBits(
      outer: outer, inner: inner, crossings: crossings, isUnfinished: isUnfinished)
  }
}
