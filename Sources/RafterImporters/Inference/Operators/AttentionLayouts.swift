// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// The ways in which attention nodes spell their sizes.
extension AttentionOperators {
  /// Opset 23 on: queries, keys and values `[B, H, S, d]` or `[B, S, H * d]`, mask, past keys and values.
  static func standard(_ node: NodeView) throws(RuleFailure) -> Size {
    let (query, key, value) = (
      try node.shape(0, atLeast: 3), try node.shape(1, atLeast: 3), try node.shape(2, atLeast: 3)
    )
    let (heads, keyHeads): (Int, Int)
    if query.count == 4 {
      guard key.count == 4, value.count == 4 else {
        throw .invalid("queries are \(query.asShape), keys \(key.asShape)")
      }
      (heads, keyHeads) = (query[1], key[1])
    } else {
      heads = try node.count("q_num_heads")
      keyHeads = try node.count("kv_num_heads")
    }
    let isFlat = query.count == 3
    let queries = isFlat ? query[1] : query[2]
    let head = isFlat ? query[2] / heads : query[3]
    let valueHead = isFlat ? value[2] / keyHeads : value[3]
    let keyHead = isFlat ? key[2] / keyHeads : key[3]
    guard head == keyHead else {
      throw .invalid("heads of queries have \(head) elements, those of keys \(keyHead)")
    }
    let past = node.knownShape(4).map { $0.count == 4 ? $0[2] : 0 } ?? 0
    let keys = try Count.sum([isFlat ? key[1] : key[2], past])
    let out =
      isFlat
      ? [query[0], queries, try Count.product(heads, valueHead)]
      : [query[0], heads, queries, valueHead]
    return Size(
      batch: query[0], queryHeads: heads, keyHeads: keyHeads, queries: queries, keys: keys,
      head: head, valueHead: valueHead,
      operands: past > keys - past ? (0, 4, 5) : (0, 1, 2),
      outputs: [
        out, [query[0], keyHeads, keys, head], [query[0], keyHeads, keys, valueHead],
        [query[0], heads, queries, keys],
      ])
  }

  /// com.microsoft: queries `[B, S, H * d]`, keys the same or a cache `[B, H, S, d]`, past in inputs 6 and 7.
  ///
  /// Packed forms: all three in one `[B, S, H, 3, d]`, or keys and values in one `[B, S, H, 2, d]`.
  static func multiHead(_ node: NodeView) throws(RuleFailure) -> Size {
    let query = try node.shape(0, atLeast: 3)
    let heads = try node.count("num_heads")
    if query.count == 5 {
      guard query[2] == heads, query[3] == 3 else {
        throw .invalid("packed queries, keys and values are \(query.asShape), not BxSx\(heads)x3xd")
      }
      return try packed(node, batch: query[0], queries: query[1], keys: query[1], head: query[4])
    }
    guard query.count == 3, let key = node.knownShape(1) else {
      guard node.has(1) else { throw .invalid("keys are left out, but the queries are not packed") }
      throw .unknownInput
    }
    let head = query[2] / heads
    if key.count == 5 {
      guard key[2] == heads, key[3] == 2, key[4] == head else {
        throw .invalid("packed keys and values are \(key.asShape), not BxSx\(heads)x2x\(head)")
      }
      return try packed(node, batch: query[0], queries: query[1], keys: key[1], head: head)
    }
    let past = node.knownShape(6).map { $0.count == 4 ? $0[2] : 0 } ?? 0
    let own = key.count == 4 ? key[2] : key[1]
    let (keys, cached) = try extent(node, new: own, past: past, lengthAt: 8)
    var valueHead = head
    if let value = node.knownShape(2) {
      valueHead = value.count == 4 ? value[3] : value[2] / heads
    }
    let cache = [query[0], heads, cached]
    return Size(
      batch: query[0], queryHeads: heads, keyHeads: heads, queries: query[1], keys: keys,
      head: head, valueHead: valueHead, operands: past > own ? (0, 6, 7) : (0, 1, 2),
      outputs: [
        [query[0], query[1], try Count.product(heads, valueHead)], cache + [head],
        cache + [valueHead], [query[0], heads, query[1], keys],
      ])
  }

  /// How many keys there are, and how many the cache that is handed on holds.
  ///
  /// A cache in a buffer of its largest length stays as long as it is; how far it is filled says the input
  /// `lengthAt`, if its value is known.
  static func extent(_ node: NodeView, new: Int, past: Int, lengthAt: Int) throws(RuleFailure) -> (
    keys: Int, cached: Int
  ) {
    let isQuantized = node.`operator` == "QAttention"
    guard !isQuantized, past > 0, node.has(lengthAt) else {
      let keys = try Count.sum([new, past])
      return (keys, keys)
    }
    guard let filled = node.numbers(lengthAt)?.integers?.first, filled >= 0 else {
      return (past, past)
    }
    return (try Count.sum([new, filled]), past)
  }

  private static func packed(
    _ node: NodeView, batch: Int, queries: Int, keys: Int, head: Int
  ) throws(RuleFailure) -> Size {
    let heads = try node.count("num_heads")
    let past = node.knownShape(6).map { $0.count == 4 ? $0[2] : 0 } ?? 0
    let all = try Count.sum([keys, past])
    let holder = node.has(1) ? 1 : 0
    let cache = [batch, heads, all, head]
    return Size(
      batch: batch, queryHeads: heads, keyHeads: heads, queries: queries, keys: all, head: head,
      valueHead: head, operands: (0, holder, holder),
      outputs: [[batch, queries, try Count.product(heads, head)], cache, cache])
  }

  /// com.microsoft: the input `[B, S, D]` is projected by one weight matrix `[D, 3 * H * d]` first.
  static func fused(_ node: NodeView) throws(RuleFailure) -> Size {
    let (input, weights) = (try node.shape(0, atLeast: 3), try node.shape(1, atLeast: 2))
    let heads = try node.count("num_heads")
    guard input[2] == weights[0] else {
      throw .invalid("the input \(input.asShape) does not fit the weights \(weights.asShape)")
    }
    let widths = node.ints("qkv_hidden_sizes") ?? [Int](repeating: weights[1] / 3, count: 3)
    guard widths.count == 3, widths.allSatisfy({ $0 > 0 }) else {
      throw .invalid("attribute 'qkv_hidden_sizes' is \(widths)")
    }
    let pastAt = node.`operator` == "QAttention" ? 8 : 4
    let past = node.knownShape(pastAt).map { $0.count == 5 ? $0[3] : 0 } ?? 0
    let (keys, cached) = try extent(node, new: input[1], past: past, lengthAt: 6)
    return Size(
      batch: input[0], queryHeads: heads, keyHeads: heads, queries: input[1], keys: keys,
      head: widths[0] / heads, valueHead: widths[2] / heads, operands: (0, 0, 0),
      outputs: [
        [input[0], input[1], widths[2]], [2, input[0], heads, cached, widths[0] / heads],
      ],
      projection: MatrixNest(
        label: "projection", batches: [], rows: try Count.product(input[0], input[1]),
        columns: weights[1], inner: input[2]))
  }
}
