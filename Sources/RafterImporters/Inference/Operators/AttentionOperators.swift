// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Attention as one node, and rotary positions.
enum AttentionOperators {
  static let rules: [OperatorRule] = [
    row("Attention", layout: { node throws(RuleFailure) in try standard(node) }),
    row("FlexAttention", domain: "ai.onnx.preview") { node throws(RuleFailure) in
      try standard(node)
    },
    row("MultiHeadAttention", domain: "com.microsoft") { node throws(RuleFailure) in
      try multiHead(node)
    },
    row("GroupQueryAttention", domain: "com.microsoft") { node throws(RuleFailure) in
      try groupQuery(node)
    },
    row("Attention", domain: "com.microsoft") { node throws(RuleFailure) in try fused(node) },
    row("QAttention", domain: "com.microsoft") { node throws(RuleFailure) in try fused(node) },
    row("DecoderMaskedSelfAttention", domain: "com.microsoft") { node throws(RuleFailure) in
      try fused(node)
    },
    row("DecoderMaskedMultiHeadAttention", domain: "com.microsoft") { node throws(RuleFailure) in
      try decoderMasked(node)
    },
    row("PackedAttention", domain: "com.microsoft") { node throws(RuleFailure) in
      try packedFused(node)
    },
    row("PackedMultiHeadAttention", domain: "com.microsoft") { node throws(RuleFailure) in
      try packedMultiHead(node)
    },
    OperatorRule(
      name: "LinearAttention", kind: .attention, infer: inferLinear, cost: costLinear),
    rotary("RotaryEmbedding", ""), rotary("RotaryEmbedding", "com.microsoft"),
    rotary("MRotaryEmbedding", "com.microsoft"),
  ]

  /// The sizes of an attention, whatever way its node spells them.
  struct Size: Sendable {
    var batch: Int
    var queryHeads: Int
    var keyHeads: Int
    /// New tokens.
    var queries: Int
    /// Tokens attended to, those of the cache included.
    var keys: Int
    /// Elements of one head of queries and keys.
    var head: Int
    /// Elements of one head of values.
    var valueHead: Int
    /// Which inputs are queries, keys and values.
    var operands = (queries: 0, keys: 1, values: 2)
    /// Keys that each query attends to, where that is not all of them (a window).
    var attended: Int?
    /// Elements read of inputs that are not read whole, by input.
    var reads: [Int: Int] = [:]
    /// Elements of queries and keys that are rotated by their positions.
    var rotated = 0
    /// Elements of queries and keys that are normalised head by head.
    var normalized = 0
    /// How the cache is stored; nil for the format of the queries.
    var cacheFormat: NumberFormat?
    /// The shapes of the outputs.
    var outputs: [[Int]?]
    /// The product that makes queries, keys and values, where the node does that too.
    var projection: MatrixNest?
  }

  private static func row(
    _ name: String, domain: String = "",
    layout: @escaping @Sendable (NodeView) throws(RuleFailure) -> Size
  ) -> OperatorRule {
    OperatorRule(
      name: name, domain: domain, kind: .attention,
      infer: { node throws(RuleFailure) in
        let size = try layout(node)
        // Quantised attention gives real numbers, in the format of its scale.
        let format = node.`operator` == "QAttention" ? node.format(3) : node.format(0)
        return size.outputs.enumerated().map { place, shape in
          TensorType(1...2 ~= place ? size.cacheFormat ?? format : format, shape)
        }
      },
      cost: { node, outputs throws(RuleFailure) in
        try cost(node, outputs, try layout(node))
      })
  }

  /// Scores and context, `B x H x Sq x Skv x (dk + dv)` [workloads 6], each a batched product in which the
  /// query heads of a group are rows that share the group's keys; softmax on the vector unit.
  private static func cost(_ node: NodeView, _ outputs: [TensorType], _ size: Size)
    throws(RuleFailure) -> NodeCost
  {
    guard size.keyHeads > 0, size.queryHeads % size.keyHeads == 0 else {
      throw .invalid("\(size.queryHeads) query heads do not divide into \(size.keyHeads) groups")
    }
    let batch = MatrixNest.Batch(
      bound: try Count.product(size.batch, size.keyHeads), owner: .both)
    let rows = try Count.product(size.queries, size.queryHeads / size.keyHeads)
    let query = try node.input(size.operands.queries)
    let key = node.has(size.operands.keys) ? try node.input(size.operands.keys) : query
    let value = node.has(size.operands.values) ? try node.input(size.operands.values) : key
    let attended = size.attended ?? size.keys
    let probabilities = TensorInfo(
      name: (node.outputs.first ?? "") + ".scores", type: TensorType(query.format, nil))
    let scores = try MatrixNest(
      label: "scores", batches: [batch], rows: rows, columns: attended, inner: size.head
    ).nest(
      left: query, right: key, output: probabilities.name, outputFormat: query.format)
    let context = try MatrixNest(
      label: "context", batches: [batch], rows: rows, columns: size.valueHead, inner: attended
    ).nest(
      left: probabilities, right: value, output: node.outputs.first ?? "",
      outputFormat: outputs[0].format)
    var nests = [scores, context].compactMap(\.self)
    if let projection = size.projection {
      if let nest = try projection.nest(
        left: query, right: try node.input(1), output: query.name + ".projected",
        outputFormat: query.format)
      {
        nests.insert(nest, at: 0)
      }
    }
    let pairs = try Count.product(size.batch, size.queryHeads, size.queries, attended)
    return NodeCost(
      nests: nests,
      vectorOperations: try Count.sum([
        try Count.product(pairs, VectorCost.softmax),
        try Count.product(size.rotated, VectorCost.rotary),
        try Count.product(size.normalized, VectorCost.rmsNormalization),
      ]), elementsRead: size.reads)
  }

  /// 3 operations for each element that is rotated [workloads 5.2].
  private static func rotary(_ name: String, _ domain: String) -> OperatorRule {
    OperatorRule(
      name: name, domain: domain, kind: .elementwise, infer: Elementwise.same,
      cost: { node, outputs throws(RuleFailure) in
        let shape = try node.shape(0)
        let heads = node.int("num_heads", default: 0)
        let width = shape.last ?? 1
        let head = shape.count == 4 || heads <= 0 ? width : width / heads
        let part = node.int("rotary_embedding_dim", default: 0)
        let rotated = head > 0 && 1..<head ~= part ? shape.elements / head * part : shape.elements
        var cost = NodeCost(vectorOperations: try Count.product(rotated, VectorCost.rotary))
        // Of the tables of sines only the rows of the positions are read.
        let isOurs = node.domain.isEmpty
        for table in isOurs ? [1, 2] : [2, 3] {
          guard let rows = node.knownShape(table), let wide = rows.last else { continue }
          let tokens =
            shape.count == 4
            ? try Count.product(shape[0], shape[2]) : shape.elements / max(width, 1)
          cost.elementsRead[table] = min(rows.elements, try Count.product(tokens, wide))
        }
        return cost
      })
  }

  // MARK: Linear attention

  /// A state of `dk x dv` for each head instead of a cache.
  private static func linearSize(_ node: NodeView) throws(RuleFailure) -> (
    size: Size, value: [Int]
  ) {
    let (query, key, value) = (
      try node.shape(0, atLeast: 3), try node.shape(1, atLeast: 3), try node.shape(2, atLeast: 3)
    )
    let heads = (try node.count("q_num_heads"), try node.count("kv_num_heads"))
    let head = key[2] / heads.1
    let valueHead = value[2] / heads.1
    let out = [query[0], query[1], try Count.product(max(heads.0, heads.1), valueHead)]
    return (
      Size(
        batch: query[0], queryHeads: heads.0, keyHeads: heads.1, queries: query[1],
        keys: query[1], head: head, valueHead: valueHead,
        outputs: [out, [query[0], heads.1, head, valueHead]]), value
    )
  }

  @Sendable private static func inferLinear(_ node: NodeView) throws(RuleFailure)
    -> [TensorType]
  {
    let size = try linearSize(node).size
    return [
      TensorType(node.format(0), size.outputs[0]),
      TensorType(node.format(3) ?? node.format(0), size.outputs[1]),
    ]
  }

  /// Each token updates the state (`k * v`) and reads it (`q * state`): two products of `dk x dv` a head.
  @Sendable private static func costLinear(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> NodeCost
  {
    let size = try linearSize(node).size
    let state = TensorInfo(
      name: node.makes(1) ? node.outputs[1] : (node.outputs.first ?? "") + ".state",
      type: TensorType(node.format(0), size.outputs[1]))
    let update = try MatrixNest(
      label: "update",
      batches: [.init(bound: try Count.product(size.batch, size.keyHeads), owner: .both)],
      rows: size.head, columns: size.valueHead, inner: size.queries
    ).nest(
      left: try node.input(1), right: try node.input(2), output: state.name,
      outputFormat: state.format)
    let heads = max(size.queryHeads, size.keyHeads)
    let read = try MatrixNest(
      label: "read",
      batches: [.init(bound: try Count.product(size.batch, heads), owner: .both)],
      rows: size.queries, columns: size.valueHead, inner: size.head
    ).nest(
      left: try node.input(0), right: state, output: node.outputs.first ?? "",
      outputFormat: outputs[0].format)
    return NodeCost(nests: [update, read].compactMap(\.self))
  }
}
