// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Evaluates operators that read or write rows named by indices.
enum IndexingFolding {
  static let gather: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let indices = node.numbers(1)?.integers else { return nil }
    let shape = try node.shape(0)
    let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
    let step = shape.rowMajorStrides[axis]
    let rows = try indices.map { index throws(RuleFailure) in
      try inside(index, shape[axis], axis: axis)
    }
    let blocks = Array(shape[..<axis]).elements
    var places: [Int] = []
    places.reserveCapacity(blocks * rows.count * step)
    for block in 0..<blocks {
      for row in rows {
        let start = (block * shape[axis] + row) * step
        places += start..<(start + step)
      }
    }
    return [numbers.picked(places)]
  }

  static let gatherND: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let indices = node.numbers(1)?.integers else { return nil }
    let (shape, tuples) = (try node.shape(0), try node.shape(1))
    let batch = node.int("batch_dims", default: 0)
    let depth = tuples[tuples.count - 1]
    let strides = shape.rowMajorStrides
    let tail = Array(shape[(batch + depth)...]).elements
    let perBatch = Array(tuples[batch..<(tuples.count - 1)]).elements
    let batchSize = Array(shape[batch...]).elements
    var places: [Int] = []
    for tuple in 0..<(tuples.dropLast().reduce(1, *)) {
      var start = (perBatch > 0 ? tuple / perBatch : 0) * batchSize
      for part in 0..<depth {
        let side = shape[batch + part]
        let index = try inside(indices[tuple * depth + part], side, axis: batch + part)
        start += index * strides[batch + part]
      }
      places += start..<(start + tail)
    }
    return [numbers.picked(places)]
  }

  static let gatherElements: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let indices = node.numbers(1)?.integers,
      let out = outputs[0].shape
    else { return nil }
    let shape = try node.shape(0)
    let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
    guard out.count == shape.count else { throw .invalid("the indices have other axes") }
    let strides = shape.rowMajorStrides
    var places: [Int] = []
    for (element, index) in Places.indices(out).enumerated() {
      var place = 0
      for other in shape.indices {
        let own = other == axis ? indices[element] : index[other]
        place += try inside(own, shape[other], axis: other) * strides[other]
      }
      places.append(place)
    }
    return [numbers.picked(places)]
  }

  static let scatterND: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let indices = node.numbers(1)?.integers,
      let updates = node.numbers(2), node.string("reduction", default: "none") == "none"
    else { return nil }
    let (shape, tuples) = (try node.shape(0), try node.shape(1, atLeast: 1))
    let depth = tuples[tuples.count - 1]
    guard depth <= shape.count else { throw .invalid("indices name \(depth) axes") }
    let strides = shape.rowMajorStrides
    let tail = Array(shape[depth...]).elements
    let count = Array(tuples.dropLast()).elements
    guard updates.count == count * tail else {
      throw .invalid("\(updates.count) updates for \(count) rows of \(tail)")
    }
    var sources = Array(0..<numbers.count)
    for tuple in 0..<count {
      var start = 0
      for part in 0..<depth {
        let index = try inside(indices[tuple * depth + part], shape[part], axis: part)
        start += index * strides[part]
      }
      for offset in 0..<tail { sources[start + offset] = numbers.count + tuple * tail + offset }
    }
    return [Numbers.joined([numbers, updates]).picked(sources)]
  }

  /// `ScatterElements`: each update goes where its index says along one axis.
  static let scatterElements: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let indices = node.numbers(1)?.integers,
      let updates = node.numbers(2), node.string("reduction", default: "none") == "none"
    else { return nil }
    let (shape, written) = (try node.shape(0), try node.shape(1))
    let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
    guard written.count == shape.count, updates.count == indices.count else {
      throw .invalid("\(updates.count) updates at \(written.asShape) of \(shape.asShape)")
    }
    let strides = shape.rowMajorStrides
    var sources = Array(0..<numbers.count)
    for (element, index) in Places.indices(written).enumerated() {
      var place = 0
      for other in shape.indices {
        let own = other == axis ? indices[element] : index[other]
        place += try inside(own, shape[other], axis: other) * strides[other]
      }
      sources[place] = numbers.count + element
    }
    return [Numbers.joined([numbers, updates]).picked(sources)]
  }

  /// `Compress`: the slices along an axis, or without one the elements, whose flag is set.
  static let compress: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let flags = node.numbers(1)?.integers else { return nil }
    let shape = try node.shape(0)
    guard let given = node.int("axis") else {
      return [numbers.picked((0..<min(numbers.count, flags.count)).filter { flags[$0] != 0 })]
    }
    let axis = try node.axis(given, rank: shape.count)
    let step = shape.rowMajorStrides[axis]
    let places = (0..<numbers.count).filter { place in
      let index = place / step % shape[axis]
      return index < flags.count && flags[index] != 0
    }
    return [numbers.picked(places)]
  }

  static let nonZero: OperatorRule.Fold = { node, _ throws(RuleFailure) in
    guard let numbers = node.numbers(0)?.doubles else { return nil }
    let shape = try node.shape(0)
    let strides = shape.isEmpty ? [1] : shape.rowMajorStrides
    let found = numbers.indices.filter { numbers[$0] != 0 }
    let sides = shape.isEmpty ? [1] : shape
    return [
      .integers(
        sides.indices.flatMap { axis in found.map { $0 / strides[axis] % sides[axis] } })
    ]
  }

  /// `Unique`: how many there are decides on the shapes of all results.
  static let unique: OperatorRule.Infer = { node throws(RuleFailure) in
    let shape = try node.shape(0)
    guard let all = node.numbers(0)?.doubles else {
      throw .dataDependent("how many elements are unlike is known only in the run")
    }
    guard let given = node.int("axis") else {
      let count = Set(all).count
      return [TensorType(node.format(0), [count])]
        + [[count], [all.count], [count]].map { TensorType(.int64, $0) }
    }
    let axis = try node.axis(given, rank: shape.count)
    let step = shape.rowMajorStrides[axis]
    var slices = [[Double]](repeating: [], count: shape[axis])
    for (place, number) in all.enumerated() { slices[place / step % shape[axis]].append(number) }
    var out = shape
    out[axis] = Set(slices).count
    return [TensorType(node.format(0), out)]
      + [[out[axis]], [shape[axis]], [out[axis]]].map { TensorType(.int64, $0) }
  }

  private static func inside(_ index: Int, _ side: Int, axis: Int) throws(RuleFailure) -> Int {
    let front = index < 0 ? index &+ side : index
    guard 0..<side ~= front else {
      throw .invalid("index \(index) is outside axis \(axis), which has \(side)")
    }
    return front
  }
}
