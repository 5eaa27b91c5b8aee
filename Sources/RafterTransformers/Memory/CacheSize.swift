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
    func bytes(_ elements: Int) -> Int { formats.cache.bytes(of: elements) }
    for group in groups {
      switch group.block.mixer {
      case .grouped(let attention) where attention.direction == .causal:
        let each = bytes(
          attention.keyValueHeads * (attention.headDimension + attention.valueDimension)
            * group.count)
        switch attention.reach {
        case .full, .selected: growth.bytesPerToken += each
        case .window(let size), .chunk(let size):
          growth.windows.append(CacheGrowth.Window(bytesPerToken: each, tokens: size))
        }
      case .latent(let attention):
        let indexer = attention.indexer?.headDimension ?? 0
        growth.bytesPerToken += bytes((attention.cachedElements + indexer) * group.count)
      case .recurrent(let mixer):
        growth.fixedBytes += NumberFormat.fp32.bytes(of: mixer.stateElements * group.count)
      default: break
      }
    }
    return growth
  }
}
