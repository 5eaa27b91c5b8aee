// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTransformers
import Testing

/// How weights are stored is read or refused, never guessed in silence.
@Suite struct StatedStorageTests {
  private func config(_ more: String) -> String {
    """
    {"model_type": "llama", "hidden_size": 64, "intermediate_size": 128, "num_attention_heads": 4,
     "num_key_value_heads": 2, "num_hidden_layers": 2, "vocab_size": 100, "max_position_embeddings": 512,
     "hidden_act": "silu", "tie_word_embeddings": false, \(more)}
    """
  }

  private func read(_ more: String) -> Result<[Diagnostic], DiagnosticList> {
    Result { () throws(DiagnosticList) in
      try TransformerConfig.read(text: config(more), file: "c.json", name: "c").diagnostics
    }
  }

  @Test func `a misspelt type of weights is refused with the nearest`() throws {
    guard case .failure(let list) = read(#""torch_dtype": "bfloat61""#) else {
      Issue.record("it was read")
      return
    }
    #expect(list.diagnostics.map(\.id) == ["config.unknown-dtype"])
    #expect(list.diagnostics.first?.suggestion == "did you mean 'bfloat16'?")
  }

  @Test func `bits that a quantisation leaves open are assumed aloud`() throws {
    guard
      case .success(let notes) = read(
        #""torch_dtype": "float16", "quantization_config": {"quant_method": "gptq"}"#)
    else {
      Issue.record("it was refused")
      return
    }
    #expect(notes.map(\.id) == ["config.assumed-storage", "config.assumed-storage"])
  }
}
