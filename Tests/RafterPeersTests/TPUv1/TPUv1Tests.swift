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
        $0.hasPrefix("TPU'") && $0.contains("MLP0 x 5") && $0.contains("CNN0 x 1")
      })
  }

  /// The columns of tables 1 and 3 that the built-in file leaves out, as the paper prints them.
  private static let others = """
    metric,unit,MLP1,LSTM1,CNN1
    fc_layers,count,4,37,4
    conv_layers,count,0,0,72
    weights,M,5,34,100
    ops_per_weight_byte,MAC/B,168,96,1750
    batch,inferences,168,96,32
    array_active,pct_cycles,10.6,10.5,46.2
    useful_macs,pct_peak,9.4,6.3,22.5
    weight_stall,pct_cycles,44.2,62.1,28.1
    weight_shift,pct_cycles,13.4,17.1,7.0
    non_matrix,pct_cycles,31.9,10.3,18.7
    achieved,TOPS,9.7,2.8,14.1
    """

  private func others(_ change: (String) -> String = { $0 }) throws -> ValidationSet.Findings {
    try ValidationSet.tpuV1.run([
      ValidationFile(path: "others.csv", text: change(Self.others))
    ])
  }

  private func error(_ found: ValidationSet.Findings, _ name: String, _ quantity: String) throws
    -> Double
  {
    try #require(found.rows.first { $0.name == name && $0.quantity == quantity }?.error)
  }

  @Test func `counters of applications that shaped nothing come out`() throws {
    let found = try others()
    // CNN1: 100 MB of weights at a reuse of 32 and the other 1718 of 1750 rows in convolutions, of 81.3 % of the time:
    // 256 / (1349.3 + 1718) for shifting, (1349.3 - 32 - 256) / 3067.3 for waiting, 1750 / 3067.3 at work.
    #expect(abs(try error(found, "CNN1", "weight shift")) < 0.04)
    #expect(abs(try error(found, "CNN1", "weight stall")) < 0.02)
    #expect(abs(try error(found, "CNN1", "array active")) < 0.02)
    for name in ["MLP1", "LSTM1"] {
      #expect(abs(try error(found, name, "weight shift")) < 0.04)
      #expect(abs(try error(found, name, "weight stall")) < 0.06)
    }
  }

  @Test func `a roof that the counters put out of reach is shown, and what they count is judged`()
    throws
  {
    let found = try others()
    func role(_ name: String, _ quantity: String) throws -> ValidationRow.Role {
      try #require(found.rows.first { $0.name == name && $0.quantity == quantity }).role
    }
    // 9.4 of 10.6 used: within the tolerance. 6.3 of 10.5, and layers of two kinds: not.
    #expect(try role("MLP1", "attained, as roof") == .judged)
    #expect(try role("LSTM1", "attained, as roof") == .shown)
    #expect(try role("CNN1", "attained, as roof") == .shown)
    // 2 x 34 GB/s x 96 = 6.5 TOPS for 2.8; 6.3 % of 91.75 at two cycles a row is 2.89.
    #expect(try error(found, "LSTM1", "attained, as roof") > 1.3)
    #expect(abs(try error(found, "LSTM1", "attained, by the counter of used MACs")) < 0.04)
    // CNN1 contradicts itself: 22.5 % of 91.75 is 20.6 TOPS, and 14.1 are reported.
    let miss = try #require(
      found.rows.first { $0.name == "CNN1" && $0.quantity.hasPrefix("attained, by the counter") })
    #expect(!miss.isRight)
    #expect(found.notes.contains { $0.hasPrefix("CNN1") && $0.contains("contradicts itself") })
  }

  @Test func `a row of 16-bit inputs takes two cycles, by its counters`() throws {
    let found = try others()
    #expect(found.notes.contains { $0.hasPrefix("LSTM1: by the counters") && $0.contains(" 2 ") })
    #expect(!found.notes.contains { $0.hasPrefix("MLP1: by the counters") })
    // 600 of 768 on each side of a 600 x 600 matrix, the size that the paper names for LSTM1: 0.61, counted 0.6.
    let layer = TPUApplication(
      name: "a", layers: 1, weights: ByteCount(360_000), macsPerByte: 96, nonMatrix: 0)
    #expect(abs(try model().fill(layer) - 0.6104) < 1e-4)
  }

  @Test func `a tenth more idle time, weights and reuse move what they should`() throws {
    let before = try others()
    func ratio(_ name: String, _ quantity: String, _ old: String, _ new: String) throws -> Double {
      try SiliconFiles.predicted(
        try others { $0.replacing(old, with: new) }, name, quantity)
        / SiliconFiles.predicted(before, name, quantity)
    }
    let filled = "attained, with tiles filled as counted and the share outside"
    // 1 - 0.187 becomes 1 - 0.2057.
    #expect(
      abs(try ratio("CNN1", filled, "10.3,18.7", "10.3,20.57") - 0.7943 / 0.813) < 1e-9)
    // A batch of 35.2 for 32: three rows more of 1750 wait for their weights.
    let waiting = try ratio("CNN1", "weight stall", "168,96,32", "168,96,35.2")
    #expect(waiting < 0.999 && waiting > 0.98)
    let reuse = try ratio("CNN1", filled, "168,96,1750", "168,96,1925")
    #expect(reuse > 1.02 && reuse < 1.1)
  }
}
