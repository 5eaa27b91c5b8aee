// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct LayerListTests {
  private func read(_ text: String) throws(DiagnosticList) -> Workload {
    try LayerListReader.read(text: text, file: "l.yaml", name: "l")
  }

  private func refusal(_ text: String) -> [Diagnostic] {
    do throws(DiagnosticList) {
      _ = try read(text)
      return []
    } catch {
      return error.diagnostics
    }
  }

  /// A list of one layer with the given lines.
  private func list(_ layer: String) -> String {
    """
    rafter: workload/1
    name: one
    formats: {inputs: int8, weights: int8, outputs: int8}
    layers:
      - name: a
        \(layer.replacing("\n", with: "\n    "))
    """
  }

  @Test func `the file to start from is valid as it stands`() throws {
    let workload = try read(LayerListTemplate.text)
    #expect(workload.diagnostics == [])
    #expect(
      workload.layers.map(\.kind.rawValue) == [
        "convolution", "depthwise-convolution", "gemm", "einsum", "softmax", "elementwise",
      ])
    #expect(workload.layers[2].repeats == 12)
    // 768 * 768 weights of 4 bits.
    #expect(workload.layers[2].parameterBytes == 294_912)
    // 64*3*49 + 64*9 + 12*768*768.
    #expect(workload.parameters == 9408 + 576 + 7_077_888)
  }

  @Test func `a product has M N K multiplies and moves each operand once`() throws {
    let layer = try read(list("operator: gemm\ndimensions: {M: 8, N: 16, K: 32}")).layers[0]
    #expect(layer.macs == 8 * 16 * 32)
    #expect(layer.parameters == 16 * 32)
    #expect(layer.compulsoryBytes == 8 * 32 + 16 * 32 + 8 * 16)
  }

  @Test func `a convolution finds the side that is not stated`() throws {
    // (224 + 2*3 - 7) / 2 + 1 = 112.
    let a = try read(
      list(
        "operator: convolution\ndimensions: {K: 64, C: 3, IY: 224, IX: 224, FY: 7, FX: 7}\nstride: 2\npadding: 3"
      )
    ).layers[0]
    #expect(a.macs == 64 * 3 * 112 * 112 * 49)
    // Taps f = 0, 1, 2 of seven hang over the front at places 0, 0 and 0-1, ... : per side 112*7 - (2+1+1) - (1+1) pairs.
    let pairs = (0..<112).reduce(0) { sum, o in
      sum + (0..<7).count { 0..<224 ~= 2 * o + $0 - 3 }
    }
    #expect(a.macsWithoutPadding == 64 * 3 * pairs * pairs)
    // Backwards: 112 places of stride 2 reach over (112-1)*2 + 7 - 6 = 223 rows.
    let b = try read(
      list(
        "operator: convolution\ndimensions: {K: 64, C: 3, OY: 112, OX: 112, FY: 7, FX: 7}\nstride: [2, 2]\npadding: 3"
      )
    ).layers[0]
    #expect(b.nests[0].dimensions == a.nests[0].dimensions)
    #expect(b.tensors.first { $0.role == .inputs }?.elements == 3 * 223 * 223)
  }

  @Test func `an einsum walks each index once`() throws {
    let layer = try read(
      list(
        "operator: einsum\neinsum: BHQD, BHKD -> BHQK\ndimensions: {B: 2, H: 3, Q: 5, K: 7, D: 11}\nweights: activations"
      )
    ).layers[0]
    #expect(layer.macs == 2 * 3 * 5 * 7 * 11)
    #expect(layer.parameters == 0)
    #expect(layer.tensors.map(\.elements) == [2 * 3 * 7 * 11, 2 * 3 * 5 * 11, 2 * 3 * 5 * 7])
  }

  @Test func `vector work counts operations for each element`() throws {
    let layer = try read(
      list(
        "operator: reduction\ndimensions: {rows: 10, columns: 20}\nreduce: [columns]\noperations: 3"
      )
    ).layers[0]
    #expect(layer.vectorOperations == 600)
    #expect(layer.compulsoryBytes == 200 + 10)
    #expect(layer.macs == 0)
  }

  @Test(arguments: [
    ("operator: gemm\ndimensions: 1️⃣{M: 8, N: 16}", "workload.missing-dimension"),
    ("operator: gemm\ndimensions: {M: 8, N: 16, K: 3, 1️⃣Q: 3}", "workload.unknown-dimension"),
    ("operator: gemm\ndimensions: {M: 8, N: 1️⃣0, K: 3}", "workload.bad-dimension"),
    ("operator: 1️⃣gem\ndimensions: {M: 8, N: 16, K: 3}", "document.unknown-word"),
    ("operator: gemm\ndimensions: {M: 8, N: 16, K: 3}\n1️⃣stride: 2", "workload.misplaced-key"),
    ("operator: gemm\ndimensions: {M: 8, N: 16, K: 3}\n1️⃣repeat: 2", "document.unknown-key"),
    ("operator: einsum\neinsum: 1️⃣MK,KN,N->MN\ndimensions: {M: 8, N: 16, K: 3}", "workload.einsum"),
    ("operator: einsum\neinsum: 1️⃣MK,KN->MZ\ndimensions: {M: 8, N: 16, K: 3}", "workload.einsum"),
    (
      "operator: convolution\ndimensions: {K: 1, C: 1, FX: 3, IX: 8, 1️⃣OX: 7}",
      "workload.contradiction"
    ),
    ("operator: convolution\ndimensions: {K: 1, C: 1, FX: 3, 1️⃣IX: 2}", "workload.contradiction"),
    ("operator: convolution\ndimensions: {K: 1, C: 1, OX: 3, FX: 2}\npadding: 1️⃣[1, 2]", "csv.cell"),
    ("operator: softmax\ndimensions: {a: 4}\n1️⃣einsum: x", "workload.misplaced-key"),
  ]) func `what is wrong is said where it stands`(layer: String, id: String) throws {
    let marked = MarkedText(list(layer))
    let found = refusal(marked.text)
    #expect(found.map(\.id).first.map { $0 } == id, "\(layer)")
    let place = try #require(found.first { $0.id == id }?.location)
    guard case .text(let line, let column, _) = place.position else {
      Issue.record("no place")
      return
    }
    // A key that is missing is missed where its mapping stands.
    if id != "workload.missing-dimension" {
      #expect(marked.marker(line: line, column: column) == 1, "\(layer): \(line):\(column)")
    }
  }

  @Test func `an operator that is unknown does not make its keys unknown too`() throws {
    let found = refusal(
      list(
        "operator: conv\ndimensions: {K: 1, C: 1, OX: 8, FX: 3}\nstride: 2\npadding: 1\nstrid: 2")
    )
    // The misspelt key is said all the same.
    #expect(found.map(\.id) == ["document.unknown-word", "document.unknown-key"])
    #expect(found.first?.suggestion == "did you mean 'convolution'?")
  }

  @Test func `formats that are stated nowhere are asked for`() {
    let text = list("operator: gemm\ndimensions: {M: 8, N: 16, K: 3}").replacing(
      "formats: {inputs: int8, weights: int8, outputs: int8}\n", with: "")
    #expect(refusal(text).map(\.id) == ["workload.missing-formats"])
  }

  @Test func `a layer beyond any machine is refused, not overflowed`() {
    let huge = list("operator: gemm\ndimensions: {M: 4294967296, N: 4294967296, K: 4294967296}")
    #expect(refusal(huge).map(\.id) == ["workload.too-large"])
    let many = list(
      "operator: gemm\ndimensions: {M: 4294967296, N: 1048576, K: 1}\nrepeats: 1000000")
    #expect(refusal(many).map(\.id) == ["workload.too-large"])
  }

  @Test func `other files are told apart`() {
    #expect(refusal("model_type: llama\nhidden_size: 8\n").map(\.id) == ["workload.not-a-workload"])
    #expect(refusal("").map(\.id) == ["workload.no-layers"])
  }

  @Test(
    .enabled(if: Shared.file("cases/timeloop") != nil),
    arguments: [
      ("default_problem.yaml", 10_838_016), ("eyeriss_like/problem.yaml", 10_838_016),
      ("sparseloop/01.2.1-DUDU-dot-product/problem.yaml", 16),
      ("sparseloop/01.2.2-SUDU-dot-product/problem.yaml", 16),
    ]) func `problems of Timeloop read as they are`(path: String, macs: Int) throws
  {
    // 3 * 32 * 3 * 3 * 1 * 112 * 112.
    let file = try #require(Shared.file("cases/timeloop/\(path)"))
    let workload = try LayerListReader.read(
      text: String(contentsOf: file, encoding: .utf8), file: path, name: "p")
    #expect(workload.totals.macs == macs)
    #expect(!workload.diagnostics.contains { $0.severity == .error })
  }

  @Test func `a window of Timeloop slides over its input`() throws {
    let layer = try read(
      """
      problem:
        shape:
          name: conv1d
          dimensions: [C, M, R, P]
          coefficients: [{name: s, default: 2}]
          data-spaces:
            - {name: Weights, projection: [[[C]], [[M]], [[R]]]}
            - {name: Inputs, projection: [[[C]], [[R], [P, s]]]}
            - {name: Outputs, projection: [[[M]], [[P]]], read-write: True}
        instance: {C: 3, M: 4, R: 5, P: 6}
      """
    ).layers[0]
    #expect(layer.macs == 3 * 4 * 5 * 6)
    // 1 + (5 - 1) + 2 * (6 - 1) = 15 places of each channel.
    #expect(layer.tensors.first { $0.name == "Inputs" }?.elements == 45)
    #expect(layer.parameters == 60)
  }

  @Test(arguments: ["", "\n\n", "# only a remark\n"])
  func `an empty list says what to write`(text: String) {
    for file in ["m.yaml", "m.csv"] {
      do throws(DiagnosticList) {
        _ = try LayerListReader.read(text: text, file: file, name: "m")
        Issue.record("read")
      } catch {
        #expect(error.diagnostics.map(\.id) == ["workload.no-layers"])
        #expect(error.diagnostics.first?.suggestion?.contains("rafter init workload") == true)
      }
    }
  }

  @Test func `a layer is the same alone and behind any other`() throws {
    let layers = [
      "name: a, operator: einsum, einsum: 'M K, K N -> M N', dimensions: {M: 4, N: 5, K: 6}, formats: {inputs: int8, weights: int4}, repeats: 3",
      "name: b, operator: convolution, dimensions: {K: 4, C: 3, OY: 8, OX: 8, FY: 3, FX: 3}, stride: [2, 1], padding: [1, 0], dilation: [1, 2]",
      "name: c, operator: convolution, dimensions: {K: 4, C: 3, OX: 8, FX: 3}",
      "name: d, operator: softmax, dimensions: {M: 4, N: 5}, reduce: [N], operands: 3, operations: 7",
      "name: e, operator: softmax, dimensions: {M: 4, N: 5}",
      "name: f, operator: matmul, dimensions: {M: 4, N: 5, K: 6, B: 2}, weights: parameters",
      "name: g, operator: matmul, dimensions: {M: 4, N: 5, K: 6}",
    ]
    func read(_ list: [String]) throws(DiagnosticList) -> [Layer] {
      let text =
        "rafter: workload/1\nname: x\nformats: {inputs: fp16, weights: fp16}\nlayers:\n"
        + list.map { "  - {\($0)}\n" }.joined()
      return try LayerListReader.read(text: text, file: "m.yaml", name: "m").layers
    }
    for first in layers {
      for second in layers where first != second {
        var (alone, behind) = (try read([second])[0], try read([first, second])[1])
        (alone.id, behind.id) = ("", "")
        #expect(alone == behind)
      }
    }
  }

  @Test(
    arguments: [
      ("name,M,N,K\nf", [0xe9], "text.encoding", 2, 2), ("name,M\n\nab", [0], "text.nul", 3, 3),
      ("", [0xff, 0xfe, 0x6e, 0], "text.encoding", 1, 1),
      ("caf\u{e9}\n", [0xc3], "text.encoding", 2, 1),
    ] as [(String, [UInt8], String, Int, Int)])
  func `a byte that no text has is refused with its line`(
    before: String, bytes: [UInt8], id: String, line: Int, column: Int
  ) {
    do throws(DiagnosticList) {
      _ = try TextFile.text(
        of: FileBytes(Array(before.utf8) + bytes + Array("c,4,5,6".utf8)), file: "m.csv")
      Issue.record("read")
    } catch {
      #expect(error.diagnostics.map(\.id) == [id])
      guard case .text(let foundLine, let foundColumn, _)? = error.diagnostics[0].location?.position
      else {
        Issue.record("no place")
        return
      }
      #expect((foundLine, foundColumn) == (line, column))
    }
  }
}
