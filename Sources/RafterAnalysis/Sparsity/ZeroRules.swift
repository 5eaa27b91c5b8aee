// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// What a machine makes of the zeros of one product [rooflines 3.2, 3.6].
///
///     x      = max(product of d over skipped operands, 1/s_max)      executed share
///     gain   = max(1, balance / x)                                   of throughput
///     F      = share that is executed in full: x less what is gated
///     energy = F + (x - F) * g                                       of the arithmetic
///
/// Gating alone saves energy and no time. A machine whose parts wait for one another is never slower than a dense one:
/// no part has more to do than all of its work, so skipping pays from a density of `balance` downwards.
struct ZeroRules {
  let machine: Accelerator

  /// What the zeros of a nest spare; ``NestSavings/none`` for a dense one.
  func savings(of nest: LoopNest) -> NestSavings {
    guard nest.operands.contains(where: { $0.density.isSparse }) else { return .none }
    let support = machine.compute?.sparsity ?? SparsitySupport()
    let skipped = skippedShares(nest, support)
    let product = skipped.reduce(1.0) { $0 * $1.share }
    let executed = max(product, support.fastest.map { 1 / $0.value } ?? 0)
    let gain = max(1, (support.loadBalance?.value ?? 1) / executed)
    let isSkipping = executed < 1
    return NestSavings(
      steps: isSkipping ? 1 / gain : 1, executed: executed,
      arithmeticEnergy: energyShare(nest, support, skipped, executed: executed),
      stored: stored(nest))
  }

  /// Operands whose zeros the machine leaves out, with the share of elements that it works on.
  ///
  /// Hardware that skips by groups works on its own number of each, and only on tensors that keep to it.
  func skippedShares(_ nest: LoopNest, _ support: SparsitySupport) -> [(
    operand: Operand, share: Double
  )] {
    support.skipping.sorted().compactMap { operand in
      let density = nest[operand].density
      guard density.isSparse else { return nil }
      guard let needed = support.structures[operand] else { return (operand, density.share) }
      guard let structure = GroupStructure(kept: needed.n, group: needed.m),
        density.structure?.isWithin(structure) ?? false
      else { return nil }
      return (operand, structure.density)
    }
  }

  private func energyShare(
    _ nest: LoopNest, _ support: SparsitySupport, _ skipped: [(operand: Operand, share: Double)],
    executed: Double
  ) -> Double {
    let gating = support.gating
    guard !gating.isEmpty else { return executed }
    let product = skipped.reduce(1.0) { $0 * $1.share }
    var full = gating.sorted().reduce(1.0) { $0 * nest[$1].density.share }
    for (operand, share) in skipped where !gating.contains(operand) { full *= share }
    // What is executed beyond the non-zeros is zero in a skipped operand, and gated if that one is.
    if !skipped.contains(where: { gating.contains($0.operand) }) { full *= executed / product }
    full = min(full, executed)
    return full + (executed - full) * (support.gatedEnergy?.value ?? 0)
  }

  /// Operands that memories hold without their zeros; where that would take more bits they are held as they are.
  private func stored(_ nest: LoopNest) -> [NestSavings.Stored] {
    machine.memories.enumerated().flatMap { index, memory -> [NestSavings.Stored] in
      guard let compression = memory.compression else { return [] }
      return compression.operands.sorted().compactMap { operand in
        let share = storedShare(nest[operand], compression)
        return share < 1 ? NestSavings.Stored(memory: index, operand: operand, share: share) : nil
      }
    }
  }

  /// Bits of a stored tensor over those of all its elements: d*(b + overhead)/b, or by the format that is named.
  func storedShare(_ operand: NestOperand, _ compression: CompressedStorage) -> Double {
    let density = operand.density
    guard density.isSparse else { return 1 }
    let element = operand.format.bitsPerElement
    guard let code = compression.codes[operand.role] else {
      let overhead = compression.overhead[operand.role]?.value ?? .zero
      return min(1, (element + overhead).ratio(to: element) * density.share)
    }
    let elements = max(1, operand.elements)
    let nonZeros = Int((Double(elements) * density.share).rounded())
    guard let format = format(code, operand) else { return 1 }
    let size = format.expectedSize(elements: elements, nonZeros: nonZeros, element: element)
    return min(1, size.total.ratio(to: element * Double(elements)))
  }

  private func format(_ code: CompressedStorage.Code, _ operand: NestOperand) -> CompressionFormat?
  {
    switch code {
    case .bitmask: .bitmask
    case .coordinate: .coordinate(extents: operand.axes.map(\.extent))
    case .runLength: RunLengthCoding(runBits: 5).map { .runLength($0) }
    case .eyeriss: .runLength(.eyeriss)
    // A tensor without structure cannot be put into slots.
    case .structured: operand.density.structure.map { .structured($0) }
    }
  }
}
