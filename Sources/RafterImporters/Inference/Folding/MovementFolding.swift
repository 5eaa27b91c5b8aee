// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Evaluates operators that move data, as lists of the places that the results come from.
enum MovementFolding {
  static let transpose: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let out = outputs[0].shape else { return nil }
    let shape = try node.shape(0)
    let strides = shape.rowMajorStrides
    let order = try Movement.permutation(node, rank: shape.count)
    return [numbers.picked(Places.walk(out, strides: order.map { strides[$0] }))]
  }

  static let concat: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let out = outputs[0].shape else { return nil }
    let axis = try node.axis(node.int("axis", default: 1), rank: out.count)
    let blocks = Array(out[..<axis]).elements
    var parts: [(numbers: Numbers, block: Int)] = []
    for index in node.inputs.indices {
      guard let numbers = node.numbers(index) else { return nil }
      parts.append((numbers, blocks == 0 ? 0 : numbers.count / blocks))
    }
    guard blocks > 1 else { return [.joined(parts.map(\.numbers))] }
    let all = Numbers.joined(parts.map(\.numbers))
    var places: [Int] = []
    places.reserveCapacity(all.count)
    for block in 0..<blocks {
      var base = 0
      for part in parts {
        places += (base + block * part.block)..<(base + (block + 1) * part.block)
        base += part.numbers.count
      }
    }
    return [all.picked(places)]
  }

  static let split: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0) else { return nil }
    let shape = try node.shape(0)
    let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
    let strides = shape.rowMajorStrides
    var start = 0
    var parts: [Numbers] = []
    for output in outputs {
      guard let out = output.shape else { return nil }
      parts.append(numbers.picked(Places.walk(out, strides: strides, from: start)))
      start += out[axis] * strides[axis]
    }
    return parts
  }

  static let slice: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let out = outputs[0].shape else { return nil }
    let shape = try node.shape(0)
    guard !out.contains(0) else { return [numbers.picked([])] }
    var strides = shape.rowMajorStrides
    var start = 0
    for cut in try Movement.cuts(node, shape: shape) {
      start += cut.start * strides[cut.axis]
      strides[cut.axis] = cut.count > 1 ? strides[cut.axis] * cut.step : 0
    }
    return [numbers.picked(Places.walk(out, strides: strides, from: start))]
  }

  static let expand: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let out = outputs[0].shape else { return nil }
    return [numbers.picked(Broadcast.places(of: try node.shape(0), in: out))]
  }

  static let tile: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let out = outputs[0].shape else { return nil }
    let shape = try node.shape(0)
    let strides = shape.rowMajorStrides
    let places = Places.indices(out).map { index in
      shape.indices.reduce(0) { $0 + index[$1] % shape[$1] * strides[$1] }
    }
    return [numbers.picked(places)]
  }

  /// Padding by a constant; the other modes are left to the run.
  static let pad: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let out = outputs[0].shape,
      node.string("mode", default: "constant") == "constant",
      !node.has(2) || node.numbers(2) != nil
    else { return nil }
    let shape = try node.shape(0)
    let before = try Movement.padding(node, rank: shape.count).before
    let strides = shape.rowMajorStrides
    let places = Places.indices(out).map { index in
      var place = 0
      for axis in shape.indices {
        let own = index[axis] - before[axis]
        guard 0..<shape[axis] ~= own else { return -1 }
        place += own * strides[axis]
      }
      return place
    }
    let filler = node.numbers(2) ?? .floats([node.float("value", default: 0)])
    return [numbers.picked(places, filler: filler)]
  }

  /// `Trilu`: the upper or lower triangle, zero elsewhere.
  static let triangle: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let shape = outputs[0].shape, shape.count >= 2,
      !node.has(1) || node.numbers(1) != nil
    else { return nil }
    let diagonal = node.numbers(1)?.integers?.first ?? 0
    guard diagonal.magnitude <= Int32.max else { return nil }
    let keepsUpper = node.int("upper", default: 1) == 1
    let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
    let places = (0..<numbers.count).map { place in
      let distance = place % columns - place / columns % rows
      return (keepsUpper ? distance >= diagonal : distance <= diagonal) ? place : -1
    }
    return [numbers.picked(places, filler: nil)]
  }
}
