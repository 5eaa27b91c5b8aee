// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What each sequence keeps between passes, as a function of its length.
public struct CacheGrowth: Sendable, Hashable {
  /// A part that stops growing.
  public struct Window: Sendable, Hashable {
    /// Bytes for each token.
    public var bytesPerToken: Int
    /// The most tokens it keeps.
    public var tokens: Int

    /// Creates it.
    public init(bytesPerToken: Int, tokens: Int) {
      self.bytesPerToken = bytesPerToken
      self.tokens = tokens
    }
  }

  /// Bytes for each token of the parts that keep all of them.
  public var bytesPerToken: Int
  /// The parts that keep only the last tokens.
  public var windows: [Window]
  /// Bytes whatever the length: the states of recurrent layers.
  public var fixedBytes: Int
  /// The format of what is kept for each token; nil where it is not known.
  public var format: NumberFormat?

  /// Creates it; nothing is kept unless given.
  public init(
    bytesPerToken: Int = 0, windows: [Window] = [], fixedBytes: Int = 0,
    format: NumberFormat? = nil
  ) {
    self.bytesPerToken = bytesPerToken
    self.windows = windows
    self.fixedBytes = fixedBytes
    self.format = format
  }

  /// The same elements in another format; unchanged where the format is not known.
  ///
  /// States keep theirs.
  public func stored(in other: NumberFormat) -> CacheGrowth {
    guard let format, format != other else { return self }
    func scaled(_ bytes: Int) -> Int {
      let elements = Double(bytes) * 8 / format.bitsPerElement.value
      return Int((elements * other.bitsPerElement.value / 8).rounded(.up))
    }
    var copy = self
    copy.bytesPerToken = scaled(bytesPerToken)
    for index in windows.indices {
      copy.windows[index].bytesPerToken = scaled(windows[index].bytesPerToken)
    }
    copy.format = other
    return copy
  }

  /// Bytes of one sequence of `context` tokens.
  public func bytes(context: Int) -> Int {
    fixedBytes + bytesPerToken * context
      + windows.reduce(0) { $0 + $1.bytesPerToken * min($1.tokens, context) }
  }
}
