// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// What a rule says of an output: how an element is stored, and its sides.
struct TensorType: Sendable, Hashable {
  /// Nil where unknown.
  var format: NumberFormat?
  /// Nil where unknown.
  var shape: [Int]?
  /// The elements of a sequence, or of an optional (at most one); nil for a tensor.
  var items: [TensorType]?

  init(_ format: NumberFormat?, _ shape: [Int]?) {
    self.format = format
    self.shape = shape
  }

  /// A sequence or an optional of known length.
  init(items: [TensorType]) { self.items = items }

  /// A tensor of which nothing is known.
  static let unknown = TensorType(nil, nil)
}

/// What the walk knows of a tensor.
struct TensorInfo: Sendable {
  /// Where a tensor's numbers come from.
  enum Origin: Int, Sendable, Comparable {
    /// Weights: initializers, Constant nodes, and what is made of them only.
    case file
    /// Known before the run, but made of sizes (Shape, bound values), not of weights.
    case sizes
    /// An activation.
    case run

    static func < (a: Origin, b: Origin) -> Bool { a.rawValue < b.rawValue }
  }

  var name: String
  var type: TensorType
  var origin = Origin.run
  /// The tensor of the initializer it is, seen through changes of view and format.
  var parameter: Int?
  /// Its numbers, if it is small and they are known.
  var value: Numbers?

  /// Its sides.
  var shape: [Int]? { type.shape }
  /// How an element is stored.
  var format: NumberFormat? { type.format }
}
