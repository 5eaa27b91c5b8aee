// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@Suite struct FrontReportTests {
  /// Two points made of one mapping: the second one 1000 cycles slower and 100 nJ thriftier in its arithmetic.
  static func report(cut: Bool = false, constraints: MappingConstraints = .none) throws
    -> FrontReport
  {
    let small = SyntheticAnalysis.small()
    let layer = try #require(small.layers.first { !$0.layer.nests.isEmpty })
    let file = try #require(BuiltIn.file("edge-npu", kind: .accelerator))
    let machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "edge-npu"
    ).0
    guard
      case .mapped(var fast) = Mapper.map(
        layer.layer.nests[0], on: machine, format: try #require(machine.compute?.formats.first),
        objective: .latency)
    else { throw NoMapping() }
    fast.certificate.gap = 0
    var slow = fast
    let compute = try #require(fast.cost.computeEnergy)
    slow.cost.latencyCycles = slow.cost.latencyCycles + Cycles(1000.0)
    slow.cost.computeEnergy = compute - Energy(100e-9)
    let front = LayerFront(
      layer: layer.layer,
      products: [
        .init(
          nest: fast.nest, outcome: .success(MappingFront(mappings: [fast, slow], isCut: cut))),
        .init(
          nest: fast.nest,
          outcome: .failure(
            Infeasibility(
              memory: "buffer", tile: "1 weights", needed: ByteCount(2.0),
              available: ByteCount(1.0)))),
      ], constraints: constraints)
    return FrontReport(front, of: "net", on: small.accelerator)
  }

  @Test func `energies of points include static power over the latency`() throws {
    let rows = try Self.report().text(.csv).split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",").compactMap { Double($0) } }
    try #require(rows.count == 2)
    // 1000 cycles at 500 MHz are 2 us, of 40 mW 80 nJ; 100 nJ less of arithmetic: 20 nJ less.
    let (fast, slow) = (rows[0].suffix(5), rows[1].suffix(5))
    let cycles = slow[slow.startIndex] - fast[fast.startIndex]
    let energy = slow[slow.startIndex + 2] - fast[fast.startIndex + 2]
    #expect(cycles == 1000)
    #expect(abs(energy - -20e-9) < 1e-12, "\(energy)")
  }

  @Test func `the JSON keeps to its schema, constraints and products that do not fit included`()
    throws
  {
    let validator = SchemaValidator()
    let kept = MappingConstraints(
      stationary: .weights, sides: ["rows": [.init(dimension: "C", factor: 32)], "columns": []],
      tiles: .uneven)
    for report in [try Self.report(), try Self.report(cut: true, constraints: kept)] {
      let document = try JSONReader.read(report.text(.json))
      #expect(try validator.problems(document, kind: "front") == [])
    }
    #expect(
      try Self.report(constraints: kept).text(.table)
        .contains("Kept as asked: weights stationary, columns unroll nothing, rows unroll C by up"))
  }

  @Test func `a front that is cut says so, and a product that does not fit why`() throws {
    let text = try Self.report(cut: true).text(.table)
    #expect(text.contains("there are more of less energy"))
    #expect(text.contains("no mapping fits: buffer must hold 1 weights"))
    #expect(try Self.report().text(.table).contains("each is proven"))
  }

  struct NoMapping: Error {}
}
