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

  /// By how much whole accesses are more: those of all transfers as of the largest, and that of the first or last one, which
  /// may be narrower than unfinished sums are.
  @inline(__always)
  func roundingUp(to granularity: Double) -> (all: Double, edge: Double) {
    guard granularity > 0, largest > 0 else { return (1, 1) }
    let all = (largest / granularity).rounded(.up) * granularity / largest
    if edge == largest || edge == 0 { return (all, all) }
    return (all, (edge / granularity).rounded(.up) * granularity / edge)
  }
}

/// The state of partial sums on the way inwards.
struct SumState: Sendable {
  /// Output elements that begin at zero in the outer memory, all instances.
  var begun: Double
  /// Elements of unfinished sums that were filled into the outer memory.
  var filled: Double
}

/// How many elements an operand has and how wide they are.
struct OperandWidth: Sendable {
  var elements: Double
  /// Bits of an element.
  var bits: Double
  /// Bits of a partial sum.
  var wide: Double
}

extension NestShape {
  /// The width of one operand.
  func width(_ operand: Int) -> OperandWidth {
    OperandWidth(
      elements: operands[operand].elements, bits: operands[operand].bits, wide: accumulateBits)
  }
}

extension Flow {
  /// Bits of weights or inputs: the outer memory is read, the inner one written.
  ///
  /// - Parameter emit: takes a transfer, and whether it is at the outer memory.
  @inline(__always)
  func operandBits(_ width: OperandWidth, emit: (TransferBits, Bool) -> Void) {
    let bits = width.bits
    let compulsory = width.elements * bits
    emit(
      TransferBits(
        operand: operand, direction: .toArray, mapped: sent * bits, busiest: sentBusiest * bits,
        compulsory: compulsory, edge: isLast ? 0 : first * bits, largest: largest * bits), true)
    guard !isLast else { return }
    emit(
      TransferBits(
        operand: operand, direction: .fromMemory, mapped: received * bits,
        busiest: receivedBusiest * bits, compulsory: compulsory, edge: 0, largest: tile * bits),
      false)
  }

  /// Bits of outputs: sums leave the inner memory once per pass; unfinished ones come back for the next [mapping 2].
  ///
  /// Of the elements that arrive, each output is finished once and moves in the output's format; all
  /// others are unfinished and move at accumulate bits. Reads of the outer memory are the arrivals less
  /// the sums that begin at zero. Busiest instances read in the proportion of all.
  ///
  /// - Returns: whether unfinished sums lie in the outer memory, which then keeps them at accumulate bits.
  @inline(__always)
  func sumBits(
    _ width: OperandWidth, state: inout SumState, emit: (TransferBits, Bool) -> Void
  ) -> Bool {
    let outputs = width.elements
    let final = width.bits
    let wide = width.wide
    let least = outputs * min(final, wide)
    let read = max(0, sent - state.begun)
    let filled = max(0, sums - state.begun)
    let isUnfinished = read > 0 || state.filled > 0
    // An accumulator keeps all its bits until the sum leaves it.
    let written =
      isLast
      ? sent * (isUnfinished ? wide : final) : outputs * final + (sent - outputs) * wide
    emit(
      TransferBits(
        operand: operand, direction: .fromArray, mapped: written,
        busiest: written * (sentBusiest / sent), compulsory: least,
        edge: isLast ? 0 : first * final,
        largest: largest * (written > outputs * final ? wide : final)), true)
    if read > 0 {
      emit(
        TransferBits(
          operand: operand, direction: .toArray, mapped: read * wide,
          busiest: read * wide * (sentBusiest / sent), compulsory: 0, edge: 0,
          largest: largest * wide), true)
    }
    if !isLast {
      let left = leavingBits(received, width, isUnfinished: isUnfinished)
      emit(
        TransferBits(
          operand: operand, direction: .toMemory, mapped: left,
          busiest: left * (receivedBusiest / received), compulsory: least, edge: 0,
          largest: tile * (left > outputs * final ? wide : final)), false)
      if filled > 0 {
        emit(
          TransferBits(
            operand: operand, direction: .fromMemory, mapped: filled * wide,
            busiest: receivedBusiest * min(1, filled / sums) * wide, compulsory: 0, edge: 0,
            largest: tile * wide), false)
      }
    }
    state = SumState(begun: received - filled, filled: filled)
    return isUnfinished
  }

  /// Bits of so many sums on their way out.
  ///
  /// Parts that add up on their way, or in the outer memory, send unfinished sums.
  @inline(__always)
  func leavingBits(_ elements: Double, _ width: OperandWidth, isUnfinished: Bool) -> Double {
    let outputs = width.elements
    let final = width.bits
    let isWhole = received == sums
    if isWhole && !isLast { return outputs * final + (elements - outputs) * width.wide }
    return elements * (isUnfinished || !isWhole ? width.wide : final)
  }

  /// Bits over the wires of an array that so many elements cross.
  @inline(__always)
  func crossingBits(
    _ elements: Double, _ width: OperandWidth, filled: Double, isUnfinished: Bool
  ) -> Double {
    operand == Operand.outputs.index
      ? leavingBits(elements, width, isUnfinished: isUnfinished) + filled * width.wide
      : elements * width.bits
  }
}
