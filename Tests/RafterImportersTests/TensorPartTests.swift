// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import Testing

@Suite struct TensorPartTests {
  @Test(arguments: [
    ("token_embd.weight", TensorPart.embedding), ("output.weight", .output),
    ("output_norm.weight", .normalization), ("blk.3.attn_q.weight", .attention),
    ("blk.3.attn_q_norm.weight", .normalization), ("blk.3.attn_output.weight", .attention),
    ("blk.3.ffn_gate.weight", .feedForward), ("blk.3.ffn_gate_inp.weight", .router),
    ("blk.3.ffn_down_exps.weight", .experts), ("blk.3.ffn_up_shexp.weight", .experts),
    ("blk.3.ssm_in.weight", .other), ("lm_head.weight", .output),
    ("model.embed_tokens.weight", .embedding), ("model.norm.weight", .normalization),
    ("model.layers.7.self_attn.q_proj.weight", .attention),
    ("model.layers.7.self_attn.q_norm.weight", .normalization),
    ("model.layers.7.input_layernorm.weight", .normalization),
    ("model.layers.7.mlp.gate_proj.weight", .feedForward),
    ("model.layers.7.mlp.gate.weight", .router),
    ("model.layers.7.mlp.experts.3.up_proj.weight", .experts),
    ("model.layers.7.mlp.shared_expert_gate.weight", .router),
    ("model.layers.7.block_sparse_moe.gate.weight", .router),
    ("transformer.h.0.ln_1.weight", .normalization), ("transformer.wte.weight", .embedding),
    ("bert.encoder.layer.0.attention.output.dense.weight", .attention), ("conv1.weight", .other),
  ]) func `a name tells the part of the network`(name: String, part: TensorPart) {
    #expect(TensorPart.of(name) == part)
  }

  @Test func `the layer is the number behind the stack`() {
    #expect(TensorPart.layer(of: "blk.12.attn_q.weight") == 12)
    #expect(TensorPart.layer(of: "model.layers.3.mlp.experts.7.up_proj.weight") == 3)
    #expect(TensorPart.layer(of: "transformer.h.0.ln_1.weight") == 0)
    #expect(TensorPart.layer(of: "output.weight") == nil)
  }
}
