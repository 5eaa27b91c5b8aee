// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@Suite struct MeasurementTableTests {
  private func ids(_ text: String, _ purpose: MeasurementTable.Purpose = .check) -> [String] {
    do {
      _ = try MeasurementTable(text: text, file: "m.csv", purpose: purpose)
      return []
    } catch {
      return error.diagnostics.map(\.id)
    }
  }

  @Test func `units of the head scale the cells, and a MAC is two operations`() throws {
    let table = try MeasurementTable(
      text:
        "# measured on a Monday\nname,format,work [GMAC],dram_MiB,l2 (kB),latency_us,power_W,note_x\na,bf16,1.5,2,3,4,5,hm\n",
      file: "m.csv", purpose: .fit)
    let row = try #require(table.rows.first)
    #expect(row.name == "a")
    #expect(row.format == "bf16")
    // 1.5 GMAC = 3e9 op; 2 MiB = 2 * 2^20 B; 5 W for 4 us are 20 uJ.
    #expect(row.work == [.init(operations: Operations(3e9), isGivenInMACs: true)])
    #expect(row.traffic.first == .init(level: "dram", bytes: ByteCount(0x1p21)))
    #expect(abs(row.time.value - 4e-6) < 1e-18)
    // 5 W for 4 us are 20 uJ.
    #expect(abs((row.energy?.value ?? 0) - 20e-6) < 1e-15)
  }

  @Test func `a last cell that may be cut off is a warning, and the row is read`() throws {
    let text = "op,time_us\n1e9,1250\n2e9,12"
    for purpose in [MeasurementTable.Purpose.check] {
      let table = try MeasurementTable(text: text, file: "m.csv", purpose: purpose)
      #expect(table.rows.count == 2)
      #expect(table.diagnostics.map(\.id) == ["text.unended-line"])
      #expect(table.diagnostics.first?.location?.text == "m.csv:3:5")
    }
    #expect(
      try MeasurementTable(text: text + "\n", file: "m.csv", purpose: .check).diagnostics.isEmpty)
  }

  @Test func `bare words are base units`() throws {
    let table = try MeasurementTable(
      text: "ops,bytes,seconds,joules\n10,20,30,40\n", file: "m.csv", purpose: .fit)
    let row = table.rows[0]
    #expect(row.work == [.init(operations: Operations(10.0))])
    #expect(row.traffic == [.init(bytes: ByteCount(20.0))])
    #expect(row.time == Seconds(30.0))
    #expect(row.energy == Energy(40.0))
  }

  @Test func `a misspelt head, a missing one and one given twice are all said at once`() {
    #expect(
      ids("nam,time_us,latency_ms\na,1,2\n", .fit).sorted() == [
        "measurement.column-twice", "measurement.missing-column", "measurement.missing-column",
        "measurement.unknown-column",
      ])
    #expect(ids("operations_op,time_uss\n1,2\n").contains("measurement.unknown-column"))
    #expect(ids("") == ["measurement.empty"])
    #expect(ids("op,time_s\n") == ["measurement.empty"])
  }

  @Test func `cells that are no amounts are named with line and column`() {
    do {
      _ = try MeasurementTable(
        text: "op,time_s\n1,1\nmany,2\n3,0\n4,-1\n5,inf\n6\n7,8,9\n", file: "m.csv", purpose: .check
      )
      Issue.record("it was read")
    } catch {
      #expect(
        error.diagnostics.map(\.id) == [
          "measurement.not-a-number", "measurement.not-a-number", "measurement.not-a-number",
          "measurement.not-a-number", "measurement.row-length", "measurement.row-length",
        ])
      #expect(error.diagnostics[0].location?.text == "m.csv:3:1")
      #expect(error.diagnostics[1].location?.text == "m.csv:4:3")
    }
  }

  @Test func `too few rows for the constants are refused`() {
    #expect(throws: DiagnosticList.self) {
      try EnergyFit(
        MeasurementTable(text: "op,bytes,s,J\n1,2,3,4\n2,3,4,5\n", file: "x", purpose: .fit))
    }
  }

  @Test(arguments: [
    ("Time (us),op", "12.5", 12.5e-6), ("latency [ms],op", "\"1,250.5\"", 1.2505),
    ("Duration [ns],op", "1'250'000", 1.25e-3), ("time \u{b5}s,op", "2", 2e-6),
    ("time/\u{3bc}s,op", "1 000", 1e-3), ("time_s,op", "1_000", 1000),
  ]) func `heads and numbers are read as spreadsheets write them`(
    _ head: String, _ cell: String, _ seconds: Double
  ) throws {
    let table = try MeasurementTable(
      text: "\(head)\n\(cell),1e6\n,\n,,\n", file: "t.csv", purpose: .check)
    #expect(table.rows.count == 1)
    #expect(abs(table.rows[0].time.value / seconds - 1) < 1e-12)
  }

  @Test(arguments: [
    ("time_us,op\n\"12,5\",1\n", "measurement.not-a-number", 2),
    ("time_us,op\n1.250,5\n", "", 0),
    ("time_us,op\n\"1.250,5\",1\n", "measurement.not-a-number", 2),
    ("time_us,op\n\"1,25,000\",1\n", "measurement.not-a-number", 2),
    ("name;time_us;op\na;1;2\n", "measurement.separator", 1),
    ("name\ttime_us\top\na\t1\t2\n", "measurement.separator", 1),
  ]) func `what could be read in two ways is refused where it stands`(
    _ text: String, _ id: String, _ line: Int
  ) throws {
    guard !id.isEmpty else {
      // Two cells: 1.25 us and 5 operations.
      #expect(
        try MeasurementTable(text: text, file: "t.csv", purpose: .check).rows[0].work
          == [.init(operations: Operations(5.0))])
      return
    }
    let error = #expect(throws: DiagnosticList.self) {
      try MeasurementTable(text: text, file: "t.csv", purpose: .check)
    }
    #expect(error?.diagnostics.map(\.id) == [id])
    #expect(error?.diagnostics.first?.location?.text.hasPrefix("t.csv:\(line):") == true)
  }

  @Test(arguments: [
    // The unit stays what it is: milliseconds called seconds would be wrong by a thousand.
    ("latncy_ms", "did you mean 'latency_ms'?"), ("enrgy_uJ", "did you mean 'energy_uJ'?"),
    ("latency_msec", "did you mean 'latency_ms'?"), ("dram_mb", "did you mean 'dram_MB'?"),
    ("dram_KB", "did you mean 'dram_KiB' or 'dram_kB'?"), ("time_mss", "did you mean 'time_ms'?"),
    (
      "elapsed_ms",
      "call it 'duration_ms' or 'latency_ms' or 'time_ms' if it is one, or begin it with `note`"
    ),
    // Units that are not read are converted.
    ("time_min", "multiply its values by 60 and call it 'time_s'"),
    ("energy_Wh", "multiply its values by 3600 and call it 'energy_J'"),
    ("dram_GBps", "a rate is not read: multiply it by the time and call it 'dram_B'"),
    ("bandwidth_GB_s", "a rate is not read: multiply it by the time and call it 'dram_B'"),
    ("TFLOPS", "a rate is not read: multiply it by the time and call it 'operations_op'"),
    ("latency_cycles", "divide its values by the clock and call it 'time_s'"),
    ("latency", "add the unit of its values, 'latency_s' or with a prefix 'latency_ms'"),
    ("nmae", "did you mean 'name'?"),
  ]) func `the remedy for a head keeps its unit or says how to convert`(
    _ head: String, _ remedy: String
  ) {
    let error = #expect(throws: DiagnosticList.self) {
      try MeasurementTable(text: "op,time_us,\(head)\n1,1,1\n", file: "t.csv", purpose: .check)
    }
    #expect(error?.diagnostics.first?.id == "measurement.unknown-column")
    #expect(error?.diagnostics.first?.suggestion == remedy)
    // `op,time_us,` are eleven characters.
    #expect(error?.diagnostics.first?.location?.text == "t.csv:1:12")
  }
}
