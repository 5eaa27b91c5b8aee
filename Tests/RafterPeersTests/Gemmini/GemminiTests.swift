// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct GemminiTests {
  private let array = GemminiArray(rows: 16, columns: 16)

  private func rows() throws -> [GemminiRow] {
    try GemminiRow.read(CaseTable(Library.caseFile("gemmini/resnet50-layers.csv")))
  }

  @Test func `a mapping is read`() throws {
    let text = "L3[WIO] P7 Q14 - L2[WI] N1 K16X - L1[O] K4 S7 R7 Q2 P4 C3X - L0[W] Q4 P4"
    let tiling = try #require(GemminiTiling(text))
    #expect("PQ".map { tiling.count($0) } == [7, 14])
    #expect("CKPQRS".map { tiling.size($0) } == [3, 64, 16, 8, 7, 7])
    #expect(tiling.firstUncovered(["P": 112, "Q": 112]) == nil)
    #expect(tiling.firstUncovered(["P": 113]) == "P")
    for wrong in ["", "P7", "L3[WIO] P7", "L3[WIO] Z7 - L2[WI] P1", "L3[WIO] P0 - L2[WI] P1"] {
      #expect(GemminiTiling(wrong) == nil, "\(wrong)")
    }
  }

  private func demand(_ row: GemminiRow) -> GemminiModel.Demand {
    GemminiModel.Demand(GemminiCut(row.tiling), stride: row.stride, array: array)
  }

  @Test func `narrow rows of pixels wait for the next product, and tiles for their bytes`() throws {
    let row = try #require(
      try rows().first { $0.channels == 512 && $0.kernels == 256 && $0.width == 28 })
    let demand = demand(row)
    // 56 tiles of 128 kernels, 512 channels, 2 x 14 pixels: 8 x 32 blocks x 14 rows of 2 pixels each.
    #expect(demand.rests == [.init(count: Double(56 * 8 * 32 * 14), pixels: 2)])
    #expect(demand.full == 0)
    // 56 x (128 x 512 + 512 x 28) in, 28 x 28 x 256 out.
    #expect(demand.bytes == ByteCount(56.0 * (65536 + 14336) + 200_704))
    // Without a bus to speak of, 8 cycles for each product; without products, a byte a cycle.
    let products = GemminiModel(issue: Cycles(8), bandwidth: BandwidthPerCycle(1e12))
    #expect(abs(products.cycles(demand).value / (56 * 8 * 32 * 14 * 8) - 1) < 1e-9)
    let bytes = GemminiModel(issue: Cycles(0), bandwidth: BandwidthPerCycle(1e-6))
    #expect(abs(bytes.cycles(demand).value / (demand.bytes.value * 1e6) - 1) < 1e-9)
  }

  @Test func `the last tile along a side has what is left`() {
    // 20 pixels in tiles of 16: one product of 16, one of 4; two tiles of 10 rows of outputs with 3 taps: 2 x 12 rows of inputs, and
    // 18 + 6 columns of them.
    let cut = GemminiCut(layer: [16, 16, 20, 20, 3, 3, 1], tile: [16, 16, 16, 10, 3, 3, 1])
    let demand = GemminiModel.Demand(cut, stride: 1, array: array)
    #expect(demand.full == 9 * 20)
    #expect(demand.rests == [.init(count: 9 * 20, pixels: 4)])
    // Weights of 16 x 16 x 9 for each of four tiles; outputs once.
    #expect(demand.bytes.value == Double(4 * 2304 + 16 * 24 * 24 + 16 * 400))
  }

  @Test func `constants that made the cycles are found again`() throws {
    let truth = GemminiModel(issue: Cycles(6.5), bandwidth: BandwidthPerCycle(5))
    let made = try rows().map { row in
      (demand: demand(row), cycles: truth.cycles(demand(row)))
    }
    let found = GemminiFit(made)
    #expect(abs(found.model.issue.value - 6.5) < 0.1)
    #expect(abs(found.model.bandwidth.value - 5) < 0.1)
    #expect(found.errorsLeavingOneOut.allSatisfy { abs($0) < 0.05 })
  }

  /// Four bytes an element are four times the bytes, and an array of 4 x 4 four times the blocks along each side.
  @Test func `another array and wider elements are columns of their own`() throws {
    let head = "C,K,P,Q,R,stride,rtl_cycles_dosa_mapping,dosa_mapping"
    let cells = "64,64,16,16,1,1,1e6,L3[WIO] Q16 - L2[WI] K4X - L1[O] K16 C64 - L0[W] P16"
    func row(_ columns: String = "", _ values: String = "") throws -> GemminiRow {
      let text = "\(head)\(columns)\n\(cells)\(values)\n"
      return try #require(
        try GemminiRow.read(CaseTable(ValidationFile(path: "t.csv", text: text))).first)
    }
    func demand(_ row: GemminiRow) -> GemminiModel.Demand {
      GemminiModel.Demand(
        GemminiCut(row.tiling), stride: row.stride, array: row.array(array),
        elementBytes: row.elementBytes)
    }
    let usual = try row()
    let wide = try row(",array_rows,array_columns,element_bytes", ",4,4,4")
    #expect(usual.array(array) == array)
    #expect(wide.array(array) == GemminiArray(rows: 4, columns: 4))
    #expect(try row(",array_rows", ",8").array(array) == GemminiArray(rows: 8, columns: 8))
    // 4 x 4 blocks of 16 channels and kernels in 16 rows of pixels; of 4, 16 x 16 of them, in pieces of 4 of 16 pixels.
    #expect(demand(usual).full == 4 * 4 * 16)
    #expect(demand(wide).full == 16 * 16 * 16 * 4)
    #expect(demand(wide).bytes.value == 4 * demand(usual).bytes.value)
    // The search of `rafter map` is for the built-in array alone.
    #expect(try GemminiSearch(machine: Library.machine("gemmini")).cycles(wide) == nil)
    // A quarter of the scratchpad's rows each of a quarter of the width: as many tiles of 128 KiB as of int8 in 32 KiB.
    let room = GemminiRoom(wide, wide.array(array))
    #expect(room.fits(channels: 64, kernels: 4, width: 16, height: 16, taps: (1, 1)))
  }

  @Test func `more tiles take more cycles`() throws {
    let row = try #require(try rows().first)
    var other = row
    other.tiling = try #require(
      GemminiTiling(
        "L3[WIO] P8 Q14 - L2[WI] N1 K16X - L1[O] K4 S7 R7 Q2 P4 C3X - L0[W] Q4 P4"))
    let model = GemminiModel(issue: Cycles(8), bandwidth: BandwidthPerCycle(8))
    let ratio = model.cycles(demand(other)).ratio(to: model.cycles(demand(row)))
    #expect(abs(ratio - 8.0 / 7) < 1e-9)
  }

  @Test func `the library's rule shortens the longest side and fills what is left`() throws {
    // 512 rows of accumulator and 8128 of scratchpad. Height, the first of the longest, comes down to 22 and width to 23 in turns, while
    // kernels come down to one block: 22 x 23 = 506 rows.
    let row = try #require(
      try rows().first { $0.channels == 64 && $0.kernels == 64 && $0.width == 56 && $0.kernel == 1 }
    )
    let cut = try #require(GemminiTiler(row: row, array: array).cut())
    #expect(
      cut == GemminiCut(layer: [64, 64, 56, 56, 1, 1, 1], tile: [64, 16, 23, 22, 1, 1, 1]))
  }

  @Test(arguments: [
    // Channels, kernels, side of the output and of the kernel, stride, and the tile: taps, columns, rows, channels, kernels.
    "3,64,112,7,2:7_7_23_22_3_16", "256,64,56,1,1:1_1_23_22_240_16",
    "128,128,28,3,2:3_3_23_22_48_16", "256,256,14,3,2:3_3_14_14_105_32",
    "512,1024,14,1,2:1_1_14_14_160_32", "1024,256,14,1,1:1_1_14_14_568_32",
    "512,512,7,3,2:3_3_7_7_113_96", "512,512,7,3,1:3_3_7_7_119_112",
    "2048,256,4,3,2:3_3_4_4_117_112", "256,720,2,3,1:3_3_2_2_128_112",
    "256,36,7,3,1:3_3_7_7_255_36", "1,64,570,3,1:3_3_23_22_1_16",
  ])
  func `the library's tiles are those that the data of DOSA state`(_ case: String) throws {
    let halves = `case`.split(separator: ":")
    let layer = halves[0].split(separator: ",").compactMap { Int($0) }
    let tile = halves[1].split(separator: "_").compactMap { Int($0) }
    let (channels, kernels, side) = (layer[0], layer[1], layer[2])
    let row = GemminiRow(
      channels: channels, kernels: kernels, width: side, height: side, kernel: layer[3],
      stride: layer[4], scratchpad: ByteCount(398_336), accumulatorRows: 1376, cycles: Cycles(1),
      tiling: try #require(GemminiTiling("L3[WIO] P1 - L2[WI] P1")))
    let cut = try #require(GemminiTiler(row: row, array: array).cut())
    #expect(
      cut
        == GemminiCut(
          layer: [channels, kernels, side, side, layer[3], layer[3], 1],
          tile: [tile[4], tile[5], tile[2], tile[3], tile[0], tile[1], 1]))
  }

  @Test func `other memories, arrays and layers give sane cycles or a located refusal`() throws {
    let head =
      "C,K,P,Q,R,stride,rtl_cycles_dosa_mapping,scratchpad_bytes,accumulator_rows,dosa_mapping\n"
    // Four, and a quarter, of the accumulator; one channel; an array of 8 and one of 32 a side.
    let found = try ValidationSet.gemmini.run([
      ValidationFile(
        path: "own.csv",
        text: head + """
          256,256,14,14,3,1,483400,267264,2048,L3[WIO] K16 - L2[WI] N1 K16X - L1[O] S3 R3 C16 P14 C16X - L0[W] Q14
          256,256,14,14,3,1,483400,267264,128,L3[WIO] K16 P14 - L2[WI] N1 K16X - L1[O] S3 R3 C16 C16X - L0[W] Q14
          1,64,57,57,3,1,438000,398336,1376,L3[WIO] K2 Q19 P19 - L2[WI] N1 K16X - L1[O] K2 S3 R3 Q3 - L0[W] P3
          256,256,14,14,3,1,1900000,65536,512,L3[WIO] K32 - L2[WI] N1 K8X - L1[O] S3 R3 C32 P14 C8X - L0[W] Q14
          256,256,14,14,3,1,240000,267264,512,L3[WIO] K8 - L2[WI] N1 K32X - L1[O] S3 R3 C8 P14 C32X - L0[W] Q14

          """)
    ])
    let predicted = found.rows.filter { $0.unit == "cycle" }.map { $0.predicted ?? .nan }
    #expect(predicted.count == 10)
    // 115.6 million MACs take 256 cycles each million over 256 multipliers, and no more than twelve times that anywhere.
    for (index, cycles) in predicted.enumerated() {
      #expect(cycles.isFinite && cycles > 1e4 && cycles < 6e6, "\(index): \(cycles)")
    }
    // 32 a side is quicker than 16.
    #expect(predicted[4] < predicted[0])
    let wrong = SiliconFiles.problems(
      .gemmini, head + "256,256,14,14,3,1,483400,-5,many,L3[WIO] P14 - L2[WI] K16X\n")
    #expect(wrong.map(\.id).contains("peers.not-a-number"))
    #expect(wrong.allSatisfy { $0.location != nil })
  }

  @Test func `own search fits what ran and is never slower than the given mapping`() throws {
    let model = GemminiModel(issue: Cycles(7.5), bandwidth: BandwidthPerCycle(9.5))
    for row in try rows().suffix(4) {
      let found = try #require(GemminiCutSearch(array: array, model: model).best(row))
      #expect(found.cycles.value <= model.cycles(demand(row)).value * 1.05)
      #expect(found.cut.count("K") >= 1)
    }
    // A smaller accumulator takes more tiles.
    var row = try #require(try rows().last { $0.width == 7 })
    let before = try #require(GemminiCutSearch(array: array, model: model).best(row))
    row.accumulatorRows = 64
    let after = try #require(GemminiCutSearch(array: array, model: model).best(row))
    #expect(after.cycles > before.cycles)
  }

  @Test func `a table whose mappings fill no half of the array says what it cannot know`() throws {
    let head = "C,K,P,Q,R,stride,rtl_cycles_dosa_mapping,dosa_mapping\n"
    func notes(_ side: Int) throws -> [String] {
      let outer = 64 / side
      let mapping =
        "L3[WIO] P4 Q4 - L2[WI] K\(side)X - L1[O] K\(outer) C\(outer) C\(side)X - L0[W] Q4 P4"
      let text = head + "64,64,16,16,1,1,90000,\(mapping)\n"
      return try ValidationSet.gemmini.run([ValidationFile(path: "t.csv", text: text)]).notes
    }
    #expect(try notes(4).contains { $0.hasPrefix("no mapping unrolls over more than 4:") })
    #expect(!(try notes(16).contains { $0.hasPrefix("no mapping unrolls") }))
  }

  @Test func `own search is judged where two mappings ran, and its order is shown`() throws {
    func own(_ found: ValidationSet.Findings) -> [String: ValidationRow.Role] {
      Dictionary(
        found.rows.filter { $0.name == "24 rows, own search" }.map { ($0.quantity, $0.role) },
        uniquingKeysWith: { first, _ in first })
    }
    let both = own(try SiliconFiles.findings(.gemmini))
    #expect(both["mean error"] == .judged)
    #expect(both["1 - rank correlation"] == .shown)
    let one = try SiliconFiles.findings(.gemmini) { _, text in
      text.replacing("rtl_cycles_gemmini_tiler", with: "unmeasured")
    }
    #expect(own(one)["mean error"] == .shown)
    #expect(ValidationOutcome(.gemmini, one).isRight)
  }

  @Test func `a tenth more channels moves the prediction`() throws {
    let before = try SiliconFiles.findings(.gemmini)
    let after = try SiliconFiles.findings(.gemmini) { _, text in
      text.replacing(
        "L3[WIO] P2 K16 - L2[WI] N1 K16X - L1[O] C64",
        with: "L3[WIO] P2 K16 - L2[WI] N1 K16X - L1[O] C71")
    }
    let name = "1024 -> 256, 14 x 14, 1 x 1"
    let ratio =
      try SiliconFiles.predicted(after, name, "cycles, given mapping")
      / SiliconFiles.predicted(before, name, "cycles, given mapping")
    // 71 blocks for 64 in products, weights and inputs; outputs stay. The constants of the shipped rows stay.
    #expect(ratio > 1.08)
    #expect(ratio < 71.0 / 64)
  }

  @Test func `a layer that its mapping does not cover is refused`() throws {
    let text = try Library.caseFile("gemmini/resnet50-layers.csv").text
    let problems = SiliconFiles.problems(
      .gemmini, text.replacing("\n3,64,112,", with: "\n3,65,112,"))
    #expect(problems.map(\.id) == ["peers.uncovered-dimension"])
  }
}
