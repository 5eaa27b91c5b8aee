// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

struct CompressionFormatTests {
  private let byte = BitCount(8)

  private func mask(_ text: String) -> ZeroMask { ZeroMask(text.map { $0 == "1" }) }

  @Test func `a bit mask costs a bit for every element`() {
    // 3 of 8: 24 bits and 8.
    let size = CompressionFormat.bitmask.size(of: mask("10010010"), element: byte)
    #expect(size == StoredSize(data: BitCount(24), metadata: BitCount(8)))
  }

  @Test func `coordinates cost an index along every axis`() {
    // 5 x 9: 3 + 4 bits for each of 3 elements.
    let format = CompressionFormat.coordinate(extents: [5, 9])
    #expect(
      format.expectedSize(elements: 45, nonZeros: 3, element: byte)
        == StoredSize(data: BitCount(24), metadata: BitCount(21)))
    // An axis of one place needs no index.
    #expect(
      CompressionFormat.coordinate(extents: [1, 4]).expectedSize(
        elements: 4, nonZeros: 2, element: byte
      ).metadata == BitCount(4))
  }

  @Test(arguments: [(16, 0.5625), (8, 0.625), (4, 0.75)])
  func `two of four take the published share of dense bytes`(bits: Int, share: Double) throws {
    // [rooflines 5]: half the elements, 2 bits each.
    let structure = try #require(GroupStructure(kept: 2, group: 4))
    let size = CompressionFormat.structured(structure)
      .expectedSize(elements: 4096, nonZeros: 2048, element: BitCount(bits))
    #expect(size.total == BitCount(bits) * (4096 * share))
  }

  @Test func `slots of a group are there even if unused, and a broken group cannot be stored`()
    throws
  {
    let format = CompressionFormat.structured(try #require(GroupStructure(kept: 2, group: 4)))
    // Two groups, the second cut to one element: 2 + 1 slots.
    #expect(
      format.size(of: mask("10000"), element: byte)
        == StoredSize(data: BitCount(24), metadata: BitCount(6)))
    #expect(format.size(of: mask("11100"), element: byte) == nil)
  }

  @Test func `a run that is too long is cut by fillers`() throws {
    let coding = try #require(RunLengthCoding(runBits: 2))
    // Runs up to 3. Nine zeros: two fillers stand for 4 each, one zero is left for the element's own run.
    #expect(coding.fillers(in: mask("0000000001")) == 2)
    #expect(coding.fillers(in: mask("0001")) == 0)
    #expect(coding.fillers(in: mask("00001")) == 1)
    // Behind the last element nothing is stored.
    #expect(coding.fillers(in: mask("1000000000")) == 0)
    let size = CompressionFormat.runLength(coding).size(of: mask("0000000001"), element: byte)
    // Three entries of 2 + 8 bits, of which 8 are data.
    #expect(size == StoredSize(data: BitCount(8), metadata: BitCount(22)))
  }

  @Test func `what is coded by runs comes back`() throws {
    var random = SeededGenerator(seed: 7)
    let coding = try #require(RunLengthCoding(runBits: 2))
    for _ in 0..<200 {
      let mask = ZeroMask((0..<40).map { _ in Int.random(in: 0..<6, using: &random) == 0 })
      // An independent coder: entries of (run, element).
      var entries: [(run: Int, isNonZero: Bool)] = []
      var run = 0
      for isNonZero in mask.isNonZero {
        if isNonZero || run == 3 {
          entries.append((run, isNonZero))
          run = 0
        } else {
          run += 1
        }
      }
      while let last = entries.last, !last.isNonZero { entries.removeLast() }
      var decoded: [Bool] = []
      for entry in entries {
        decoded += Array(repeating: false, count: entry.run) + [entry.isNonZero]
      }
      decoded += Array(repeating: false, count: 40 - decoded.count)
      #expect(decoded == mask.isNonZero)
      #expect(entries.count == mask.nonZeros + coding.fillers(in: mask))
    }
  }

  @Test func `expected fillers are the mean over all ways`() throws {
    let coding = try #require(RunLengthCoding(runBits: 1))
    for nonZeros in 0...10 {
      let ways = TileOccupancyTests.masks(10, nonZeros: nonZeros)
      let mean = ways.reduce(0.0) { $0 + Double(coding.fillers(in: $1)) } / Double(ways.count)
      #expect(abs(coding.expectedFillers(elements: 10, nonZeros: nonZeros) - mean) < 1e-12)
      let most = ways.map { coding.fillers(in: $0) }.max() ?? 0
      let size = CompressionFormat.runLength(coding)
        .greatestSize(elements: 10, nonZeros: nonZeros, element: byte)
      #expect(size.total == BitCount(9) * Double(nonZeros + most))
    }
  }

  @Test func `Eyeriss writes 64 bits for three elements`() {
    let coding = RunLengthCoding.eyeriss
    let word = BitCount(16)
    #expect(coding.bits(ofEntries: 3, element: word) == BitCount(64))
    #expect(coding.bits(ofEntries: 4, element: word) == BitCount(128))
    // Runs up to 31: at 61 % zeros of 1e6 fillers are none to speak of.
    #expect(coding.expectedFillers(elements: 1_000_000, nonZeros: 390_000) < 1)
  }

  /// AlexNet at batch 4 on Eyeriss: maps in MB, how often they are read, their zeros [cases/silicon].
  @Test
  func `AlexNet's compressed traffic at the DRAM comes out within 3 percent of what was measured`()
  {
    // Input of the layer (elements of 16 b, zeros), reads, filters in MB, output elements and their zeros.
    let layers:
      [(
        inputs: Double, zeros: Double, isCoded: Bool, filters: Double, outputs: Double,
        after: Double
      )] =
        [
          (1.5, 0.0001, false, 2.23, 2.32, 0.387), (1.12, 0.387, true, 2.46, 1.49, 0.725),
          (2.08, 0.725, true, 1.77, 0.52, 0.793), (1.56, 0.793, true, 1.33, 0.52, 0.776),
          (1.04, 0.776, true, 0.88, 0.35, 0.75),
        ]
    let published = 15.4
    func coded(_ megabytes: Double, zeros: Double) -> Double {
      let elements = Int(megabytes * 1e6 / 2)
      let size = CompressionFormat.runLength(.eyeriss).expectedSize(
        elements: elements, nonZeros: Int(Double(elements) * (1 - zeros)), element: BitCount(16))
      return size.total.bytes.value / 1e6
    }
    var total = 0.0
    for layer in layers {
      total += layer.isCoded ? coded(layer.inputs, zeros: layer.zeros) : layer.inputs
      total += layer.filters + coded(layer.outputs, zeros: layer.after)
    }
    #expect(abs(total / published - 1) < 0.03)
  }
}
