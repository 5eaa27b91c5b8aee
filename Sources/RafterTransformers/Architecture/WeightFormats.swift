// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The kinds of weights that models store in formats of their own.
public enum WeightRole: String, Sendable, Hashable, CaseIterable, Comparable {
  case embedding
  /// Products that make Q, K and V.
  case attentionInputs = "attention-inputs"
  case attentionOutput = "attention-output"
  case feedForward = "feed-forward"
  case routedExperts = "routed-experts"
  case sharedExperts = "shared-experts"
  case router
  /// Products of linear attention and state-space layers.
  case recurrent
  /// Norms, biases, sinks: small and never quantised.
  case small
  case head

  /// In the order of declaration.
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }

  private var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How weights are stored: elements, and scales for blocks of them [workloads 5.7].
public struct WeightStorage: Sendable, Hashable {
  /// What shares a scale.
  public enum Sharing: Sendable, Hashable {
    /// Nothing; or so little that it does not count (a scale for a whole tensor).
    case nothing
    /// All weights of an output channel: as many as the product has inputs.
    case channel
    /// So many neighbours.
    case block(Int)
  }

  /// The name people know it by: `bf16`, `awq int4 g128`, `Q4_K`.
  public var name: String
  /// The format of an element.
  public var element: NumberFormat
  /// What shares a scale.
  public var sharing: Sharing
  /// Bits of scale and zero point, for each that share.
  public var scaleBits: Int

  /// Creates a storage; without scales unless given.
  public init(
    _ element: NumberFormat, name: String? = nil, sharing: Sharing = .nothing, scaleBits: Int = 0
  ) {
    self.element = element
    self.name = name ?? element.rawValue
    self.sharing = sharing
    self.scaleBits = scaleBits
  }

  /// Bytes of all scales and zero points of `count` weights with `inputs` for each output channel, rounded up.
  public func scaleBytes(of count: Int, inputs: Int) -> Int {
    let each: Int
    switch sharing {
    case .nothing: return 0
    case .channel: each = max(1, inputs)
    case .block(let size): each = max(1, size)
    }
    let scales = (count + each - 1) / each
    return (scales * scaleBits + 7) / 8
  }

  /// Bytes of `count` weights with their scales.
  public func bytes(of count: Int, inputs: Int) -> Int {
    element.bytes(of: count) + scaleBytes(of: count, inputs: inputs)
  }
}

/// How each kind of weight is stored.
public struct WeightFormats: Sendable, Hashable {
  /// What is not listed in ``exceptions``.
  public var base: WeightStorage
  /// Kinds stored in another way.
  public var exceptions: [WeightRole: WeightStorage]

  /// Creates formats; all bf16 unless given.
  public init(
    base: WeightStorage = WeightStorage(.bf16), exceptions: [WeightRole: WeightStorage] = [:]
  ) {
    self.base = base
    self.exceptions = exceptions
  }

  /// The storage of a kind.
  public subscript(_ role: WeightRole) -> WeightStorage {
    get { exceptions[role] ?? base }
    set { exceptions[role] = newValue }
  }
}
