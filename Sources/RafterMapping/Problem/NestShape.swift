// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// A loop's share of an axis index, for loops that run more than once.
struct AxisTerm: Sendable, Hashable {
  var dimension: Int
  var stride: Int
}

/// One factor of a tensor's size: an axis, or the loops of an axis that count apart.
///
/// The indices of a tile are distinct sums of its terms plus `offset`, cut to `0..<extent`.
struct AxisShape: Sendable, Hashable {
  var terms: [AxisTerm]
  var offset: Int
  var extent: Int
  /// Whether one loop runs along it and no index falls on padding: a tile has as many indices as iterations.
  var isPlain: Bool
  /// The distinct indices of all iterations.
  var distinct: Int
  /// The iterations that do not fall on padding.
  var inside: Int
  /// Whether some do.
  var isCut = false
}

/// One tensor of a nest as flat numbers.
struct OperandShape: Sendable {
  var bits: Double
  /// A bit for each loop that indexes it and runs more than once.
  var relevant: UInt64
  var axes: [AxisShape]
  /// The distinct elements that are used.
  var elements: Double
}

/// A nest as flat numbers; the index of a tensor is that of its ``Operand``.
struct NestShape: Sendable {
  var bounds: [Int]
  var operands: [OperandShape]
  /// Bits of a partial sum.
  var accumulateBits: Double
  /// Multiply-accumulates, those on padding included.
  var macs: Double
  /// Multiply-accumulates that read no padding.
  var macsInside: Double
  /// How often an input is used at most beyond a matrix product's use: the product over sliding axes of `ceil(window / stride)`.
  var windowReuse: Double
}

extension NestShape {
  init(_ nest: LoopNest) {
    let bounds = nest.dimensions.map { max(1, $0.bound) }
    self.bounds = bounds
    operands = Operand.allCases.map { role in
      let operand = nest[role]
      var axes: [AxisShape] = []
      for axis in operand.axes { axes += Self.axes(axis, bounds: bounds) }
      var relevant: UInt64 = 0
      for term in axes.flatMap(\.terms) { relevant |= 1 << UInt64(term.dimension) }
      return OperandShape(
        bits: operand.format.bitsPerElement.value, relevant: relevant, axes: axes,
        elements: axes.reduce(1.0) { $0 * Double($1.distinct) })
    }
    accumulateBits = nest.accumulate.bitsPerElement.value
    macs = bounds.reduce(1.0) { $0 * Double($1) }
    var inside = 1.0
    var covered: UInt64 = 0
    var reuse = 1.0
    for axis in operands[Operand.inputs.index].axes where !axis.isPlain {
      inside *= Double(axis.inside)
      for term in axis.terms { covered |= 1 << UInt64(term.dimension) }
      if axis.terms.count > 1 { reuse *= Self.windowReuse(axis, bounds: bounds) }
    }
    for (d, bound) in bounds.enumerated() where covered & (1 << UInt64(d)) == 0 {
      inside *= Double(bound)
    }
    macsInside = inside
    windowReuse = reuse
  }

  /// The factors of an axis: loops that run once are dropped; loops whose sums never meet count apart.
  private static func axes(_ axis: AxisProjection, bounds: [Int]) -> [AxisShape] {
    let terms = axis.terms.filter { bounds[$0.dimension] > 1 }
      .map { AxisTerm(dimension: $0.dimension, stride: max(1, $0.stride)) }
    let reach = terms.reduce(0) { $0 + $1.stride * (bounds[$1.dimension] - 1) }
    let isCut = axis.offset < 0 || axis.offset + reach >= axis.extent
    // Mixed radix: each stride reaches beyond all smaller ones together.
    var span = 0
    var meets = false
    for term in terms.sorted(by: { $0.stride < $1.stride }) {
      if term.stride <= span { meets = true }
      span += term.stride * (bounds[term.dimension] - 1)
    }
    if !isCut && !meets {
      return terms.map { term in
        let bound = bounds[term.dimension]
        return AxisShape(
          terms: [term], offset: 0, extent: term.stride * (bound - 1) + 1, isPlain: true,
          distinct: bound, inside: bound)
      }
    }
    var marks = [Bool](repeating: false, count: max(0, axis.extent))
    var distinct = 0
    var inside = 0
    func walk(_ i: Int, _ index: Int) {
      guard i < terms.count else {
        guard index >= 0, index < axis.extent else { return }
        inside += 1
        if !marks[index] {
          marks[index] = true
          distinct += 1
        }
        return
      }
      for k in 0..<bounds[terms[i].dimension] { walk(i + 1, index + k * terms[i].stride) }
    }
    walk(0, axis.offset)
    return [
      AxisShape(
        terms: terms, offset: axis.offset, extent: axis.extent, isPlain: false,
        distinct: distinct, inside: inside, isCut: isCut)
    ]
  }

  /// How many matrix products a sliding axis stands for.
  ///
  /// For `index = s*o + f` with `f = s*f' + r`, index and `f'` give `r` and `o`: each of the
  /// `ceil(F/s)` values of `f'` is a matrix product. With other strides each `f` is one.
  private static func windowReuse(_ axis: AxisShape, bounds: [Int]) -> Double {
    let sorted = axis.terms.sorted { $0.stride > $1.stride }
    var reuse = 1.0
    for term in sorted.dropFirst() {
      let bound = bounds[term.dimension]
      let step = sorted.count == 2 && term.stride == 1 ? sorted[0].stride : 1
      reuse *= Double((bound + step - 1) / step)
    }
    // Either loop of a pair may be the one that is fixed.
    return sorted.count == 2 ? min(reuse, Double(bounds[sorted[0].dimension])) : reuse
  }
}
