// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Lists of tensors and values that may be absent: bookkeeping that costs nothing.
enum Sequences {
  static let rules: [OperatorRule] = [
    row("SequenceEmpty") { _ in [TensorType(items: [])] },
    row("SequenceConstruct") { node throws(RuleFailure) in
      [TensorType(items: node.inputs.compactMap { $0?.type })]
    },
    row("SequenceInsert") { node throws(RuleFailure) in
      var items = try items(node)
      let place = node.has(2) ? try node.integers(2).first ?? items.count : items.count
      let front = place < 0 ? place &+ items.count : place
      guard 0...items.count ~= front else {
        throw .invalid("position \(place) is outside a sequence of \(items.count)")
      }
      items.insert(try node.input(1).type, at: front)
      return [TensorType(items: items)]
    },
    row("SequenceErase") { node throws(RuleFailure) in
      var items = try items(node)
      items.remove(at: try place(node, items.count, fallback: -1))
      return [TensorType(items: items)]
    },
    row("SequenceAt") { node throws(RuleFailure) in
      let items = try items(node)
      return [items[try place(node, items.count, fallback: 0)]]
    },
    OperatorRule(
      name: "SequenceLength", kind: .dataMovement, isFree: true, constancy: .ofShapes,
      infer: { _ in [TensorType(.int64, [])] },
      fold: { node, _ throws(RuleFailure) in [.integers([try items(node).count])] },
      cost: StandardCost.moves),
    OperatorRule(
      name: "SplitToSequence", kind: .dataMovement, dataInputs: 1, infer: split,
      cost: StandardCost.moves),
    OperatorRule(
      name: "ConcatFromSequence", kind: .dataMovement, infer: join, cost: StandardCost.moves),
    row("Optional") { node throws(RuleFailure) in
      node.has(0) ? [try node.input(0).type] : [TensorType(items: [])]
    },
    row("OptionalGetElement") { node throws(RuleFailure) in [try node.input(0).type] },
    OperatorRule(
      name: "OptionalHasElement", kind: .dataMovement, isFree: true,
      infer: { _ in [TensorType(.bool, [])] }, cost: StandardCost.moves),
  ]

  private static func row(_ name: String, infer: @escaping OperatorRule.Infer) -> OperatorRule {
    OperatorRule(
      name: name, kind: .dataMovement, isFree: true, infer: infer, cost: StandardCost.moves)
  }

  private static func items(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    guard let items = try node.input(0).type.items else { throw .unknownInput }
    return items
  }

  private static func place(_ node: NodeView, _ count: Int, fallback: Int) throws(RuleFailure)
    -> Int
  {
    let named = node.has(1) ? try node.integers(1).first ?? fallback : fallback
    let front = named < 0 ? named &+ count : named
    guard 0..<count ~= front else {
      throw .invalid("position \(named) is outside a sequence of \(count)")
    }
    return front
  }

  /// Parts of one size, or of the sizes given; without them, single slices.
  @Sendable private static func split(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var shape = try node.shape(0, atLeast: 1)
    let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
    let side = shape[axis]
    var sizes: [Int]
    if node.has(1) {
      sizes = try node.integers(1)
      if try node.shape(1).isEmpty {
        guard let each = sizes.first, each > 0, side / each <= Numbers.most else {
          throw .unsupported("sequences of very many parts")
        }
        sizes = Swift.stride(from: 0, to: side, by: each).map { min(each, side - $0) }
      }
      guard try Count.sum(sizes) == side else {
        throw .invalid("a side of \(side) does not split into \(sizes)")
      }
    } else {
      guard side <= Numbers.most else { throw .unsupported("sequences of very many parts") }
      sizes = [Int](repeating: 1, count: side)
    }
    let drops = !node.has(1) && node.int("keepdims", default: 1) == 0
    return [
      TensorType(
        items: sizes.map { size in
          shape[axis] = size
          var part = shape
          if drops { part.remove(at: axis) }
          return TensorType(node.format(0), part)
        })
    ]
  }

  @Sendable private static func join(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let items = try items(node)
    guard var shape = items.first?.shape else { throw .unknownInput }
    let isNew = node.int("new_axis", default: 0) == 1
    let axis = try node.axis(
      node.int("axis", default: 0), rank: shape.count, past: isNew ? 1 : 0)
    if isNew {
      shape.insert(items.count, at: axis)
    } else {
      var sides: [Int] = []
      for item in items {
        guard let other = item.shape, other.count == shape.count else { throw .unknownInput }
        sides.append(other[axis])
      }
      shape[axis] = try Count.sum(sides)
    }
    return [TensorType(items.first?.format, shape)]
  }
}
