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

  /// VGG-16 is printed without mappings; MACs and cycles are there for people, and are near to columns that these tables leave out.
  @Test(arguments: [
    (
      ValidationSet.eyerissV1.name,
      "layer,H_in,pad,R,E_out,C_in_total,M_out,stride,groups,batch,zeros_in_ifmap_pct,macs_G",
      "A,13,1,3,13,256,384,1,1,4,70,0.6"
    ),
    (
      ValidationSet.nvdla.name,
      "layer,type,C,H,W,K,R,S,stride_h,P,Q,dram_traffic_KB,max_cycles",
      "A,Conv,64,56,56,64,1,1,1,56,56,400,9000"
    ),
    (
      ValidationSet.gpuKernels.name,
      "n_devices,device,op,dtype,phase,params,stack,latency_s,status",
      "1,A100,gemm,bf16,,m=64;n=64;k=64,x,1e-5,READ"
    ),
  ]) func `a column that published tables have is no slip of one that is left out`(
    _ name: String, _ head: String, _ row: String
  ) throws {
    let set = try #require(ValidationSet.peers.first { $0.name == name })
    #expect(problems(set, "\(head)\n\(row)\n").map(\.message) == [])
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

  @Test(arguments: [
    // A quantity with the voltage behind it: the unit stands in front.
    (
      "bits,fJ_per_MAC_1b_input_0.7V,pJ_same_0.7V", 31, "peers.other-unit",
      "multiply its values by 1000 and call it 'fJ_same_0.7V'"
    ),
    (
      "bits,aJ_per_MAC_1b_input_0.7V,fJ_same_0.7V", 6, "peers.other-unit",
      "divide its values by 1000 and call it 'fJ_per_MAC_1b_input_0.7V'"
    ),
    (
      "bits,fJ_per_MAC_1b_input_0.7V,fJ_sam_0.7V", 31, "peers.misspelt-column",
      "did you mean 'fJ_same_0.7V'?"
    ),
    (
      "bits,fj_per_MAC_1b_input_0.7V,fJ_same_0.7V", 6, "peers.misspelt-column",
      "did you mean 'fJ_per_MAC_1b_input_0.7V'?"
    ),
    (
      "bits,fJ_per_MAC_1b_inputs_0.7V,fJ_same_0.7V", 6, "peers.misspelt-column",
      "did you mean 'fJ_per_MAC_1b_input_0.7V'?"
    ),
    (
      "bits,fJ_per_MAC_1b_input_0.8V,fJ_same_0.7V", 6, "peers.missing-column",
      "add 'fJ_same_0.8V' to the head, and its value to every row"
    ),
  ]) func `a unit or a name in front of a voltage that is not read is found by its partner`(
    _ head: String, _ column: Int, _ id: String, _ remedy: String
  ) {
    let found = problems(.colonnade, head + "\n1,80,80\n3,113,340\n")
    #expect(found.first?.id == id)
    #expect(found.first?.suggestion == remedy)
    if case .text(1, let place, _)? = found.first?.location?.position {
      #expect(place == column)
    } else {
      Issue.record("no place in the head")
    }
  }

  @Test func `an energy without its partner is not left out in silence`() {
    // One voltage is whole, of the other a half is there.
    let head = "bits,fJ_per_MAC_1b_input_0.7V,fJ_same_0.7V,fJ_same_0.8V,GOPS_at_0.8V\n"
    let found = problems(.colonnade, head + "1,80,80,90,1\n")
    #expect(found.map(\.id) == ["peers.missing-column"])
    #expect(found.first?.message == "the table has no column 'fJ_per_MAC_1b_input_0.8V'")
    // A column of another quantity may name a voltage.
    #expect(
      problems(
        .colonnade,
        "bits,fJ_per_MAC_1b_input_0.7V,fJ_same_0.7V,GOPS_peak_0.8V\n1,80,80,1\n"
      ).isEmpty)
  }

  @Test func `a mark of the order of bytes in front is no part of the head`() {
    #expect(problems(.nvdla, "\u{feff}" + Self.nvdla + "64,128,1,7.3\n").isEmpty)
  }

  @Test func `two columns of one name are refused where one is read`() {
    let found = problems(
      .nvdla, "macs,conv_buffer_KB,sdram_GBps,published_fps,macs\n64,128,1,7.3,32\n")
    #expect(found.map(\.id) == ["peers.column-twice"])
    // `macs,conv_buffer_KB,sdram_GBps,published_fps,` are 45 characters.
    #expect(found.first?.location?.position == place(1, 46, 4))
    #expect(
      problems(
        .nvdla, "macs,conv_buffer_KB,sdram_GBps,published_fps,note,note\n64,128,1,7.3,a,b\n"
      ).isEmpty)
    #expect(
      problems(.colonnade, "bits,fJ_per_MAC_1b_input_0.7V,fJ_same_0.7V,fJ_same_0.7V\n1,8,8,9\n")
        .map(\.id) == ["peers.column-twice"])
  }

  @Test func `other separators, a head alone and digits in sixteenths are refused`() {
    let semicolons = problems(.nvdla, (Self.nvdla + "64,128,1,7.3\n").replacing(",", with: ";"))
    #expect(semicolons.map(\.id) == ["peers.separator"])
    #expect(problems(.nvdla, Self.nvdla).map(\.id) == ["peers.no-rows"])
    #expect(problems(.nvdla, Self.nvdla + "64,128,0x10,7.3\n").map(\.id) == ["peers.not-a-number"])
  }

  @Test func `words that a column does not know are not taken for the usual one`() {
    let head = "layer,type,C,H,W,K,R,S,stride_h,P,Q,dram_traffic_KB,bound\n"
    func row(_ type: String, _ bound: String) -> String {
      "a,\(type),64,56,56,64,1,1,1,56,56,408,\(bound)\n"
    }
    #expect(problems(.nvdla, head + row("conv", "DRAM") + row("conv + elwise", "")).isEmpty)
    let type = problems(.nvdla, head + row("convx", "DRAM") + row("pool", "MAC"))
    #expect(type.map(\.id) == ["peers.unknown-word"])
    // `a,` are two characters.
    #expect(type.first?.location?.position == place(3, 3, 4))
    let bound = problems(.nvdla, head + row("fc", "SRAM"))
    #expect(bound.first?.suggestion == "did you mean 'DRAM'?")
  }

  @Test func `units and ranges of the metrics of an application are checked`() {
    let rows =
      "fc_layers,count,5\nconv_layers,count,0\nweights,M,20\nops_per_weight_byte,MAC/B,200\nnon_matrix,%,17\n"
    let head = "metric,unit,MLP0\n"
    #expect(problems(.tpuV1, head + rows + "achieved,TOPS,12.3\n").isEmpty)
    let unit = problems(.tpuV1, head + rows + "achieved,GOPS,12300\n")
    #expect(unit.map(\.id) == ["peers.other-unit"])
    // `achieved,` are nine characters.
    #expect(unit.first?.location?.position == place(7, 10, 4))
    #expect(unit.first?.suggestion == "bring its values to 'TOPS', and write that as the unit")
    let range = problems(
      .tpuV1,
      head + rows.replacing("count,5", with: "count,5.5").replacing("%,17", with: "%,170"))
    #expect(range.map(\.id) == ["peers.not-a-number", "peers.not-a-number"])
    #expect(
      problems(.tpuV1, head + rows + "weights,M,30\n").map(\.id) == ["peers.metric-twice"])
  }

  @Test func `machines that are no TPU are left out, and a what-if may change the clock`() throws {
    let head = "platform,clock_MHz,peak_TOPS_8b,dram_GBps,ridge_MAC_per_weight_byte\n"
    let file = ValidationFile(
      path: "p.csv", text: head + "Haswell,2300,2.6,51,13\nTPU'',1050,137.6,34,2024\n")
    let found = try ValidationSet.tpuV1.run([file])
    #expect(found.notes.contains { $0.hasPrefix("Haswell is left out") })
    #expect(!found.rows.contains { $0.name == "Haswell" })
    // 65536 x 2 x 1.05 GHz.
    let peak = try SiliconFiles.predicted(found, "TPU''", "peak")
    #expect(abs(peak / 137.6256e12 - 1) < 1e-9)
    // 68.8128e12 / 34e9.
    #expect(abs(try SiliconFiles.predicted(found, "TPU''", "ridge") - 2023.9) < 0.1)
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
