// SPDX-License-Identifier: Apache-2.0
import RafterKernels
import RafterQuantities

/// Why the model is likely to be far off a row, by what the row is and not by which.
struct KernelCause {
  let words: String

  init(_ point: KernelComparison.Point) {
    words = Self.words(point)
  }

  private static func words(_ point: KernelComparison.Point) -> String {
    let isSlower = point.error > 0
    if let words = data(point, isSlower) { return words }
    switch point.row.kernel {
    case .product(let product) where product.format.kind == .widened && !isSlower:
      return
        "the kernel widens weights by rules of its own: it takes rows in chunks and adds parts of k one after the other, which shapes with few columns feel most"
    case .product(let product) where product.format.kind == .widened:
      return
        "the start of this stack's kernels is one constant for all sizes; small ones start sooner"
    case .product where point.device.generation == .hopper && product8(point):
      return "8-bit operands outside floating point: no row was fitted"
    case .product(let product) where product.format == .fp32:
      return "32-bit products do not use tensor cores, and no row was fitted"
    case .product:
      return point.row.powerCap != nil && point.time.limiter == .power
        ? "the power limit is taken at once; a run shorter than the board's averaging draws more"
        : "the library takes another tile than the best of the model"
    case .experts(let layer):
      return experts(layer, isSlower)
    case .attention(let attention):
      return attention.phase == .decode
        ? "how a stack cuts the cache into parts is one constant for all sizes"
        : "another kernel of attention than those that were fitted"
    case .elements(let elements): return Self.elements(elements, isSlower)
    }
  }

  /// Where the data were; nil where that explains nothing.
  private static func data(_ point: KernelComparison.Point, _ isSlower: Bool) -> String? {
    let gpu = point.device.gpu
    if point.time.bytes > gpu.cacheCapacity {
      return point.time.bytes / point.row.latency > gpu.memoryPeak
        ? "measured above the roof of the memory" : nil
    }
    return isSlower && point.time.limiter == .memory
      ? "the operands fit the cache and may have been there already; the model reads them from memory"
      : nil
  }

  private static func elements(_ elements: ElementOperator, _ isSlower: Bool) -> String {
    if isSlower {
      return
        "small operators start sooner than products, whose start is the constant, and find their tensors in the cache"
    }
    return elements.elements < 1 << 20
      ? "the operator starts more than one kernel, or walks its rows before it writes"
      : "the rows are walked more than once, which the one share of all operators on rows does not say"
  }

  private static func product8(_ point: KernelComparison.Point) -> Bool {
    if case .product(let product) = point.row.kernel { product.format == .int8 } else { false }
  }

  private static func experts(_ layer: ExpertLayer, _ isSlower: Bool) -> String {
    let each = Double(layer.tokens * layer.chosen) / Double(layer.experts)
    if layer.loads != .balanced, each > 16 {
      return isSlower
        ? "how the rows were drawn is not published; a draw with a smaller largest expert runs sooner"
        : "how the rows were drawn is not published; one expert with most of the rows holds the kernel up"
    }
    if layer.tokens == 1 || each < 1 {
      return "the start of the kernels of an expert layer differs between stacks more than sizes do"
    }
    if layer.origin == .generated, !isSlower {
      return
        "a kernel of Triton with the tile of its default configuration, which pads few rows to 64 and overlaps little"
    }
    return isSlower
      ? "tiles that a stack tuned for this very shape do better than the share of all"
      : "this stack's grouped products reach less than the share of all"
  }
}
