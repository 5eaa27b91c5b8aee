// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// A matrix product with batch axes: `Y[b, m, n] = sum over k of A[b, m, k] * B[b, k, n]`.
///
/// The weights are the constant operand; if it is the left one, the product is written transposed
/// (`Yt = Bt * At`), so that N always belongs to the weights and M to the inputs. Of two activations the
/// second one takes the path of the weights.
struct MatrixNest {
  /// One batch axis and which operand varies along it.
  struct Batch: Sendable {
    enum Owner: Sendable {
      case both, left, right
    }

    var bound: Int
    var owner: Owner
  }

  var label = ""
  /// Outermost first.
  var batches: [Batch]
  var rows: Int
  var columns: Int
  var inner: Int

  /// The batch axes of two shapes that stretch to one another.
  static func batches(_ left: [Int], _ right: [Int]) -> [Batch] {
    let rank = max(left.count, right.count)
    return (0..<rank).map { axis in
      let l = axis - (rank - left.count)
      let r = axis - (rank - right.count)
      let (a, b) = (l < 0 ? 1 : left[l], r < 0 ? 1 : right[r])
      return Batch(bound: a == 1 ? b : a, owner: a == b ? .both : (a == 1 ? .right : .left))
    }
  }

  /// The nest, or nil if nothing is to be done.
  ///
  /// - Throws: if there are more than 2^53 multiplies.
  func nest(
    left: TensorInfo, right: TensorInfo, output: String, outputFormat: NumberFormat?,
    repeats: Int = 1
  ) throws(RuleFailure) -> LoopNest? {
    guard try Count.product(batches.map(\.bound) + [rows, columns, inner, repeats]) > 0 else {
      return nil
    }
    guard left.origin == .run || right.origin < .run else {
      return try transposed.nest(
        left: right, right: left, output: output, outputFormat: outputFormat, repeats: repeats)
    }
    let merged = merging
    var dimensions: [LoopDimension] = []
    var axes: (left: [AxisProjection], right: [AxisProjection], out: [AxisProjection]) =
      ([], [], [])
    for (index, batch) in merged.batches.enumerated() {
      let axis = AxisProjection.along(index, batch.bound)
      dimensions.append(LoopDimension(index == 0 ? "B" : "B\(index + 1)", batch.bound))
      if batch.owner != .right { axes.left.append(axis) }
      if batch.owner != .left { axes.right.append(axis) }
      axes.out.append(axis)
    }
    let first = dimensions.count
    dimensions += [
      LoopDimension("M", merged.rows), LoopDimension("N", columns), LoopDimension("K", inner),
    ]
    let (m, n) = (
      AxisProjection.along(first, merged.rows), AxisProjection.along(first + 1, columns)
    )
    let k = AxisProjection.along(first + 2, inner)
    let inputs = NestFormat.known(left.format, partner: right.format)
    let weights = NestFormat.known(right.format, partner: left.format)
    return LoopNest(
      label: label, dimensions: dimensions,
      operands: [
        NestOperand(
          role: .weights, tensor: right.name, format: weights, isConstant: right.origin < .run,
          axes: axes.right + [k, n]),
        NestOperand(
          role: .inputs, tensor: left.name, format: inputs, isConstant: left.origin < .run,
          axes: axes.left + [m, k]),
        NestOperand(
          role: .outputs, tensor: output, format: outputFormat ?? inputs, isConstant: false,
          axes: axes.out + [m, n]),
      ], accumulate: NestFormat.accumulate(inputs, weights), repeats: repeats)
  }

  /// The same product with its operands swapped.
  private var transposed: MatrixNest {
    var other = self
    (other.rows, other.columns) = (columns, rows)
    other.batches = batches.map { batch in
      switch batch.owner {
      case .both: batch
      case .left: Batch(bound: batch.bound, owner: .right)
      case .right: Batch(bound: batch.bound, owner: .left)
      }
    }
    return other
  }

  /// Neighbouring batch axes of one owner made one.
  ///
  /// Those of the left operand at the end become rows, since they share the right operand as rows do. There is
  /// always a `B`.
  private var merging: MatrixNest {
    var out = self
    out.batches = []
    for batch in batches where batch.bound != 1 {
      if let last = out.batches.last, last.owner == batch.owner {
        out.batches[out.batches.count - 1].bound *= batch.bound
      } else {
        out.batches.append(batch)
      }
    }
    if let last = out.batches.last, last.owner == .left {
      out.rows *= last.bound
      out.batches.removeLast()
    }
    if out.batches.isEmpty { out.batches = [Batch(bound: 1, owner: .both)] }
    return out
  }
}
