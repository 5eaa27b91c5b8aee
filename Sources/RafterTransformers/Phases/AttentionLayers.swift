// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// The kernel between the products of attention: scores, softmax, context [workloads 5.2].
struct AttentionKernelLayers {
  var context: PassContext
  var pairs: AttentionPairs
  /// Products side by side with keys of their own: B * K.
  var keySets: Int
  /// Query heads that share them: H / K.
  var group: Int
  /// Elements of a query and key, and of a value.
  var keySize: Int
  var valueSize: Int
  /// Elements of K, V and of both together that one set keeps for a token; both are less where V lies inside K.
  var keptKeys: Int
  var keptValues: Int
  /// The format that K and V are read in.
  var cache: NumberFormat
  /// Names it by how far it looks.
  var suffix: String
  /// Work that is fused into it: rotation, norms of Q and K.
  var fusedOperations = 0
  /// Learned numbers that it owns: sinks, norms of Q and K.
  var ownElements = 0

  private var options: PassOptions { context.options }
  private var residual: NumberFormat { context.formats.residual }

  /// One layer, or three where scores are written.
  var layers: [Layer] {
    options.attention == .fused ? [fused] : unfused
  }

  /// Q, K, V in, the result out: `2*H*(D+Dv)*pairs` operations and 5 of the vector unit a pair.
  private var fused: Layer {
    var draft = LayerDraft("attention" + suffix, .attention, "Attention")
    var (queries, results, keys, values) = (0, 0, 0, 0)
    let shapes = AttentionPairs.rectangles(pairs: pairs.pairs, rows: pairs.queries)
    for (index, shape) in shapes.enumerated() {
      let mark = shapes.count > 1 ? " \(index + 1)" : ""
      let rows = group * shape.rows
      draft.add(
        .product(
          "scores" + mark, batch: keySets, rows: rows, columns: shape.columns, inner: keySize,
          input: residual, weights: cache, output: residual, isConstant: false, keepsOutput: true))
      draft.add(
        .product(
          "context" + mark, batch: keySets, rows: rows, columns: valueSize, inner: shape.columns,
          input: residual, weights: cache, output: residual, isConstant: false, keepsInput: true))
      queries += keySets * rows * keySize
      results += keySets * rows * valueSize
      keys += keySets * shape.columns * keySize
      values += keySets * shape.columns * valueSize
    }
    let rows = keySets * group * pairs.queries
    draft.split("query", .inputs, .read, rows * keySize, inNests: queries, residual)
    draft.split(
      "k_cache", .weights, .read, keySets * pairs.keysRead * keptKeys, inNests: keys, cache)
    draft.split(
      "v_cache", .weights, .read, keySets * pairs.keysRead * keptValues, inNests: values, cache)
    draft.split("output", .outputs, .written, rows * valueSize, inNests: results, residual)
    draft.layer.vectorOperations = 5 * keySets * group * pairs.pairs + fusedOperations
    own(&draft)
    return draft.layer
  }

  private var unfused: [Layer] {
    let rows = group * pairs.queries
    let columns = pairs.densePairs / max(1, pairs.queries)
    let count = keySets * group * pairs.densePairs
    var scores = LayerDraft("qk_matmul" + suffix, .matmul, "MatMul")
    scores.add(
      .product(
        "scores", batch: keySets, rows: rows, columns: columns, inner: keySize, input: residual,
        weights: cache, output: residual, isConstant: false))
    scores.read("query", keySets * rows * keySize, residual, mapped: true)
    scores.split(
      "k_cache", .weights, .read, keySets * pairs.keysRead * keptKeys,
      inNests: keySets * columns * keySize, cache)
    scores.write("scores", count, residual, mapped: true)
    scores.layer.vectorOperations = fusedOperations
    own(&scores)
    let softmax = context.elementwise(
      "softmax" + suffix, .softmax, "Softmax", operations: 5 * count, read: count, write: count)
    var result = LayerDraft("sv_matmul" + suffix, .matmul, "MatMul")
    result.add(
      .product(
        "context", batch: keySets, rows: rows, columns: valueSize, inner: columns, input: residual,
        weights: cache, output: residual, isConstant: false))
    result.read("scores", count, residual, mapped: true)
    result.split(
      "v_cache", .weights, .read, keySets * pairs.keysRead * keptValues,
      inNests: keySets * columns * valueSize, cache)
    result.write("output", keySets * rows * valueSize, residual, mapped: true)
    return [scores.layer, softmax, result.layer]
  }

  private func own(_ draft: inout LayerDraft) {
    guard ownElements > 0 else { return }
    draft.read("gains", ownElements, context.small, role: .weights, constant: true)
    draft.own(ownElements, bytes: context.small.bytes(of: ownElements))
  }
}

extension AttentionReach {
  /// ` (window 128)`; nothing for the whole context.
  var suffix: String {
    switch self {
    case .full: ""
    case .window(let size): " (window \(size))"
    case .chunk(let size): " (chunk \(size))"
    case .selected(let count): " (\(count) selected)"
    }
  }
}
