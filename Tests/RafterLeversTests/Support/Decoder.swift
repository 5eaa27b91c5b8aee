// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// A small language model in decode, with a cache that outweighs its weights.
enum Decoder {
  /// 2 blocks of d 256 with 8 heads and 8 KV heads, at 16384 tokens.
  static let model = """
    {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 256,
     "intermediate_size": 512, "num_attention_heads": 8, "num_key_value_heads": 8,
     "num_hidden_layers": 2, "max_position_embeddings": 32768, "tie_word_embeddings": false,
     "torch_dtype": "bfloat16", "vocab_size": 256}
    """

  static func family() throws -> WorkloadFamily {
    let model = try TransformerConfig.read(
      text: Self.model, file: "config.json", name: "m", fidelity: .exact
    ).architecture
    @Sendable func member(_ cache: NumberFormat?, _ batch: Int, tensor: Int)
      throws(DiagnosticList) -> WorkloadFamily.Member
    {
      WorkloadFamily.Member(
        workload: try PassBuilder.workload(
          model,
          PassOptions(
            tokens: .decode(context: 16384), batch: batch,
            formats: PassFormats(weights: model.weights, cache: cache)),
          over: ParallelPlan(tensor: tensor)),
        precision: nil)
    }
    return WorkloadFamily(
      precision: nil, batch: 1, isBatched: true,
      load: { (_, batch) throws(DiagnosticList) in try member(nil, batch, tensor: 1) },
      vary: { (variants, _, batch) throws(DiagnosticList) in
        var (cache, tensor): (NumberFormat?, Int) = (nil, 1)
        for variant in variants {
          switch variant {
          case .cache(let format): cache = format
          case .tensorParallel(let devices): tensor = devices
          }
        }
        return try member(cache, batch, tensor: tensor)
      })
  }
}
