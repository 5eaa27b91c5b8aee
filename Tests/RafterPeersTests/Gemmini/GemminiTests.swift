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
    #expect(tiling.count == 98)
    #expect("CKPQRS".map { tiling.size($0) } == [3, 64, 16, 8, 7, 7])
    #expect(tiling.firstUncovered(["P": 112, "Q": 112]) == nil)
    #expect(tiling.firstUncovered(["P": 113]) == "P")
    for wrong in ["", "P7", "L3[WIO] P7", "L3[WIO] Z7 - L2[WI] P1", "L3[WIO] P0 - L2[WI] P1"] {
      #expect(GemminiTiling(wrong) == nil, "\(wrong)")
    }
  }

  @Test func `narrow rows of pixels wait for the next product, and tiles for their bytes`() throws {
    let row = try #require(
      try rows().first { $0.channels == 512 && $0.kernels == 256 && $0.width == 28 })
    let demand = GemminiModel.Demand(row, array: array)
    // 56 tiles of 128 kernels, 512 channels, 2 x 14 pixels: 8 x 32 blocks x 14 rows of 2 pixels each.
    #expect(demand.rest == Double(56 * 8 * 32 * 14))
    #expect(demand.restPixels == 2)
    #expect(demand.full == 0)
    // 56 x (128 x 512 + 512 x 28) in, 28 x 28 x 256 out.
    #expect(demand.bytes == ByteCount(56.0 * (65536 + 14336) + 200_704))
    let products = GemminiModel(issue: Cycles(8), bandwidth: BandwidthPerCycle(1000))
    #expect(products.cycles(demand).value == demand.rest * 8)
    let bytes = GemminiModel(issue: Cycles(0), bandwidth: BandwidthPerCycle(1))
    #expect(bytes.cycles(demand).value == demand.bytes.value)
  }

  @Test func `constants that made the cycles are found again`() throws {
    let truth = GemminiModel(issue: Cycles(6.5), bandwidth: BandwidthPerCycle(5))
    let made = try rows().map { row in
      let demand = GemminiModel.Demand(row, array: array)
      return (demand: demand, cycles: truth.cycles(demand))
    }
    let found = GemminiFit(made)
    #expect(abs(found.model.issue.value - 6.5) < 0.1)
    #expect(abs(found.model.bandwidth.value - 5) < 0.1)
    #expect(found.errorsLeavingOneOut.allSatisfy { abs($0) < 0.05 })
  }

  @Test func `more tiles take more cycles`() throws {
    let row = try #require(try rows().first)
    var other = row
    other.tiling = try #require(
      GemminiTiling(
        "L3[WIO] P8 Q14 - L2[WI] N1 K16X - L1[O] K4 S7 R7 Q2 P4 C3X - L0[W] Q4 P4"))
    let model = GemminiModel(issue: Cycles(8), bandwidth: BandwidthPerCycle(8))
    let ratio = model.cycles(GemminiModel.Demand(other, array: array)).ratio(
      to: model.cycles(GemminiModel.Demand(row, array: array)))
    #expect(abs(ratio - 8.0 / 7) < 1e-9)
  }

  @Test func `a layer that its mapping does not cover is refused`() throws {
    let text = try Library.caseFile("gemmini/resnet50-layers.csv").text
    let problems = SiliconFiles.problems(
      .gemmini, text.replacing("\n3,64,112,", with: "\n3,65,112,"))
    #expect(problems.map(\.id) == ["peers.uncovered-dimension"])
  }
}
