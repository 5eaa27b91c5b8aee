// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@Suite struct RoofPlacingTests {
  /// 16 multipliers at 1 GHz: 32 Gop/s in int8, half in fp16, a quarter in fp32; 10 GB/s of DRAM, 200 GB/s of a buffer of 1 MiB.
  static let machine = """
    rafter: accelerator/1
    name: toy
    source: {title: a test, confidence: assumed}
    technology: {frequency: 1 GHz}
    launch: 5 us
    path:
      - memory: dram
        capacity: 1 GiB
        holds: [weights, inputs, outputs]
        ports: [{kind: read-write, bandwidth: 10 GB/s}]
        energy: unknown
      - memory: buffer
        capacity: 1 MiB
        holds: [weights, inputs, outputs]
        ports: [{kind: read-write, bandwidth: 200 B/cycle}]
        energy: unknown
      - array: {columns: 16}
      - compute: mac
        formats:
          - {operands: int8 x int8, accumulate: int32, energy: unknown}
          - {operands: fp16 x fp16, accumulate: fp32, rate: 0.5 MAC/cycle, energy: unknown}
          - {operands: fp32 x fp32, accumulate: fp32, rate: 0.25 MAC/cycle, energy: unknown}
    vector: {rate: 4 op/cycle}
    """

  static func toy() throws -> Accelerator {
    try AcceleratorReader.read(text: machine, file: "toy.yaml").0
  }

  private func check(_ table: String, format: String? = nil) throws -> CheckResult {
    let machine = try Self.toy()
    let reading = try MeasurementReader.read(text: table, file: "m.csv", for: machine)
    return try RoofPlacing.check(reading.rows, on: machine, format: format, notes: reading.notes)
  }

  private func first(_ result: CheckResult) throws -> OverRoofHypothesis? {
    guard case .above(let causes) = try #require(result.points.first).standing else { return nil }
    return causes.first { $0.explains }?.hypothesis
  }

  @Test func `a point is held against the slowest of its roofs`() throws {
    // 32e6 op take 1 ms at 32 Gop/s; 20e6 B take 2 ms at 10 GB/s; 4e6 vector operations 1 ms at 4 Gop/s. In 4 ms: half the roof.
    let result = try check(
      "name,format,operations_op,vector_op,bytes,time_ms\na,int8,32e6,4e6,20e6,4\n")
    let point = try #require(result.points.first)
    #expect(
      point.times.map(\.roof) == [
        .bandwidth(level: "dram"), .peak(format: "int8 x int8 -> int32"), .vector,
      ])
    #expect(abs(point.share - 0.5) < 1e-9)
    #expect(point.standing == .below)
    #expect(result.aboveCount == 0)
  }

  @Test func `what is at its roof, and what waits to start, is called so`() throws {
    // 32e6 op in 1.1 ms: 91 %. 32e3 op take 1 us; of 8 us, 7 are missing and the start takes 5.
    let result = try check("name,format,op,time_us\na,int8,32e6,1100\nb,int8,32e3,8\n")
    #expect(result.points.map(\.standing) == [.atRoof, .launch])
  }

  @Test func `a point 2 % above a roof is on it, one 3 % above is above it`() throws {
    #expect(try check("format,op,time_s\nint8,32.6e9,1\n").aboveCount == 0)
    #expect(try check("format,op,time_s\nint8,33e9,1\n").aboveCount == 1)
  }

  @Test func `points above a roof come first, the farthest before the others`() throws {
    let result = try check(
      "name,format,op,time_s\nfine,int8,16e9,1\nhigh,int8,40e9,1\nhigher,int8,60e9,1\n")
    #expect(result.points.map(\.row.name) == ["higher", "high", "fine"])
    #expect(result.aboveCount == 2)
  }

  @Test func `the likeliest mistake is the one that leaves a usual share of the roof`() throws {
    // int8 is the fastest: 1.7 times its peak is 85 % with operations counted twice.
    #expect(try first(check("format,op,time_s\nint8,54.4e9,1\n")) == .operationCount)
    // 3.4 times the peak of fp32: 85 % of int8's, which is four times as high.
    #expect(
      try first(check("format,op,time_s\nfp32,27.2e9,1\n")) == .format("int8 x int8 -> int32"))
    // 850 times the peak: milliseconds for microseconds.
    #expect(try first(check("format,op,time_s\nint8,27.2e12,1\n")) == .prefix(power: 1))
  }

  @Test
  func `bytes faster than a memory came from one that holds them, or are counted at the wrong one`()
    throws
  {
    // 1e6 B fit the buffer of 1 MiB: at 17 times the bandwidth of DRAM, 85 % of the buffer's.
    #expect(try first(check("bytes,time_s\n1e6,5.882e-6\n")) == .warmCache(level: "buffer"))
    // 1e9 B do not.
    #expect(try first(check("bytes,time_s\n1e9,5.882e-3\n")) == .wrongLevel(level: "buffer"))
    // 6.8 times: 85 % of eight, bits for bytes.
    #expect(try first(check("bytes,time_s\n1e9,14.7e-3\n")) == .bits)
    // 7 % too fast is exactly a GiB for a GB.
    #expect(try first(check("bytes,time_s\n1e9,93.2e-3\n")) == .binaryPrefix("GB for GiB"))
  }

  @Test func `data that fit a cache were warm, however much of its roof that leaves`() throws {
    // 1e6 B fit the buffer: from twice the bandwidth of DRAM, which stored halves would explain to 100 % less a little, to 17 times.
    for excess in [1.3, 1.7, 1.9, 3.4, 8, 17] {
      let table = "bytes,time_s\n" + (0..<4).map { _ in "1e6,\(1e-4 / excess)\n" }.joined()
      #expect(try first(check(table)) == .warmCache(level: "buffer"), "\(excess)")
    }
    // The name of a row may still speak for stored halves.
    #expect(
      try first(check("name,bytes,time_s\nw8 quantised,1e6,5.9e-5\n"))
        == .smallerElements(factor: 2))
  }

  @Test func `rows without a format are held against the fastest, and that is said`() throws {
    let result = try check("op,time_s\n16e9,1\n")
    #expect(result.points[0].isFormatAssumed)
    #expect(result.notes.contains { $0.contains("int8 x int8 -> int32") })
    let chosen = try check("op,time_s\n8e9,1\n", format: "half")
    #expect(chosen.points[0].format == "fp16 x fp16 -> fp32")
    #expect(!chosen.points[0].isFormatAssumed)
  }

  @Test
  func `formats, memories and operations that the machine does not have are refused, each once`() {
    let error = #expect(throws: DiagnosticList.self) {
      try check("format,op,bufer_B,tensor_op,time_s\nint9,1,1,1,1\nint9,1,1,1,1\n")
    }
    #expect(
      error?.diagnostics.map(\.id) == [
        "measurement.unknown-format", "measurement.unknown-work", "measurement.unknown-level",
      ])
    #expect(error?.diagnostics.last?.suggestion == "did you mean 'buffer'?")
  }

  @Test func `ten percent more time is ten percent less of the roof`() throws {
    let one = try check("format,op,time_s\nint8,16e9,1\n").points[0].share
    let more = try check("format,op,time_s\nint8,16e9,1.1\n").points[0].share
    #expect(abs(one / more - 1.1) < 1e-9)
  }

  @Test func `words for main memory mean the outermost one`() throws {
    let named = try check("name,hbm_B,time_s\na,10e9,2\n").points[0]
    #expect(named.binding?.roof == .bandwidth(level: "dram"))
    #expect(abs(named.share - 0.5) < 1e-9)
  }

  @Test func `a mistake of the whole table is likelier where most rows are lifted`() throws {
    // Twice the peak of fp16 at 85 %: operations counted twice, or int8. One row in five says the row's own format, all say the counting.
    let high = "fp16,27.2e9,1\n"
    let low = "fp16,12e9,1\n"
    let all = try check("format,op,time_s\n" + String(repeating: high, count: 5))
    #expect(try first(all) == .operationCount)
    let one = try check("format,op,time_s\n" + high + String(repeating: low, count: 4))
    #expect(try first(one) == .format("int8 x int8 -> int32"))
  }

  @Test func `the name of a row speaks for a mistake`() throws {
    #expect(try first(check("name,format,op,time_s\ngemm 2:4,int8,54.4e9,1\n")) == .sparsePeak)
    #expect(
      try first(check("name,bytes,time_s\ngemv int4,1e9,29.4e-3\n"))
        == .smallerElements(factor: 4))
  }

  /// The same machine, sold with a peak for weights of which two of four are zero.
  private func sparseCheck(_ table: String) throws -> CheckResult {
    let text = Self.machine.replacing(
      "- compute: mac",
      with:
        "- compute: mac\n    sparsity: {structure: {weights: 2:4}, skipping: [weights], fastest: {value: 2, confidence: published}}"
    )
    let machine = try AcceleratorReader.read(text: text, file: "toy.yaml").0
    let reading = try MeasurementReader.read(text: table, file: "m.csv", for: machine)
    return try RoofPlacing.check(reading.rows, on: machine)
  }

  private func firsts(_ result: CheckResult) -> [OverRoofHypothesis?] {
    result.points.filter(\.isAbove).map { point in
      guard case .above(let causes) = point.standing else { return nil }
      return causes.first?.hypothesis
    }
  }

  @Test func `on a machine with a sparse peak it comes first for rows up to twice as high`() throws
  {
    // Shares of the dense peak of fp16, 16 Gop/s: 1.3, 1.6, 1.8 and 2.0, as products of pruned weights reach them.
    let lifted = [20.8, 25.6, 28.8, 32.0].map { "fp16,\($0)e9,1\n" }.joined()
    let all = try sparseCheck("format,op,time_s\n" + lifted)
    #expect(firsts(all) == Array(repeating: .sparsePeak, count: 4))
    // The others that would explain it stand behind it.
    guard case .above(let causes) = all.points[0].standing else {
      Issue.record("it is under its roof")
      return
    }
    #expect(causes.filter(\.explains).contains { $0.hypothesis == .operationCount })
    #expect(
      causes.filter(\.explains).contains { $0.hypothesis == .format("int8 x int8 -> int32") })
    // Beside dense rows at 70 % of their peak as well.
    let dense = String(repeating: "fp16,11.2e9,1\n", count: 4)
    let mixed = try sparseCheck("format,op,time_s\n" + dense + lifted)
    #expect(firsts(mixed) == Array(repeating: .sparsePeak, count: 4))
    // A machine without such a peak is not said to have used it.
    #expect(firsts(try check("format,op,time_s\n" + lifted)).allSatisfy { $0 != .sparsePeak })
  }

  @Test func `operations written into a column of MACs come first on a machine with a sparse peak`()
    throws
  {
    // 54.4e9 op are 1.7 times the dense peak. As operations they were sparse; as half as many MACs they were counted twice.
    let sparse = try sparseCheck(
      "format,op,time_s\n" + (0..<4).map { _ in "int8,54.4e9,1\n" }.joined())
    #expect(firsts(sparse).allSatisfy { $0 == .sparsePeak })
    let macs = try sparseCheck(
      "format,macs,time_s\n" + (0..<4).map { _ in "int8,27.2e9,1\n" }.joined())
    #expect(firsts(macs).allSatisfy { $0 == .operationCount })
    // Unless the name speaks of it.
    let named = try sparseCheck("name,format,macs,time_s\na 2:4 sparse,int8,27.2e9,1\n")
    #expect(firsts(named) == [.sparsePeak])
  }

  @Test func `one mistake that explains all lifted rows is likelier than one that explains some`()
    throws
  {
    // 3.4 and 3.2 times the peak of fp32 leave 85 and 80 % of a format four times as fast; 1.7 alone would be a sparse peak, and is 42 % then.
    let table = "format,op,time_s\nfp32,27.2e9,1\nfp32,25.6e9,1\nfp32,24e9,1\nfp32,12.6e9,1\n"
    let found = firsts(try sparseCheck(table))
    #expect(found.prefix(3).allSatisfy { $0 == .format("int8 x int8 -> int32") })
  }

  @Test func `a note beside a row speaks like its name`() throws {
    #expect(
      try first(check("format,op,time_s,note\nint8,54.4e9,1,pruned to 2:4\n")) == .sparsePeak)
  }

  @Test func `unknown names are shown where they stand`() {
    let error = #expect(throws: DiagnosticList.self) {
      try check("name,bufer_B,format,op,tensor_op,time_s\nfirst one,1,int9,1,1,1\n")
    }
    // The format in its cell, behind `first one,1,`; a memory and a kind of operations in the head, which names them.
    #expect(
      error?.diagnostics.map { $0.location?.text } == ["m.csv:2:13", "m.csv:1:24", "m.csv:1:6"])
    // An option that no row names is of no cell.
    let option = #expect(throws: DiagnosticList.self) {
      try check("op,time_s\n1,1\n", format: "int9")
    }
    #expect(option?.diagnostics.first?.location?.text == "m.csv:2:1")
  }

  @Test func `what a part has beyond its sustained rate may remain`() throws {
    // DRAM sustains 0.8 of 10 GB/s. 9 GB/s is the part's own; 72 GB/s are bits, which leave 9 GB/s, above what is sustained.
    let text = Self.machine.replacing(
      "bandwidth: 10 GB/s", with: "bandwidth: 10 GB/s, sustained: 0.8")
    let machine = try AcceleratorReader.read(text: text, file: "toy.yaml").0
    func cause(_ bandwidth: Double) throws -> OverRoofHypothesis? {
      let row = MeasuredRow(
        name: "a", traffic: [.init(bytes: ByteCount(bandwidth * 1e3))], time: Seconds(1e3))
      return try first(RoofPlacing.check([row], on: machine))
    }
    #expect(try cause(9e9) == .description)
    #expect(try cause(72e9) == .bits)
  }

  @Test func `a short run far above its roof may not have been waited for`() throws {
    // 32e6 op take 1 ms; 3 us are 333 times too short, no unit explains it.
    #expect(try first(check("format,op,time_us\nint8,32e6,3\n")) == .unfinished)
    #expect(try first(check("format,op,time_us\nint8,32e9,3000\n")) != .unfinished)
  }

  /// The same with energies: 1 pJ a MAC of int8 (from 0.8), 10 pJ a byte of DRAM, 1 W.
  private func energyCheck(_ table: String) throws -> CheckResult {
    let text = Self.machine.replacing("technology:", with: "power: {static: 1 W}\ntechnology:")
      .replacing(
        "bandwidth: 10 GB/s}]\n    energy: unknown",
        with: "bandwidth: 10 GB/s}]\n    energy: {read: 1.25 pJ/bit, write: 1.25 pJ/bit}"
      ).replacing(
        "int32, energy: unknown",
        with: "int32, energy: {value: 1 pJ, range: 0.8..1.2 pJ, confidence: estimated}")
    let machine = try AcceleratorReader.read(text: text, file: "toy.yaml").0
    let reading = try MeasurementReader.read(text: table, file: "m.csv", for: machine)
    return try RoofPlacing.check(reading.rows, on: machine)
  }

  @Test func `an energy is held to the least that its work, bytes and time allow`() throws {
    // 32e9 op of 0.4 pJ, 1e9 B of 10 pJ, 1 s of 1 W: 12.8 + 10 + 1000 mJ.
    let fine = try #require(
      energyCheck("format,op,dram_B,time_s,energy_J\nint8,32e9,1e9,1,2\n").points[0].energy)
    #expect(abs(fine.least.value - 1.0228) < 1e-6)
    #expect(fine.causes.isEmpty)
    // Without static power 22.8 mJ are left of 1022.8.
    let result = try energyCheck("format,op,dram_B,time_s,energy_J\nint8,32e9,1e9,1,0.026\n")
    let energy = try #require(result.points[0].energy)
    #expect(energy.causes.first?.hypothesis == .withoutStatic)
    #expect(result.points[0].isAboveEnergy)
    #expect(!result.points[0].isAbove)
    #expect(result.aboveCount == 1)
    // A thousandth of what it takes: a unit.
    let unit = try energyCheck("format,op,dram_B,time_s,energy_J\nint8,32e9,1e9,1,0.0012\n")
    #expect(unit.points[0].energy?.causes.first?.hypothesis == .prefix(power: 1))
  }

  @Test func `predicted times stand beside rows of the same name`() throws {
    let machine = try Self.toy()
    let rows = [
      MeasuredRow(
        name: "a", format: "int8", work: [.init(operations: Operations(16e9))], time: Seconds(1)),
      MeasuredRow(
        name: "b", format: "int8", work: [.init(operations: Operations(16e9))], time: Seconds(1)),
    ]
    let result = try RoofPlacing.check(rows, on: machine, predictions: ["a": Seconds(0.6)])
    #expect(result.points.map(\.predicted) == [Seconds(0.6), nil])
    #expect(result.notes.contains { $0.hasPrefix("1 of 2 rows is a layer") && $0.contains("60 %") })
  }
}
