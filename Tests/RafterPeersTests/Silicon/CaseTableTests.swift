// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import Testing

@testable import RafterPeers

@Suite("Mistakes in tables of published rows")
struct CaseTableTests {
  private static let nvdla = "macs,conv_buffer_KB,sdram_GBps,published_fps\n"

  private func problems(_ set: ValidationSet, _ text: String) -> [Diagnostic] {
    SiliconFiles.problems(set, text)
  }

  private func place(_ line: Int, _ column: Int, _ length: Int)
    -> RafterDiagnostics.SourceLocation.Position
  {
    .text(line: line, column: column, length: length)
  }

  @Test func `a wrong value is shown where it stands`() {
    // `64,128,` are seven characters, so the third value begins at the eighth, behind a blank at the ninth.
    let found = problems(.nvdla, "# a note\n" + Self.nvdla + "64,128, fast ,7.3\n")
    #expect(found.map(\.id) == ["peers.not-a-number"])
    #expect(found.first?.location?.position == place(3, 9, 5))
    #expect(found.first?.suggestion == "write a number of 0.001 or more, such as `12.5`")
    let count = problems(.nvdla, Self.nvdla + "6.5,128,1,7.3\n")
    #expect(count.first?.suggestion == "write a whole number from 1 to 1000000")
  }

  @Test func `a value in quotes counts with them`() {
    let table = CaseTable(ValidationFile(path: "t.csv", text: "name,size\n\"a, b\",x\n"))
    // `"a, b"` is six characters, and the comma the seventh.
    #expect(table.place("name", table.rows[0]).position == place(2, 1, 6))
    #expect(table.place("size", table.rows[0]).position == place(2, 8, 1))
  }

  @Test func `a file that was cut off says so at its last row`() {
    let found = problems(.nvdla, Self.nvdla + "2048,512,20,269\n64,12")
    #expect(found.map(\.id) == ["peers.row-length"])
    #expect(found.first?.location?.position == place(3, 1, 5))
    #expect(found.first?.message == "the row has 2 values, and the head 4")
  }

  @Test func `a misspelt column that is needed is found by the one that is missing`() {
    let found = problems(.nvdla, "macs,conv_buffer_KB,sdram_GBs,published_fps\n64,128,1,7.3\n")
    #expect(found.map(\.id) == ["peers.misspelt-column"])
    // `macs,conv_buffer_KB,` are twenty characters.
    #expect(found.first?.location?.position == place(1, 21, 9))
    #expect(found.first?.suggestion == "did you mean 'sdram_GBps'?")
    let missing = problems(.nvdla, "macs,conv_buffer_KB,sdram_GBps\n64,128,1\n")
    #expect(missing.map(\.id) == ["peers.missing-column"])
    #expect(missing.first?.message == "the table has no column 'published_fps'")
  }

  @Test func `a misspelt column that may be left out is not left out in silence`() throws {
    let head =
      "layer,H_in,pad,R,E_out,C_in_total,M_out,stride,groups,batch,zeros_in_ifmap_pct,glb_acces_MB,remarks\n"
    let found = problems(.eyerissV1, head + "A,13,1,3,13,256,384,1,1,4,70,50,good\n")
    #expect(found.map(\.id) == ["peers.misspelt-column"])
    #expect(found.first?.suggestion == "did you mean 'glb_access_MB'?")
    // What is near to nothing is for people.
    #expect(
      problems(
        .eyerissV1,
        head.replacing("acces_", with: "access_") + "A,13,1,3,13,256,384,1,1,4,70,50,good\n"
      )
      .isEmpty)
  }

  @Test func `a misspelt metric of an application is found, and one that is missing named`() {
    let rows =
      "fc_layers,count,5\nconv_layers,count,0\nweights,M,20\nops_per_weight_byte,MAC/B,200\nnon_matrix,pct,17\n"
    #expect(problems(.tpuV1, "metric,unit,MLP0\n" + rows + "host_interaction,pct,21\n").isEmpty)
    let misspelt = problems(.tpuV1, "metric,unit,MLP0\n" + rows + "array_activ,pct,12.7\n")
    #expect(misspelt.map(\.id) == ["peers.misspelt-metric"])
    #expect(misspelt.first?.location?.position == place(7, 1, 11))
    let missing = problems(
      .tpuV1, "metric,unit,MLP0\n" + rows.replacing("weights,M,20\n", with: ""))
    #expect(missing.map(\.id) == ["peers.missing-metric", "peers.wrong-form"])
  }

  @Test func `a table of another voltage is read, and one with half of a pair refused`() {
    let head = "bits,fJ_per_MAC_1b_input_0.9V,fJ_same_0.9V\n"
    #expect(problems(.colonnade, head + "1,80,80\n3,113,340\n").isEmpty)
    let half = problems(.colonnade, "bits,fJ_per_MAC_1b_input_0.9V\n1,80\n")
    #expect(half.map(\.id) == ["peers.missing-column"])
    #expect(half.first?.message == "the table has no column 'fJ_same_0.9V'")
  }

  @Test(arguments: [
    ("latency_ms", "divide its values by 1000 and call it 'latency_s'"),
    ("latency_us", "divide its values by 1000000 and call it 'latency_s'"),
    ("latncy_ns", "divide its values by 1000000000 and call it 'latency_s'"),
    ("latency_minutes", "multiply its values by 60 and call it 'latency_s'"),
    ("latency_msec", "divide its values by 1000 and call it 'latency_s'"),
  ]) func `a column in another unit is refused with what brings it to the one that is read`(
    _ head: String, _ remedy: String
  ) {
    let found = problems(
      .gpuKernels,
      "device,op,dtype,phase,params,stack,\(head)\nA100-SXM,gemm,bfloat16,prefill,m=1;n=1;k=1,x,1\n"
    )
    #expect(found.map(\.id) == ["peers.other-unit"])
    #expect(found.first?.suggestion == remedy)
    // `device,op,dtype,phase,params,stack,` are 35 characters.
    #expect(found.first?.location?.position == place(1, 36, head.count))
  }

  @Test func `a spelling of the same unit is a slip, not another unit`() {
    let found = problems(
      .gpuKernels, "device,op,dtype,phase,params,stack,latncy_s\nA100,gemm,bfloat16,x,m=1,x,1\n")
    #expect(found.map(\.id) == ["peers.misspelt-column"])
  }

  @Test func `a bandwidth in another unit of its reciprocal or size is converted`() {
    let rate = problems(.nvdla, "macs,conv_buffer_KB,sdram_MBps,published_fps\n64,128,1000,7.3\n")
    #expect(rate.first?.suggestion == "divide its values by 1000 and call it 'sdram_GBps'")
    let apart = problems(.nvdla, "macs,conv_buffer_KB,sdram_MB_s,published_fps\n64,128,1000,7.3\n")
    #expect(apart.first?.suggestion == "divide its values by 1000 and call it 'sdram_GBps'")
    let bits = problems(.nvdla, "macs,conv_buffer_KB,sdram_Gbitps,published_fps\n64,128,8,7.3\n")
    #expect(bits.first?.suggestion == "divide its values by 8 and call it 'sdram_GBps'")
  }

  @Test func `a slip in the only column of a table is a slip, not another table`() {
    let found = problems(.colonnade, "bit,fJ_per_MAC_1b_input_0.9V,fJ_same_0.9V\n1,80,80\n")
    #expect(found.map(\.id) == ["peers.misspelt-column"])
    #expect(found.first?.suggestion == "did you mean 'bits'?")
    #expect(
      problems(.colonnade, "kernel,voltage\n1,80\n").map(\.id) == ["peers.not-a-case-file"])
  }

  @Test func `what is predicted of a layer that nobody measured is said`() throws {
    let head =
      "layer,H_in,pad,R,E_out,C_in_total,M_out,stride,groups,batch,zeros_in_ifmap_pct\n"
    let file = ValidationFile(path: "t.csv", text: head + "A,13,1,3,13,256,384,1,1,4,70\n")
    let notes = try ValidationSet.eyerissV1.run([file]).notes
    let note = try #require(notes.first { $0.hasPrefix("A: nothing of it was measured") })
    #expect(note.contains(" ms, with transfers ") && note.contains(" mJ, "))
  }
}
