// SPDX-License-Identifier: Apache-2.0

/// Architectures of GGUF files and the families of configurations that they are.
enum GGUFFamily {
  /// The `model_type` of an architecture; nil where we know none.
  static func modelType(of architecture: String, _ sizes: GGUFSizes) -> String? {
    switch architecture {
    // One name for Llama, Mistral and Mixtral.
    case "llama": sizes["expert_count"] ?? 0 > 0 ? "mixtral" : "llama"
    case "deepseek2": sizes.hasTensor("exp_probs_b") ? "deepseek_v3" : "deepseek_v2"
    default: types[architecture]
    }
  }

  /// All architectures that are read, in the order of the alphabet.
  static var names: [String] { (types.keys + ["llama", "deepseek2"]).sorted() }

  private static let types = [
    "qwen2": "qwen2", "qwen2moe": "qwen2_moe", "qwen3": "qwen3", "qwen3moe": "qwen3_moe",
    "gemma": "gemma", "gemma2": "gemma2", "gemma3": "gemma3_text", "phi2": "phi", "phi3": "phi3",
    "gpt2": "gpt2", "gptj": "gptj", "gptneox": "gpt_neox", "falcon": "falcon",
    "starcoder2": "starcoder2", "stablelm": "stablelm", "olmo2": "olmo2", "olmoe": "olmoe",
    "granite": "granite", "gpt-oss": "gpt_oss", "glm4": "glm4", "glm4moe": "glm4_moe",
    "minimax-m2": "minimax_m2", "smollm3": "smollm3", "seed_oss": "seed_oss",
    "ernie4_5": "ernie4_5",
  ]
}
