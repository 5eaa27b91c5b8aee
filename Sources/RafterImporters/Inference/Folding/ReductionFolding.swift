// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Evaluates operators that take an axis away.
enum ReductionFolding {
  /// A reduction by an associative operation; without `start`, along an empty axis nothing is known.
  static func reduce(
    since version: Int, start: Double?, integer: (@Sendable (Int, Int) -> Int)?,
    real: (@Sendable (Double, Double) -> Double)?
  ) -> OperatorRule.Fold? {
    guard let integer, let real else { return nil }
    return { node, outputs throws(RuleFailure) in
      guard let numbers = node.numbers(0), let out = outputs.first?.shape else { return nil }
      let shape = try node.shape(0)
      let axes = try Reduction.axes(node, rank: shape.count, since: version)
      let targets = targets(shape, axes: axes)
      switch numbers {
      case .integers(let all):
        return fold(all, targets, count: out.elements, start: start.map { Int($0) }, integer)
          .map { [.integers($0)] }
      case .floats(let all):
        return fold(all, targets, count: out.elements, start: start, real).map { [.floats($0)] }
      }
    }
  }

  /// `ReduceMean`; of integers the quotient is cut, as the run does it.
  static let mean: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let out = outputs.first?.shape else { return nil }
    let shape = try node.shape(0)
    let axes = try Reduction.axes(node, rank: shape.count, since: 18)
    let count = axes.reduce(1) { $0 * shape[$1] }
    guard count > 0 else { return nil }
    let targets = targets(shape, axes: axes)
    switch numbers {
    case .integers(let all):
      return fold(all, targets, count: out.elements, start: 0) { $0 &+ $1 }
        .map { [.integers($0.map { $0 / count })] }
    case .floats(let all):
      return fold(all, targets, count: out.elements, start: 0, +)
        .map { [.floats($0.map { $0 / Double(count) })] }
    }
  }

  /// `ArgMax` and `ArgMin`: of equal elements the first, or the last where the node says so.
  static func argument(_ isBetter: @escaping @Sendable (Double, Double) -> Bool)
    -> OperatorRule.Fold
  {
    { node, outputs throws(RuleFailure) in
      guard let numbers = node.numbers(0)?.doubles, let out = outputs.first?.shape else {
        return nil
      }
      let shape = try node.shape(0)
      let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
      guard shape[axis] > 0 else { return nil }
      let step = shape.rowMajorStrides[axis]
      let takesLast = node.int("select_last_index", default: 0) == 1
      var best: [(value: Double, index: Int)?] = .init(repeating: nil, count: out.elements)
      let targets = targets(shape, axes: [axis])
      for (place, number) in numbers.enumerated() {
        let index = place / step % shape[axis]
        guard let known = best[targets[place]]?.value else {
          best[targets[place]] = (number, index)
          continue
        }
        if isBetter(number, known) || takesLast && number == known {
          best[targets[place]] = (number, index)
        }
      }
      return [.integers(best.map { $0?.index ?? 0 })]
    }
  }

  /// `CumSum`.
  static let cumulativeSum: OperatorRule.Fold = { node, _ throws(RuleFailure) in
    guard let numbers = node.numbers(0), let asked = node.numbers(1)?.integers?.first else {
      return nil
    }
    let shape = try node.shape(0)
    let axis = try node.axis(asked, rank: shape.count)
    let step = shape.rowMajorStrides[axis]
    let isExclusive = node.int("exclusive", default: 0) == 1
    let isReverse = node.int("reverse", default: 0) == 1
    var whole = numbers.integers ?? []
    var real = numbers.doubles
    for first in 0..<numbers.count where first / step % shape[axis] == 0 {
      var (wholeSum, realSum) = (0, 0.0)
      for index in 0..<shape[axis] {
        let place = first + step * (isReverse ? shape[axis] - 1 - index : index)
        if !whole.isEmpty {
          let next = wholeSum &+ whole[place]
          whole[place] = isExclusive ? wholeSum : next
          wholeSum = next
        }
        let next = realSum + real[place]
        real[place] = isExclusive ? realSum : next
        realSum = next
      }
    }
    if case .integers = numbers { return [.integers(whole)] }
    return [.floats(real)]
  }

  /// `TopK`: equal elements keep their order.
  static let topK: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let numbers = node.numbers(0), let out = outputs.first?.shape else { return nil }
    let shape = try node.shape(0)
    let axis = try node.axis(node.int("axis", default: -1), rank: shape.count)
    let largest = node.int("largest", default: 1) == 1
    let step = shape.rowMajorStrides[axis]
    let keys = numbers.doubles
    var (places, chosen) = (
      [Int](repeating: 0, count: out.elements), [Int](repeating: 0, count: out.elements)
    )
    for first in 0..<numbers.count where first / step % shape[axis] == 0 {
      let order = (0..<shape[axis]).sorted {
        let (a, b) = (keys[first + step * $0], keys[first + step * $1])
        return a == b ? $0 < $1 : (largest ? a > b : a < b)
      }
      let base = first / (step * shape[axis]) * step * out[axis] + first % step
      for (rank, index) in order.prefix(out[axis]).enumerated() {
        places[base + step * rank] = first + step * index
        chosen[base + step * rank] = index
      }
    }
    return [numbers.picked(places), .integers(chosen)]
  }

  /// For each element, the place of the result it goes into.
  private static func targets(_ shape: [Int], axes: [Int]) -> [Int] {
    var kept = shape
    for axis in axes { kept[axis] = 1 }
    var strides = kept.rowMajorStrides
    for axis in axes { strides[axis] = 0 }
    return Places.walk(shape, strides: strides)
  }

  private static func fold<T>(
    _ all: [T], _ targets: [Int], count: Int, start: T?, _ combine: (T, T) -> T
  ) -> [T]? {
    var out = [T?](repeating: start, count: count)
    for (place, target) in targets.enumerated() {
      out[target] = out[target].map { combine($0, all[place]) } ?? all[place]
    }
    let known = out.compactMap(\.self)
    return known.count == count ? known : nil
  }
}
