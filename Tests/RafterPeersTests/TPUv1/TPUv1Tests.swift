// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct TPUv1Tests {
  private func model() throws -> TPUModel { try TPUModel(Library.machine("tpu-v1")) }

  private func application(macsPerByte: Double, nonMatrix: Double = 0) -> TPUApplication {
    TPUApplication(
      name: "a", layers: 5, weights: ByteCount(20e6), macsPerByte: macsPerByte,
      nonMatrix: nonMatrix)
  }

  @Test func `peak, ridge and the time of a tile by hand`() throws {
    let model = try model()
    // 65536 x 2 x 700 MHz = 91.75 Top/s; 45.875e12 / 34e9 = 1349.3; 65536 B / 34 GB/s x 700 MHz = 1349.3 cycles.
    #expect(abs(model.peak.value / 91.7504e12 - 1) < 1e-9)
    #expect(abs(model.ridge - 45.8752e12 / 34e9) < 1e-6)
    #expect(abs(model.load.value - 65536.0 / 34e9 * 700e6) < 1e-6)
  }

  @Test func `a tile that waits for its weights streams, shifts and stalls`() throws {
    // 200 rows and 256 cycles of shifting in 1349.3 cycles, of 82.5 % of the time.
    let shares = try model().shares(application(macsPerByte: 200, nonMatrix: 0.175))
    #expect(abs(shares.active - 200 / 1349.27 * 0.825) < 1e-5)
    #expect(abs(shares.shift - 256 / 1349.27 * 0.825) < 1e-5)
    #expect(abs(shares.active + shares.shift + shares.stall - 0.825) < 1e-12)
    // With 2888 rows the next tile is in before they are through.
    let full = try model().shares(application(macsPerByte: 2888))
    #expect(full == TPUModel.Shares(active: 1, shift: 0, stall: 0))
  }

  @Test func `equal square layers fill their tiles in part`() throws {
    // 4 M weights: 2000 x 2000, 7.8125 of 8 tiles a side.
    #expect(abs(try model().fill(application(macsPerByte: 200)) - 0.9765625 * 0.9765625) < 1e-9)
  }

  @Test func `a tenth more reuse moves the roof of a memory-bound application`() throws {
    let before = try SiliconFiles.findings(.tpuV1)
    let after = try SiliconFiles.findings(.tpuV1) { _, text in
      text.replacing("ops_per_weight_byte,MAC/B,200,", with: "ops_per_weight_byte,MAC/B,220,")
    }
    let rate = { found in try SiliconFiles.predicted(found, "MLP0", "attained, as roof") }
    #expect(abs(try rate(after) / rate(before) - 1.1) < 1e-9)
  }

  @Test func `a point above its roof is an error in the inputs, and stays above it`() throws {
    let found = try SiliconFiles.findings(.tpuV1) { _, text in
      text.replacing("achieved,TOPS,12.3,3.7,86.0", with: "achieved,TOPS,12.3,3.7,99.0")
    }
    let row = try #require(found.rows.first { $0.quantity == "share of roof, at most 1" })
    #expect(abs(row.published - 99 / 91.7504) < 1e-6)
    #expect(!row.isRight)
    #expect(found.notes.contains { $0.hasPrefix("error in the inputs") && $0.contains("CNN0") })
    #expect(try SiliconFiles.findings(.tpuV1).notes.contains { $0.contains("no measured point") })
  }

  @Test func `production above its own counters is said`() throws {
    let notes = try SiliconFiles.findings(.tpuV1).notes
    #expect(notes.contains { $0.hasPrefix("CNN0: 86 TOPS") && $0.contains("78.2 %") })
  }

  @Test func `the what-if with other memory raises the roofs below its ridge`() throws {
    let notes = try SiliconFiles.findings(.tpuV1).notes
    // 170 / 34 = 5 for what stays below; 2888 MAC/B is bound by the peak in both.
    #expect(
      notes.contains {
        $0.hasPrefix("TPU'") && $0.contains("MLP0 5 times") && $0.contains("CNN0 1 times")
      })
  }
}
