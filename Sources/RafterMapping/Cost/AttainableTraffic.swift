// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

extension NestShape {
  /// The least bits that any mapping moves between a memory and all that is further in, when that keeps
  /// `inside` bits at most [Smith et al., arXiv 1702.02017; rooflines 2.3].
  ///
  /// With S elements of fast memory, `n` multiply-accumulates in which at most
  /// `sqrt(R*|W|*|I|*|O|)` can be done on given parts of the operands (R = 1 for matrix products; a
  /// convolution is R of them, one for each position of the window, `ceil(F/stride)` along an axis) read at
  /// least `2*n/sqrt(R*S) - 2*S` elements: with 3*S elements at hand in a phase that reads 2*S, no more
  /// than `sqrt(R)*S^1.5` can be done. Outputs are written once on top. All elements count with the
  /// smallest width, so the bound holds for any mix of widths.
  func leastBits(inside: Double) -> Double {
    let weights = operands[Operand.weights.index]
    let inputs = operands[Operand.inputs.index]
    let outputs = operands[Operand.outputs.index]
    let written = outputs.elements * min(outputs.bits, accumulateBits)
    let compulsory = weights.elements * weights.bits + inputs.elements * inputs.bits + written
    let width = min(weights.bits, inputs.bits, outputs.bits, accumulateBits)
    guard inside.isFinite, width > 0 else { return compulsory }
    let capacity = inside / width
    let reads = 2 * macsInside / (windowReuse * capacity).squareRoot() - 2 * capacity
    return max(compulsory, reads * width + written)
  }
}

extension MachineShape {
  /// All bits that the memories further in than one (index in `memories`) and the arithmetic can keep.
  ///
  /// Every multiplier has one element of each operand in hand.
  func bitsInside(_ memory: Int, nest: NestShape) -> Double {
    let hand = nest.operands.reduce(0.0) { $0 + max($1.bits, nest.accumulateBits) }
    return memories[(memory + 1)...].reduce(units * hand) { $0 + $1.totalBits * $1.instances }
  }
}
