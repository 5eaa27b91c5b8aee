// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@Suite struct MeasurementReportTests {
  private func check(_ table: String) throws -> CheckReport {
    let machine = SyntheticMachine().accelerator
    let reading = try MeasurementReader.read(text: table, file: "points.csv", for: machine)
    return CheckReport(
      try RoofPlacing.check(reading.rows, on: machine, notes: reading.notes), source: "points.csv")
  }

  /// Under 1.024 Top/s, 6.8 GB/s of DRAM and 48 GB/s of a buffer of 512 KiB.
  private let points = """
    name,format,operations_op,bytes,time_us
    half,int8,0.5e9,1e3,1000
    near,int8,0.95e9,1e3,1000
    doubled,int8,1.74e9,1e3,1000
    cached,int8,1e3,256e3,6.3
    odd,int8,1e25,1e3,1
    open,,1e6,1e3,1000

    """

  private var rows: String {
    var text = "name,format,operations_op,dram_B,time_s,energy_J\n"
    for k in 1...12 {
      let operations = 1e9 * Double(k)
      let time = k % 2 == 0 ? 1e-3 : 2e-3
      text +=
        "r\(k),int8,\(operations),\(operations / 50),\(time),\(0.9e-12 * operations + 10 * time)\n"
    }
    return text
  }

  private func fitted() throws -> FitReport {
    let table = try MeasurementTable(text: rows, file: "rows.csv", purpose: .fit)
    return FitReport(try EnergyFit(table), source: "rows.csv")
  }

  private var measured: MeasureReport {
    func tries<D>(_ best: Double) -> Tries<D> {
      Tries(best: Quantity(best), median: Quantity(best * 0.9), count: 15)
    }
    return MeasureReport(
      topology: HostTopology(
        processor: "a processor", processors: 2,
        caches: [.init(level: 1, capacity: ByteCount(32768), sharedBy: 1)],
        memory: ByteCount(0x1p34)),
      samples: HostSamples(
        clock: tries(3e9),
        peaks: [
          .init(loop: .avx2Fp32, threads: 1, throughput: tries(96e9)),
          .init(loop: .avx2Fp32, threads: 2, throughput: tries(180e9)),
        ],
        streams: [
          .init(
            level: "l1", pattern: .read, threads: 2, bytesEach: ByteCount(16384),
            bandwidth: tries(384e9)),
          .init(
            level: "dram", pattern: .triad, threads: 2, bytesEach: ByteCount(0x1p26),
            bandwidth: tries(30e9)),
        ], wake: Seconds(12e-6), idlePower: nil,
        unverified: ["AMX int8: compiled, but this processor does not have it"]))
  }

  @Test func `the report of points is as reviewed`() throws {
    let report = try check(points)
    expectGolden("check.txt", report.text(.table))
    expectGolden("check.json", report.text(.json))
    expectGolden("check.csv", report.text(.csv))
  }

  @Test func `a report without any point above a roof says so`() throws {
    let text = try check("name,format,op,time_s\na,int8,1e9,1\n").text(.table)
    #expect(text.contains("No point lies above a roof"))
  }

  @Test func `the report of a fit is as reviewed`() throws {
    let report = try fitted()
    expectGolden("fit.txt", report.text(.table))
    #expect(report.text(.csv).contains("static power,W,"))
  }

  @Test func `the report of a computer is as reviewed`() {
    expectGolden("measure.txt", measured.text(.table))
    expectGolden("measure.json", measured.text(.json))
    #expect(measured.text(.csv).contains("dram triad,2,B/s,"))
  }

  @Test func `the documents are as their schemas say`() throws {
    let validator = SchemaValidator()
    for (kind, text) in [
      ("check", try check(points).text(.json)), ("fit", try fitted().text(.json)),
      ("measure", measured.text(.json)),
    ] {
      #expect(try validator.problems(JSONReader.read(text), kind: kind) == [])
    }
  }
}
