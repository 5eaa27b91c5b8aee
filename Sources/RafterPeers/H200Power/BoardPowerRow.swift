// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// One measured matrix product on a board: C[m,n] = A[m,k] B[k,n], its time and the power that the board reported.
struct BoardPowerRow: Sendable, Hashable {
  var m: Int
  var n: Int
  var k: Int
  /// Bytes of an element of A, B and C.
  var elementBytes: Int
  /// Time of one product.
  var latency: Seconds
  /// What the board's sensor said, on average.
  var power: Power
  /// The most the board may draw.
  var cap: Power
  /// Whether its source doubts the row.
  var isSuspect: Bool
  /// The device that it names; nil where the table has no such column.
  var device: String?

  /// 2 m n k.
  var operations: Operations { Operations(2 * Double(m) * Double(n) * Double(k)) }

  /// Compulsory traffic: each element of A, B and C once, (mk + kn + mn) elements.
  ///
  /// By this count no shipped row exceeds 4.4 TB/s of the memory's 4.8. Operands below the size of the cache may have stayed there
  /// from one product to the next; which did is not known.
  var bytes: ByteCount {
    ByteCount(
      Double(elementBytes) * (Double(m) * Double(k) + Double(k) * Double(n) + Double(m) * Double(n))
    )
  }

  /// Operations by time.
  var rate: Throughput { operations / latency }
  /// Bytes by time.
  var bandwidth: Bandwidth { bytes / latency }

  /// Below this share of the cap a row is not held by it.
  static let capShare = 0.9

  /// Whether the cap holds it: its power is 90 % of the cap or more.
  var isCapped: Bool { power >= cap * Self.capShare }
}
