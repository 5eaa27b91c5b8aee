// SPDX-License-Identifier: Apache-2.0

/// One step of a workload: an output, an input and perhaps a weight, each indexed by ranks [mapping 6.2].
public struct AccelForgeEinsum: Sendable, Hashable {
  /// What a tensor is to its step, and to the fan-outs.
  public enum Role: Sendable, Hashable {
    case input, weight, output
  }

  /// A tensor.
  public struct Tensor: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// The ranks that index it.
    public var ranks: [String]
    /// What it is to the step.
    public var role: Role

    /// Creates a tensor.
    public init(_ name: String, _ ranks: [String], _ role: Role) {
      self.name = name
      self.ranks = ranks
      self.role = role
    }
  }

  /// Its name.
  public var name: String
  /// The size of each rank.
  public var sizes: [String: Int]
  /// Its tensors: input, weight where there is one, output.
  public var tensors: [Tensor]

  /// Creates a step.
  public init(_ name: String, sizes: [String: Int], tensors: [Tensor]) {
    self.name = name
    self.sizes = sizes
    self.tensors = tensors
  }

  /// The points of its nest.
  public var computes: Int { sizes.values.reduce(1, *) }

  /// Whether it works on one operand, on the scalar unit.
  var isScalar: Bool { !tensors.contains { $0.role == .weight } }
}

/// The workloads of the stored runs.
public enum AccelForgeWorkload {
  /// A chain of products T(i+1)[M, N] = T(i)[M, K] x W(i)[K, N].
  public static func matmuls(count: Int, m: Int, kn: Int) -> [AccelForgeEinsum] {
    (0..<count).map { index in
      AccelForgeEinsum(
        "Matmul\(index)", sizes: ["M": m, "N": kn, "K": kn],
        tensors: [
          .init("T\(index)", ["M", "K"], .input), .init("W\(index)", ["K", "N"], .weight),
          .init("T\(index + 1)", ["M", "N"], .output),
        ])
    }
  }

  /// The attention of a layer of GPT-3 6.7B: 32 heads of 128.
  public static func attention(batch: Int, tokens: Int) -> [AccelForgeEinsum] {
    let heads = 32 * batch
    return [
      AccelForgeEinsum(
        "QK", sizes: ["H": heads, "M": tokens, "P": tokens, "E": 128],
        tensors: [
          .init("Q", ["H", "M", "E"], .input), .init("K", ["H", "P", "E"], .weight),
          .init("QK", ["H", "M", "P"], .output),
        ]),
      AccelForgeEinsum(
        "QK_softmax", sizes: ["H": heads, "M": tokens, "P": tokens],
        tensors: [
          .init("QK", ["H", "M", "P"], .input), .init("QK_softmax", ["H", "M", "P"], .output),
        ]),
      AccelForgeEinsum(
        "AV", sizes: ["H": heads, "M": tokens, "P": tokens, "F": 128],
        tensors: [
          .init("QK_softmax", ["H", "M", "P"], .input), .init("V", ["H", "P", "F"], .weight),
          .init("AV", ["H", "M", "F"], .output),
        ]),
    ]
  }

  /// Multiply-accumulates of a whole layer of GPT-3 6.7B.
  ///
  ///     tokens x (4 x 4096^2 + 2 x 4096 x 16384) + 2 x 32 x tokens^2 x 128
  ///
  /// Query, key, value and output projections, two of the feed-forward part, and both products of attention.
  public static func layerMACs(batch: Int, tokens: Int) -> Int {
    batch * (tokens * (4 * 4096 * 4096 + 2 * 4096 * 16384) + 2 * 32 * tokens * tokens * 128)
  }
}
