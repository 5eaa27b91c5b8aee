// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterTestSupport
import RafterTransformers
import Testing

/// Configurations for tests.
enum Models {
  /// The files beside the repository, by name; none where they are absent.
  static let shared: [(name: String, text: String)] = {
    guard let folder = Shared.file("data/llm-configs"),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
      (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)).map { (name, $0) }
    }
  }()

  /// A small Llama with grouped queries.
  static let small = """
    {
      "architectures": ["LlamaForCausalLM"],
      "model_type": "llama",
      "hidden_size": 512,
      "intermediate_size": 1024,
      "max_position_embeddings": 2048,
      "num_attention_heads": 8,
      "num_hidden_layers": 4,
      "num_key_value_heads": 2,
      "tie_word_embeddings": false,
      "torch_dtype": "bfloat16",
      "vocab_size": 1000
    }
    """

  static func read(_ text: String, _ fidelity: ConfigFidelity = .exact) throws(DiagnosticList)
    -> TransformerArchitecture
  {
    try TransformerConfig.read(text: text, file: "config.json", name: "m", fidelity: fidelity)
      .architecture
  }

  /// What reading a text reports.
  static func diagnostics(_ text: String, _ fidelity: ConfigFidelity = .exact) -> [Diagnostic] {
    do throws(DiagnosticList) {
      return try TransformerConfig.read(
        text: text, file: "config.json", name: "m", fidelity: fidelity
      ).diagnostics
    } catch {
      return error.diagnostics
    }
  }
}
