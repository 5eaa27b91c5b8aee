// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload
import Testing

@Suite struct CapacityCurveTests {
  static func curve(_ nests: [LoopNest], steps: Int = 8) -> CapacityCurve {
    let study = CapacityStudy(
      nests, on: TestMachines.twoLevel(capacity: 300), level: 1, steps: steps)
    return study.curve(
      study.capacities.indices.map { c in
        nests.indices.map {
          study.search($0, at: c, limit: SearchLimit(mappings: 20_000, gap: 0))
        }
      })
  }

  static let nests: [[LoopNest]] = [
    [TestNests.gemm(m: 12, n: 10, k: 9)],
    [TestNests.gemm(m: 1, n: 40, k: 30)],
    [TestNests.convolution(k: 4, c: 3, oy: 6, ox: 6, fy: 3, fx: 3, padding: 1)],
    [TestNests.gemm(m: 6, n: 7, k: 5), TestNests.gemm(m: 9, n: 2, k: 8)],
  ]

  @Test(arguments: nests)
  func `the curve never rises, and never falls below what each operand takes once`(
    nests: [LoopNest]
  )
    throws
  {
    let curve = Self.curve(nests)
    #expect(curve.points.count >= 6)
    for (a, b) in zip(curve.points, curve.points.dropFirst()) {
      #expect(a.capacity < b.capacity)
      #expect(b.moved <= a.moved)
      #expect(b.least <= a.least)
      #expect(b.closedForm <= a.closedForm)
    }
    for point in curve.points {
      #expect(point.moved >= curve.compulsory)
      #expect(point.least >= curve.compulsory)
      #expect(point.moved >= point.least)
      #expect(point.moved >= point.closedForm)
    }
    // The whole working set fits at the last capacity.
    #expect(try #require(curve.points.last).moved == curve.compulsory)
  }

  @Test func `the machine's own capacity is one of the points`() throws {
    let own = Self.curve(Self.nests[0]).points.filter(\.isOwn)
    #expect(own.map(\.capacity) == [ByteCount(300)])
  }

  @Test func `one element of each operand moves two operands for every product`() throws {
    // 1 weight, 1 input, 1 sum of 4 bytes: with sums kept, every step fetches both inputs:
    // 2 x 12 x 10 x 9 bytes, less what stays as a loop over another dimension begins, and 120 outputs.
    let curve = Self.curve(Self.nests[0])
    let first = try #require(curve.points.first)
    #expect(first.capacity == ByteCount(6))
    #expect(first.moved.bytes.value <= 2 * 1080 + 120)
    #expect(first.moved.bytes.value >= 1080 + 120)
  }

  @Test func `the memory is the outermost on the chip that holds all operands`() throws {
    #expect(try CapacityStudy.level(nil, of: TestMachines.graphics()) == 1)
    #expect(try CapacityStudy.level("registers", of: TestMachines.graphics()) == 3)
    // None holds all: the first on the chip.
    #expect(try CapacityStudy.level(nil, of: TestMachines.systolic()) == 1)
    #expect(throws: DiagnosticList.self) {
      try CapacityStudy.level("dram", of: TestMachines.systolic())
    }
  }

  @Test func `the capacity of a memory that exists many times is that of all of them`() {
    // 108 cores with 256 KiB each.
    let study = CapacityStudy(
      [TestNests.gemm(m: 8, n: 8, k: 8)], on: TestMachines.graphics(), level: 3)
    #expect(study.capacities.contains(ByteCount(108 * 256 * 1024)))
  }
}
