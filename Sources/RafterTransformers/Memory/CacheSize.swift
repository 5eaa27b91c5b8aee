// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a model keeps for each sequence between passes.
///
/// `L*K*(D+Dv)*k` bytes a token with full attention; `(rkv+dr)*k` a layer with latent attention; layers with a
/// window stop at its size; recurrent layers keep a state in fp32 [workloads 5.2, 5.3].
public struct CacheSize: Sendable, Hashable {
  /// Kept for a token by layers that look at everything, in elements.
  private var fullElements = 0
  /// Elements for a token and the most tokens, for layers that stop.
  private var windows: [Window] = []
  /// Elements of the states of one sequence.
  private var stateElements = 0
  private var format: NumberFormat

  private struct Window: Sendable, Hashable {
    var elements: Int
    var tokens: Int
  }

  /// The cache of a model in some formats.
  public init(_ model: TransformerArchitecture, formats: PassFormats) {
    format = formats.cache
    for group in model.groups {
      switch group.block.mixer {
      case .grouped(let attention) where attention.direction == .causal:
        let each =
          attention.keyValueHeads * (attention.headDimension + attention.valueDimension)
          * group.count
        switch attention.reach {
        case .full, .selected: fullElements += each
        case .window(let size), .chunk(let size):
          windows.append(Window(elements: each, tokens: size))
        }
      case .latent(let attention):
        let indexer = attention.indexer?.headDimension ?? 0
        fullElements += (attention.cachedElements + indexer) * group.count
      case .recurrent(let mixer): stateElements += mixer.stateElements * group.count
      default: break
      }
    }
  }

  /// Bytes of one sequence of `context` tokens.
  public func bytes(context: Int) -> Int {
    let elements =
      fullElements * context
      + windows.reduce(0) { $0 + $1.elements * min($1.tokens, context) }
    return format.bytes(of: elements) + NumberFormat.fp32.bytes(of: stateElements)
  }

  /// Bytes that one further token takes in a long sequence.
  public var bytesPerToken: ByteCount { format.bitsPerElement.bytes * Double(fullElements) }
}
