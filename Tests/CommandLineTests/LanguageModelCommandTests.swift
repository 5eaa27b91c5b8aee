// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

@Suite struct LanguageModelCommandTests {
  private func file(_ text: String) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "rafter-\(UUID().uuidString).json")
    try Data(text.utf8).write(to: url)
    return url.path
  }

  @Test func `a built-in language model is listed, shown and counted`() throws {
    let list = try RafterProcess.run(["list", "models"])
    #expect(list.output.contains("llama-3.1-8b"))
    let show = try RafterProcess.run(["show", "llama-3.1-8b"])
    #expect(show.output.contains("\"num_key_value_heads\": 8"))
    let work = try RafterProcess.run([
      "workload", "llama-3.1-8b", "--phase", "decode", "--context", "4096", "--batch", "8",
      "--format", "json",
    ])
    #expect(work.status == 0)
    #expect(work.output.contains("\"parameters\": 8030261248"))
    // 8 * 4096 * 32 * 8 * 256 * 2 bytes.
    #expect(work.output.contains("\"kv_cache_bytes\": 4294967296"))
  }

  @Test func `phases and models stand side by side`() throws {
    let phases = try RafterProcess.run(["workload", "gpt2", "--compare", "prefill"])
    #expect(phases.status == 0)
    #expect(phases.output.contains("A (decode)") && phases.output.contains("B (prefill)"))
    let models = try RafterProcess.run(["workload", "gpt2", "--compare", "llama-3.2-1b"])
    #expect(models.status == 0)
  }

  @Test(arguments: [
    (["llama-3.1-8"], "did you mean 'llama-3.1-8b'"),
    (["gpt2", "--precision", "w4a61"], "did you mean 'w4a16'"),
    (["gpt2", "--batch", "0"], "--batch is 0"),
    (["gpt2", "--prompt", "-5"], "--prompt is -5\n    it is from 1 to 16777216"),
    (["gpt2", "--context=0"], "--context is 0\n    it is from 1 to 16777216"),
    (["gpt2", "--data-parallel", "5000"], "--data-parallel is 5000\n    it is from 1 to 4096"),
    (["gpt2", "--data-parallel", "3", "--batch", "8"], "--data-parallel 3 does not divide 8"),
    (["gpt2", "--output", "/"], "it is a folder"),
    (["gpt2", "--nodes"], "no graph nodes"),
    (["gpt2", "--bind", "x=1"], "no inputs to bind"),
    (["gpt2", "--tensor-parallel", "5"], "does not divide"),
    (["llama-2-7b", "--phase", "speculative", "--draft", "2", "--gained", "9"], "tokens gained"),
  ])
  func `what is wrong with an option is said with its remedy`(options: [String], words: String)
    throws
  {
    let run = try RafterProcess.run(["workload"] + options)
    #expect(run.status == 2)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test func `a configuration that is cut or misspelt is an error with its line`() throws {
    let good = try RafterProcess.run(["show", "qwen3-8b"]).output
    let cut = try RafterProcess.run(["workload", try file(String(good.prefix(good.count / 2)))])
    #expect(cut.status == 2)
    #expect(cut.errors.contains("not JSON"))
    let misspelt = try RafterProcess.run([
      "workload", try file(good.replacing("\"hidden_size\"", with: "\"hiden_size\"")),
    ])
    #expect(misspelt.status == 2)
    #expect(misspelt.errors.contains("did you mean 'hidden_size'"))
  }

  @Test func `an analysis tells tokens a second and what they include`() throws {
    let run = try RafterProcess.run([
      "analyze", "gpt2", "--on", "nvidia-a100", "--batch", "8", "--context", "256",
      "--search-limit", "200", "--quiet",
    ])
    #expect(run.status == 0)
    #expect(run.output.contains("tokens/s"))
    #expect(run.output.contains("at most"))
    #expect(run.output.contains("no scheduling"))
  }

  @Test(arguments: ["99999999999999999999", "many", "1.5"])
  func `a number that is none is refused with option and range`(text: String) throws {
    let run = try RafterProcess.run(["workload", "gpt2", "--prompt", text])
    #expect(run.status == 64)
    #expect(run.errors.contains("--prompt"))
    #expect(run.errors.contains("a whole number from 1 to 16777216"), "\(run.errors)")
  }

  @Test func `a context beyond the model's is a warning`() throws {
    let run = try RafterProcess.run(["workload", "gpt2", "--context", "2000"])
    #expect(run.status == 0)
    #expect(run.errors.contains("beyond the 1024"))
  }

  /// Four copies of two sequences do what one device does with two, at once: four times the tokens.
  @Test func `tokens a second of data-parallel copies are those of the group`() throws {
    func rate(_ options: [String]) throws -> (tokens: Double, latency: Double) {
      let run = try RafterProcess.run(
        ["analyze", "gpt2", "--on", "nvidia-a100", "--context", "64", "--search-limit", "50"]
          + options + ["--format", "json", "--quiet"])
      #expect(run.status == 0, "\(run.errors)")
      let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let totals = try #require(json?["totals"] as? [String: Any])
      let serving = try #require(json?["serving"] as? [String: Any])
      return (
        try #require(serving["tokens_per_s"] as? Double),
        try #require(totals["latency_s"] as? Double)
      )
    }
    let one = try rate(["--batch", "2"])
    let four = try rate(["--batch", "8", "--data-parallel", "4"])
    #expect(abs(four.latency / one.latency - 1) < 1e-9)
    #expect(abs(four.tokens / one.tokens - 4) < 1e-9)
  }
}
