// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Products C_g[m_g,n] = A_g[m_g,k] B_g[k,n] in one kernel; a single product is one group.
public struct GroupedProduct: Sendable, Hashable {
  /// Groups with the same number of rows.
  public struct Group: Sendable, Hashable {
    /// How many there are.
    public var count: Int
    /// m: rows of each.
    public var rows: Int

    /// Creates groups.
    public init(count: Int, rows: Int) {
      self.count = count
      self.rows = rows
    }
  }

  /// Where a kernel comes from.
  public enum Origin: Sendable, Hashable {
    /// A library's, for one product or a batch of equal ones; it may cut k.
    case library
    /// A library's, for groups of unequal rows.
    case groupedLibrary
    /// A compiler's (Triton), for groups of unequal rows.
    case generated
  }

  /// The groups.
  public var groups: [Group]
  /// n.
  public var columns: Int
  /// k.
  public var depth: Int
  /// Formats of A, B and C.
  public var format: ProductFormat
  /// Where the kernel comes from.
  public var origin: Origin

  /// Creates a grouped product.
  public init(
    groups: [Group], columns: Int, depth: Int, format: ProductFormat, origin: Origin = .library
  ) {
    self.groups = groups
    self.columns = columns
    self.depth = depth
    self.format = format
    self.origin = origin
  }

  /// A single product C[m,n] = A[m,k] B[k,n].
  public init(rows: Int, columns: Int, depth: Int, format: ProductFormat) {
    self.init(
      groups: [Group(count: 1, rows: rows)], columns: columns, depth: depth, format: format)
  }

  /// How many groups have rows.
  var groupCount: Int { groups.reduce(0) { $0 + $1.count } }
  /// Rows of all groups.
  var rowCount: Int { groups.reduce(0) { $0 + $1.count * $1.rows } }

  /// 2 k n times the rows of all groups [workloads 5.1].
  public var operations: Operations {
    Operations(2 * Double(rowCount) * Double(columns) * Double(depth))
  }

  /// Bytes of A, of B and of C, each element once.
  var traffic: (inputs: Double, weights: Double, results: Double) {
    let rows = Double(rowCount)
    return (
      rows * Double(depth) * format.inputBytes,
      Double(groupCount) * Double(depth) * Double(columns) * format.weightBytes,
      rows * Double(columns) * format.resultBytes
    )
  }

  /// Compulsory traffic.
  public var bytes: ByteCount {
    let traffic = traffic
    return ByteCount(traffic.inputs + traffic.weights + traffic.results)
  }
}
