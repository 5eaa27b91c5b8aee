// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct NVDLATests {
  private func layer(
    _ c: Int, _ side: Int, _ k: Int, _ r: Int, stride: Int = 1,
    _ kind: NVDLALayer.Kind = .convolution
  ) -> NVDLALayer {
    let out = side / stride
    return NVDLALayer(
      name: "a", kind: kind, channels: c, height: side, width: side, kernels: k, kernelHeight: r,
      kernelWidth: r, stride: stride, outputHeight: out, outputWidth: out, leaving: k * out * out)
  }

  private func rule(macs: Int = 2048, buffer: Double = 512, bandwidth: Double = 10) -> NVDLARule {
    NVDLARule(
      macs: macs, buffer: ByteCount(buffer * 1024), bandwidth: Bandwidth(bandwidth * 1e9),
      clock: Frequency(1e9))
  }

  @Test func `traffic of a plain and of a summed layer by hand`() {
    // 64 x 56 x 56 in = 196 KiB, 256 x 56 x 56 out = 784 KiB, 64 x 256 weights = 16 KiB.
    #expect(rule().layer(layer(64, 56, 256, 1)).traffic == ByteCount(996.0 * 1024))
    // Another 784 KiB to be added.
    let summed = layer(64, 56, 256, 1, .convolutionAndSum)
    #expect(rule().layer(summed).traffic == ByteCount(1780.0 * 1024))
  }

  @Test func `a stride makes the channels more and the weights with them, and inputs come twice`() {
    // 256 x 4 channels x 512 kernels = 512 KiB of weights beside 14 KiB of inputs do not fit 512 KiB: the 784 KiB of
    // inputs come twice, and 392 KiB leave: 512 + 1568 + 392.
    #expect(rule().layer(layer(256, 56, 512, 1, stride: 2)).traffic == ByteCount(2472.0 * 1024))
  }

  @Test func `Winograd's weights are 16/9, its MACs 4/9`() {
    // 64 x 64 x 9 = 36 KiB become 64; 196 in and out.
    let three = layer(64, 56, 64, 3)
    #expect(rule().layer(three).traffic == ByteCount(456.0 * 1024))
    // 64 kernels padded to 128: 115,605,504 x 2 / 2.25 / 2048.
    #expect(abs(rule().macCycles(three).value - 50176) < 1e-9)
    #expect(rule().bound(three) == .mac)
  }

  @Test func `a working set takes half of the buffer at most`() {
    // 512 kernels of 512 x 9 x 16/9: 4 MiB; 32 of them are 256 KiB, more than the buffer of 128. The 24.5 KiB of inputs
    // fit the other half, so weights come once.
    let late = layer(512, 7, 512, 3)
    #expect(rule(buffer: 128).layer(late).weightFetches == 1)
    #expect(rule(buffer: 32).layer(late).weightFetches == 2)
  }

  @Test func `a tenth more bandwidth moves the rate`() throws {
    let rate = { found in try SiliconFiles.predicted(found, "64 MACs", "rate") }
    let before = try rate(try SiliconFiles.findings(.nvdla))
    let after = try rate(
      try SiliconFiles.findings(.nvdla) { _, text in
        text.replacing("64,128,1,", with: "64,128,1.1,")
      })
    #expect(after / before > 1.05)
    #expect(after / before < 1.1)
  }

  @Test func `all labels of the sheet are right`() throws {
    let labels = try #require(try SiliconFiles.findings(.nvdla).labels)
    #expect(labels == (54, 54))
  }

  @Test func `all seven rows of the makers' primer come out`() throws {
    // Five of them never served to find the rule. The row of 128 MACs has a buffer of 256 KB; with 128 KB it would be a quarter slower.
    let head = "macs,conv_buffer_KB,sdram_GBps,published_fps\n"
    let primer =
      head + "2048,512,20,269\n1024,256,15,153\n512,256,10,93\n256,256,5,46\n128,256,2,20\n"
      + "64,128,1,7.3\n32,128,0.5,3.6\n"
    let found = try ValidationSet.nvdla.run([ValidationFile(path: "primer.csv", text: primer)])
    #expect(found.rows.count == 7)
    for row in found.rows { #expect(abs(try #require(row.error)) < 0.015, "\(row.name)") }
    let small = try ValidationSet.nvdla.run([
      ValidationFile(path: "small.csv", text: head + "128,128,2,20\n")
    ])
    let error = try #require(small.rows.first?.error)
    #expect(error < -0.2, "\(error)")
  }

  @Test func `layers alone are compared without rates, and rates alone with the built-in layers`()
    throws
  {
    let layers = try Library.caseFile("nvdla/resnet50-layers.csv")
    let alone = try ValidationSet.nvdla.run([layers])
    #expect(!alone.rows.contains { $0.quantity == "rate" })
    let rates = try Library.caseFile("nvdla/configurations.csv")
    let other = try ValidationSet.nvdla.run([rates])
    #expect(other.rows.map(\.quantity) == ["rate", "rate"])
  }
}
