// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct LayerTableTests {
  private func read(_ text: String) throws(DiagnosticList) -> Workload {
    try LayerListReader.read(text: text, file: "l.csv", name: "l")
  }

  private func refusal(_ text: String) -> [Diagnostic] {
    do throws(DiagnosticList) {
      _ = try read(text)
      return []
    } catch {
      return error.diagnostics
    }
  }

  @Test func `rows of products and of convolutions may be mixed`() throws {
    let workload = try read(
      """
      # from a spreadsheet
      name,M,N,K,C,OY,OX,FY,FX,stride,repeats
      "fc, big",8,16,32,,,,,,,2

      conv,,,64,3,10,10,3,3,2,
      """)
    #expect(workload.layers.map(\.name) == ["fc, big", "conv"])
    #expect(workload.layers.map(\.macs) == [8 * 16 * 32, 64 * 3 * 100 * 9])
    #expect(workload.totals.macs == 2 * 8 * 16 * 32 + 64 * 3 * 100 * 9)
    #expect(workload.diagnostics.map(\.id) == ["workload.assumed-formats"])
  }

  @Test func `formats may stand in columns`() throws {
    let workload = try read("name,M,N,K,inputs,weights\na,4,8,16,fp16,int4\n")
    #expect(workload.diagnostics == [])
    #expect(workload.layers[0].parameterBytes == 64)
  }

  @Test func `a product table of SCALE-Sim reads as ours`() throws {
    let workload = try read("Layer, M, N, K,\nGEMM0, 128, 256, 64,\n")
    #expect(workload.layers[0].name == "GEMM0")
    #expect(workload.totals.macs == 128 * 256 * 64)
  }

  @Test func `a topology of SCALE-Sim has its output sides rounded up`() throws {
    let workload = try read(
      """
      Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides, Sparsity
      AlphaGoZero,
      Conv1, 224, 224, 7, 7, 3, 64, 2, 1:1
      DP2, 114, 114, 3, 3, 64, 1, 1, 1:4
      """)
    // ceil((224 - 7 + 2) / 2) = 110; depthwise: 64 channels of 112 x 112 places.
    #expect(workload.layers.map(\.macs) == [64 * 3 * 110 * 110 * 49, 64 * 112 * 112 * 9])
    #expect(workload.layers[1].kind == .depthwiseConvolution)
    #expect(workload.diagnostics.map(\.id) == ["workload.assumed-formats", "scalesim.sparsity"])
  }

  @Test(arguments: [
    ("name,M,N,K\na,1️⃣x,2,3\n", "workload.bad-dimension"),
    ("name,M,N,1️⃣KK\na,1,2,3\n", "csv.unknown-column"),
    ("name,M,N,1️⃣M\na,1,2,3\n", "csv.duplicate-column"),
    ("1️⃣M,N,K\n1,2,3\n", "csv.header"),
    ("1️⃣a,1,2,3\nb,1,2,3\n", "csv.header"),
    ("name,M,N,K\n1️⃣a,1,2,3,4\n", "csv.cells"),
    ("name,M,N,K\n1️⃣\"a,1,2,3\n", "csv.quote"),
    (
      "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\nc, 8, 8, 1️⃣9, 3, 1, 1, 1,\n",
      "workload.contradiction"
    ),
    (
      "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\nc, 8, 1️⃣many, 3, 3, 1, 1, 1,\n",
      "csv.cell"
    ),
  ]) func `a wrong cell is named with its place`(text: String, id: String) throws {
    let marked = MarkedText(text)
    let found = refusal(marked.text)
    #expect(found.first?.id == id)
    guard case .text(let line, let column, _)? = found.first?.location?.position else {
      Issue.record("no place")
      return
    }
    #expect(marked.marker(line: line, column: column) == 1, "\(line):\(column)")
  }
}
