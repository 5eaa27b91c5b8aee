// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Attention over a cache that is kept from pass to pass (com.microsoft).
extension AttentionOperators {
  /// Past keys and values in inputs 3 and 4, cache `[B, KVH, S, d]` of the largest length.
  ///
  /// With `local_window_size = W` each query attends to at most W keys, its own included; all queries of a pass read
  /// `W + S - 1` of them. Of the tables of sines only the rows of the new tokens are read.
  static func groupQuery(_ node: NodeView) throws(RuleFailure) -> Size {
    let query = try node.shape(0, atLeast: 3)
    let (heads, keyHeads) = (try node.count("num_heads"), try node.count("kv_num_heads"))
    let isPacked = !node.has(1)
    let head = isPacked ? query[2] / (heads + 2 * keyHeads) : query[2] / heads
    let (batch, queries) = (query[0], query[1])
    let pastShape = node.knownShape(3).flatMap { $0.count == 4 ? $0 : nil }
    let past = pastShape?[2] ?? 0
    // The total length, if it is known, says how far a shared buffer is filled.
    let filled = node.numbers(5)?.integers?.max().map { $0 &+ 1 }
    let total = node.numbers(6)?.integers?.first ?? filled
    let longest = try Count.sum([queries, past])
    let keys = max(total ?? longest, 0)
    let cache = [batch, keyHeads, max(keys, past), pastShape?[3] ?? head]
    var size = Size(
      batch: batch, queryHeads: heads, keyHeads: keyHeads, queries: queries, keys: keys,
      head: head, valueHead: head,
      outputs: [
        [batch, queries, try Count.product(heads, head)], cache, cache,
        [batch, heads, queries, keys],
      ])
    let window = node.int("local_window_size", default: -1)
    if window > 0, window < keys { size.attended = window }
    let cached = max(min(keys, try Count.sum([size.attended ?? keys, queries - 1])) - queries, 0)
    if let pastShape {
      size.cacheFormat = node.format(3)
      let rows = min(cached, past)
      for place in [3, 4] where node.has(place) {
        size.reads[place] = try Count.product(pastShape[0], pastShape[1], rows, pastShape[3])
      }
      size.operands = rows > queries ? (0, 3, 4) : size.operands
    }
    let turned = try Count.product(batch, queries, heads + keyHeads)
    if node.int("do_rotary", default: 0) == 1 {
      for place in [7, 8] {
        guard let table = node.knownShape(place), let width = table.last else { continue }
        size.reads[place] = min(table.elements, try Count.product(batch, queries, width))
        // Each row holds half of the elements that are turned.
        size.rotated = try Count.product(turned, min(2 * width, head))
      }
    } else {
      for place in [7, 8] where node.has(place) { size.reads[place] = 0 }
    }
    if node.has(14) { size.normalized = try Count.product(turned, head) }
    return size
  }

  /// One new token: queries `[B, 1, H * d]`, or with keys and values in one `[B, 1, H * (2 * d + dv)]`; keys and values
  /// may be a cache `[B, H, S, d]` of another sequence; past in inputs 5 and 6.
  static func decoderMasked(_ node: NodeView) throws(RuleFailure) -> Size {
    let query = try node.shape(0, atLeast: 3)
    let heads = try node.count("num_heads")
    let pastKey = node.knownShape(5).flatMap { $0.count == 4 ? $0 : nil }
    let pastValue = node.knownShape(6).flatMap { $0.count == 4 ? $0 : nil }
    let (key, value) = (node.knownShape(1), node.knownShape(2))
    let head: Int
    let valueHead: Int
    if let key, key.count == 4 {
      (head, valueHead) = (key[3], value?.last ?? key[3])
    } else if key != nil {
      head = query[2] / heads
      valueHead = value.map { ($0.last ?? 0) / heads } ?? head
    } else {
      head = pastKey?[3] ?? query[2] / (3 * heads)
      valueHead = pastValue?[3] ?? query[2] / heads - 2 * head
    }
    guard head > 0, valueHead > 0 else {
      throw .invalid("queries of \(query.asShape) do not divide into \(heads) heads")
    }
    var (keys, cached) = (key?[2] ?? 0, key?[2] ?? 0)
    let isCross = key?.count == 4
    if !isCross {
      (keys, cached) = try extent(node, new: query[1], past: pastKey?[2] ?? 0, lengthAt: 7)
    }
    let cache = [query[0], heads, cached]
    var size = Size(
      batch: query[0], queryHeads: heads, keyHeads: heads, queries: query[1], keys: keys,
      head: head, valueHead: valueHead,
      outputs: [
        [query[0], query[1], try Count.product(heads, valueHead)], cache + [head],
        cache + [valueHead], [query[0], heads, query[1], keys],
      ])
    if !isCross, let pastKey {
      size.cacheFormat = node.format(5)
      let rows = min(max(keys - query[1], 0), pastKey[2])
      size.operands = rows > query[1] ? (0, 5, 6) : size.operands
      for (place, width) in [(5, head), (6, valueHead)] where node.has(place) {
        size.reads[place] = try Count.product(query[0], heads, rows, width)
      }
    }
    return size
  }
}

/// Attention over sequences of unlike lengths that lie one behind the other, without padding (com.microsoft).
extension AttentionOperators {
  /// Queries, keys and values `[T, H * d]`, or all in one `[T, H, 3, d]`.
  static func packedMultiHead(_ node: NodeView) throws(RuleFailure) -> Size {
    let query = try node.shape(0, atLeast: 2)
    let heads = try node.count("num_heads")
    let isPacked = query.count == 4
    let head = isPacked ? query[3] : query[1] / heads
    let valueHead = isPacked ? head : (node.knownShape(2)?.last).map { $0 / heads } ?? head
    var size = try unpadded(node, tokens: query[0], heads: heads, offsets: 4, starts: 5)
    (size.head, size.valueHead) = (head, valueHead)
    if isPacked { size.operands = (0, 0, 0) }
    size.outputs = [[query[0], try Count.product(heads, valueHead)]]
    return size
  }

  /// The input `[T, D]` is projected by one weight matrix `[D, 2 * H * d + H * dv]` first.
  static func packedFused(_ node: NodeView) throws(RuleFailure) -> Size {
    let (input, weights) = (try node.shape(0, atLeast: 2), try node.shape(1, atLeast: 2))
    let heads = try node.count("num_heads")
    guard input[1] == weights[0] else {
      throw .invalid("the input \(input.asShape) does not fit the weights \(weights.asShape)")
    }
    let widths = node.ints("qkv_hidden_sizes") ?? [Int](repeating: weights[1] / 3, count: 3)
    guard widths.count == 3, widths.allSatisfy({ $0 > 0 }) else {
      throw .invalid("attribute 'qkv_hidden_sizes' is \(widths)")
    }
    var size = try unpadded(node, tokens: input[0], heads: heads, offsets: 3, starts: 4)
    (size.head, size.valueHead) = (widths[0] / heads, widths[2] / heads)
    size.operands = (0, 0, 0)
    size.outputs = [[input[0], widths[2]]]
    size.projection = MatrixNest(
      label: "projection", batches: [], rows: input[0], columns: weights[1], inner: input[1])
    return size
  }

  /// Sequences by their starts, if these are known; else all of one length, as many as the offsets have rows.
  ///
  /// Pairs of unlike lengths are `sum of n^2`; the nest has their mean for each token, rounded up.
  private static func unpadded(
    _ node: NodeView, tokens: Int, heads: Int, offsets: Int, starts: Int
  ) throws(RuleFailure) -> Size {
    let sequences = max(try node.shape(offsets, atLeast: 1)[0], 1)
    var size = Size(
      batch: 1, queryHeads: heads, keyHeads: heads, queries: tokens, keys: tokens, head: 0,
      valueHead: 0, outputs: [])
    if let ends = node.numbers(starts)?.integers, ends.count > 1 {
      let lengths = zip(ends, ends.dropFirst()).map { $1 - $0 }
      guard lengths.allSatisfy({ $0 >= 0 }), try Count.sum(lengths) == tokens else {
        throw .invalid("sequences that end at \(ends) do not hold \(tokens) tokens")
      }
      if Set(lengths).count > 1 {
        var pairs = 0
        for length in lengths { pairs = try Count.sum([pairs, try Count.product(length, length)]) }
        size.attended = (pairs + tokens - 1) / max(tokens, 1)
        return size
      }
    } else if tokens % sequences != 0 {
      size.attended = (tokens + sequences - 1) / sequences
      return size
    }
    size.batch = sequences
    (size.queries, size.keys) = (tokens / sequences, tokens / sequences)
    return size
  }
}
