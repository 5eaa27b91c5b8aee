// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
public import RafterWorkload

extension TransformerArchitecture {
  /// What the model keeps for each sequence between passes.
  ///
  /// `L*K*(D+Dv)*k` bytes a token with full attention; `(rkv+dr)*k` a layer with latent attention; layers with a
  /// window stop at its size; recurrent layers keep a state in fp32; encoders keep nothing
  /// [workloads 5.2, 5.3].
  public func cacheGrowth(in formats: PassFormats) -> CacheGrowth {
    var growth = CacheGrowth(format: formats.cache)
    for group in groups {
      guard let mixer = group.block.mixer else { continue }
      if case .recurrent(let mixer) = mixer {
        growth.fixedBytes += NumberFormat.fp32.bytes(of: mixer.stateElements * group.count)
      }
      let each = formats.cache.bytes(of: mixer.keptElements * group.count)
      guard each > 0 else { continue }
      switch mixer.reach {
      case .full, .selected: growth.bytesPerToken += each
      case .window(let size), .chunk(let size):
        growth.windows.append(CacheGrowth.Window(bytesPerToken: each, tokens: size))
      }
    }
    return growth
  }
}

extension TokenMixer {
  /// How far back a token looks.
  var reach: AttentionReach {
    switch self {
    case .grouped(let attention): attention.reach
    case .latent(let attention): attention.indexer.map { .selected($0.tokens) } ?? .full
    case .recurrent: .full
    }
  }

  /// Elements of keys and values of one token: what others look at.
  var keyElements: Int {
    switch self {
    case .grouped(let attention):
      attention.keyValueHeads * (attention.headDimension + attention.valueDimension)
    case .latent(let attention):
      attention.cachedElements + (attention.indexer?.headDimension ?? 0)
    case .recurrent: 0
    }
  }

  /// Those that are kept for later passes.
  var keptElements: Int { direction == .causal ? keyElements : 0 }
}
