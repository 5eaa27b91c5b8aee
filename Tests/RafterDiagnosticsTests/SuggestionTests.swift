// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterTestSupport
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("bandwith", "bandwidth"), ("capcity", "capacity"), ("Energy", "energy"), ("prots", "ports"),
    ("hold", "holds"), ("sorce", "source"), ("bandwidht", "bandwidth"),
  ])
  func `a slip of the pen is recognised`(word: String, meant: String) {
    let keys = ["bandwidth", "capacity", "energy", "holds", "ports", "source"]
    #expect(Suggestion.nearest(to: word, among: keys) == meant)
  }

  @Test func `nothing is suggested for what is like nothing`() {
    #expect(Suggestion.nearest(to: "colour", among: ["bandwidth", "holds", "ports"]) == nil)
    #expect(Suggestion.nearest(to: "", among: ["a", "b"]) == nil)
    #expect(Suggestion.nearest(to: "x", among: ["a", "b"]) == nil)
    #expect(Suggestion.nearest(to: "word", among: []) == nil)
  }

  @Test func `a word that was cut short is recognised where one alone begins with it`() {
    let operators = ["gemm", "matmul", "convolution", "depthwise-convolution", "normalization"]
    #expect(Suggestion.nearest(to: "conv", among: operators) == "convolution")
    #expect(Suggestion.nearest(to: "Norm", among: operators) == "normalization")
    // Two letters may be anything, and two candidates either.
    #expect(Suggestion.nearest(to: "co", among: operators) == nil)
    #expect(Suggestion.nearest(to: "quant", among: ["quantization", "quantize-linear"]) == nil)
    // A near one goes before.
    #expect(Suggestion.nearest(to: "read", among: ["reads", "read-write-port"]) == "reads")
  }

  @Test func `the nearer one wins, then the first in the alphabet, in any order`() {
    #expect(Suggestion.nearest(to: "reads", among: ["reals", "read", "beads"]) == "beads")
    #expect(Suggestion.nearest(to: "reads", among: ["beads", "reals", "read"]) == "beads")
    #expect(Suggestion.nearest(to: "write", among: ["writer", "Write", "wrote"]) == "Write")
  }

  static let machines = [
    "nvidia-h100-sxm", "nvidia-h200-sxm", "nvidia-a100", "nvidia-rtx-4090", "tpu-v5e", "tpu-v5p",
    "amd-mi300x", "axelera-metis", "edge-npu",
  ]

  @Test(arguments: [
    // Contained, in any spelling.
    ("h100-sxm", ["nvidia-h100-sxm"]), ("H100", ["nvidia-h100-sxm"]),
    ("NVIDIA A100", ["nvidia-a100"]), ("rtx4090", ["nvidia-rtx-4090"]),
    ("tpu-v5", ["tpu-v5e", "tpu-v5p"]), ("mi300", ["amd-mi300x"]),
    // A slip, of all or of the end.
    ("egde-npu", ["edge-npu"]), ("metsi", ["axelera-metis"]), ("h10-sxm", ["nvidia-h100-sxm"]),
    // Most parts in common: `h100` tells more than `nvidia`.
    ("nvidia-h100-sxm5-80gb", ["nvidia-h100-sxm"]), ("a100-pcie-40gb", ["nvidia-a100"]),
    ("something-else", []), ("", []), ("-", []),
  ]) func `a name is found by its parts`(_ name: String, _ meant: [String]) {
    #expect(Suggestion.likely(for: name, among: Self.machines) == meant)
    #expect(Suggestion.likely(for: name, among: Self.machines.reversed()) == meant)
  }

  @Test func `the question names all that were probably meant`() {
    #expect(
      Suggestion.question(for: "h100-sxm", among: Self.machines)
        == "did you mean 'nvidia-h100-sxm'?")
    #expect(
      Suggestion.question(for: "tpu-v5", among: Self.machines)
        == "did you mean 'tpu-v5e' or 'tpu-v5p'?")
    #expect(Suggestion.question(for: "colour", among: Self.machines) == nil)
  }

  @Test func `known distances`() {
    #expect(Suggestion.editDistance("", "") == 0)
    #expect(Suggestion.editDistance("", "abc") == 3)
    #expect(Suggestion.editDistance("kitten", "sitting") == 3)  // k>s, e>i, +g
    #expect(Suggestion.editDistance("ports", "prots") == 1)  // a swap of neighbours
    #expect(Suggestion.editDistance("ca", "abc") == 3)  // a swapped pair is not edited again
  }

  // Swaps counted once lie between half the distance without swaps and that distance; it is a
  // distance but for the triangle inequality, which swaps may break.
  @Test func `the distance is symmetric, zero for equals only, and bounded`() {
    var random = SeededGenerator(seed: 7)
    func word() -> String {
      String(
        (0..<Int.random(in: 0...7, using: &random)).map { _ in
          ["a", "b", "c"][Int.random(in: 0...2, using: &random)] as Character
        })
    }
    for _ in 0..<3000 {
      let a = word()
      let b = word()
      let distance = Suggestion.editDistance(a, b)
      #expect(distance == Suggestion.editDistance(b, a), "\(a) \(b)")
      #expect((distance == 0) == (a == b), "\(a) \(b)")
      #expect(distance >= abs(a.count - b.count) && distance <= max(a.count, b.count))
      let without = Self.distanceWithoutSwaps(Array(a), Array(b))
      #expect(distance <= without && without <= 2 * distance, "\(a) \(b)")
    }
  }

  /// Insertions, deletions and replacements, by the definition.
  private static func distanceWithoutSwaps(_ a: [Character], _ b: [Character]) -> Int {
    guard let x = a.last, let y = b.last else { return max(a.count, b.count) }
    if x == y { return distanceWithoutSwaps(a.dropLast(), b.dropLast()) }
    return 1
      + min(
        distanceWithoutSwaps(a.dropLast(), b), distanceWithoutSwaps(a, b.dropLast()),
        distanceWithoutSwaps(a.dropLast(), b.dropLast()))
  }
}
