// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

/// Options of workloads that mean nothing somewhere are refused there, never ignored.
@Suite struct WorkloadOptionTests {
  @Test(arguments: [
    (["workload", "resnet50", "--prompt", "5"], "command.pass-of-graph"),
    (["analyze", "resnet50", "--on", "edge-npu", "--kv", "int8"], "command.pass-of-graph"),
    (["workload", "llama-3.2-1b", "--bind", "x=1"], "command.bind"),
    (
      ["workload", "llama-3.2-1b", "--prompt", "2048", "--context", "100"],
      "command.context-below-prompt"
    ),
    (
      ["workload", "llama-3.2-1b", "--phase", "decode", "--chunk", "64"],
      "command.option-without-meaning"
    ),
    (
      ["workload", "llama-3.2-1b", "--phase", "decode", "--draft", "2"],
      "command.option-without-meaning"
    ),
    (
      ["workload", "llama-3.2-1b", "--phase", "speculative", "--prompt", "9"],
      "command.option-without-meaning"
    ),
    (
      ["workload", "resnet50", "--compare", "resnet18", "--precision", "int8"], "command.precision"
    ),
    (
      ["workload", "resnet50", "--compare", "resnet18", "--phase", "decode"],
      "command.pass-of-graph"
    ),
    (["workload", "llama-3.2-1b", "--compare", "nothing"], "command.unknown-workload"),
  ])
  func `an option without meaning is refused by name`(arguments: [String], id: String) throws {
    let run = try RafterProcess.run(arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains("[\(id)]"), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func `all of them are said at once`() throws {
    let run = try RafterProcess.run(
      [
        "workload", "llama-3.2-1b", "--phase", "decode", "--prompt", "9", "--draft", "2", "--batch",
        "0",
      ])
    #expect(run.errors.components(separatedBy: "[command.").count == 4)
  }

  @Test(arguments: [
    ["--capacity-curve", "x.svg", "--cost-model", "bound"],
    ["--capacity-curve", "x.svg", "--save-mapping", "x.yaml"],
    ["--cost-model", "zigzag", "--mapping", "x.yaml"],
    ["--cost-model", "zigzag", "--save-mapping", "x.yaml"],
  ])
  func `of two questions to map none is dropped`(options: [String]) throws {
    let run = try RafterProcess.run(
      ["map", "resnet18", "--on", "edge-npu", "--layer", "L02"] + options)
    #expect(run.status == 64)
    #expect(!FileManager.default.fileExists(atPath: "x.svg"))
  }

  @Test func `a language model has its place in the survey`() throws {
    let run = try RafterProcess.run(
      [
        "survey", "--design", "nvidia-h100-sxm", "--workload", "llama-3.2-1b", "--precision",
        "bf16",
      ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("llama-3.2-1b"))
  }

  @Test func `sides of a comparison take what they can`() throws {
    let phases = try RafterProcess.run(
      ["workload", "llama-3.2-1b", "--phase", "prefill", "--prompt", "512", "--compare", "decode"])
    #expect(phases.status == 0, "\(phases.errors)")
    // The prompt is the context of what follows it.
    #expect(phases.output.contains("phase=decode, batch=1, new tokens=1, context=512"))
    let kinds = try RafterProcess.run(
      [
        "workload", "resnet50", "--compare", "llama-3.2-1b", "--phase", "prefill", "--bind",
        "input=1x3x64x64",
      ])
    #expect(kinds.status == 0, "\(kinds.errors)")
    #expect(kinds.output.contains("phase=prefill") && kinds.output.contains("input=1x3x64x64"))
  }

  static let config = """
    {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64, "intermediate_size": 128,
     "num_attention_heads": 4, "num_key_value_heads": 2, "num_hidden_layers": 2, "vocab_size": 100,
     "max_position_embeddings": 512, "torch_dtype": "bfloat16", "rms_norm_eps": 1e-5, "hidden_act": "silu",
     "tie_word_embeddings": false}
    """

  @Test func `a configuration is read from standard input, a file of any name and its folder`()
    throws
  {
    try MapCommandTests.inFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/tiny", withIntermediateDirectories: true)
      try Self.config.write(toFile: "\(folder)/tiny/config.json", atomically: true, encoding: .utf8)
      try Self.config.write(toFile: "\(folder)/abc", atomically: true, encoding: .utf8)
      let named = try RafterProcess.run(["workload", "\(folder)/tiny"])
      #expect(named.output.hasPrefix("tiny: "), "\(named.errors)")
      let odd = try RafterProcess.run(["workload", "\(folder)/abc"])
      #expect(odd.output.hasPrefix("abc: "), "\(odd.errors)")
      let empty = try RafterProcess.run(["workload", folder])
      #expect(empty.errors.contains("[command.folder-without-model]"))
      // The same as a stream, compared with another phase: it is read once.
      let stream = try RafterProcess.run(
        ["workload", "-", "--compare", "prefill"], input: Self.config)
      #expect(stream.status == 0, "\(stream.errors)")
    }
  }
}
