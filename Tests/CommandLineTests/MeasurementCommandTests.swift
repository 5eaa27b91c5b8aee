// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

struct MeasurementCommandTests {
  private let head = "name,format,operations_op,bytes,time_us\n"

  @Test func `a point above a roof ends with exit code 1, one below with 0`() throws {
    // edge-npu has 1024 int8 multipliers at 600 MHz: 1.2288 Top/s, so 1.2288e9 op take 1 ms at best.
    let fine = try RafterProcess.run(
      ["check", "-", "--on", "edge-npu"], input: head + "a,int8,1e9,1e3,1000\n")
    #expect(fine.status == 0)
    #expect(fine.output.contains("No point lies above a roof"))
    let high = try RafterProcess.run(
      ["check", "-", "--on", "edge-npu"], input: head + "a,int8,2.08e9,1e3,1000\n")
    #expect(high.status == 1)
    #expect(high.output.contains("operations counted twice"))
    let loose = try RafterProcess.run(
      ["check", "-", "--on", "edge-npu", "--tolerance", "0.9"],
      input: head + "a,int8,2.08e9,1e3,1000\n")
    #expect(loose.status == 0)
  }

  @Test func `a table that may be cut off is read with a warning, a compressed one not at all`()
    throws
  {
    let cut = try RafterProcess.run(
      ["check", "-", "--on", "edge-npu"], input: head + "a,int8,1e9,1e3,1000")
    #expect(cut.status == 0)
    #expect(cut.errors.contains("text.unended-line"))
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.write("trace.json.gz", [0x1f, 0x8b, 8, 0, 1, 2, 3])
    let packed = try RafterProcess.run(["check", path, "--on", "edge-npu"])
    #expect(packed.status == 2)
    #expect(packed.errors.contains("gunzip"))
  }

  @Test func `a misspelt column and a wrong format end with exit code 2`() throws {
    let column = try RafterProcess.run(
      ["check", "-", "--on", "edge-npu"], input: "op,time_uss\n1,1\n")
    #expect(column.status == 2)
    #expect(column.errors.contains("did you mean 'time_us'?"))
    let format = try RafterProcess.run(
      ["check", "-", "--on", "edge-npu"], input: head + "a,int9,1,1,1\n")
    #expect(format.status == 2)
    #expect(format.errors.contains("measurement.unknown-format"))
    #expect(
      try RafterProcess.run(["check", "-", "--on", "edge-npu", "--tolerance", "7"]).status == 64)
  }

  @Test func `a fit prints its constants, and an idle power needs its unit`() throws {
    var rows = "op,bytes,s,J\n"
    for k in 1...15 {
      let bytes = k % 3 == 0 ? 1e8 : 1e6
      let time = k % 2 == 0 ? 1e-3 : 2e-3
      rows += "\(k)e9,\(bytes),\(time),\(0.5e-12 * Double(k) * 1e9 + 20e-12 * bytes + 10 * time)\n"
    }
    let run = try RafterProcess.run(["fit", "-", "--format", "json"], input: rows)
    #expect(run.status == 0)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "rafter/fit/1")
    let constants = try #require(document["constants"] as? [[String: Any]])
    let values = constants.compactMap { $0["value"] as? Double }
    for (found, wanted) in zip(values, [0.5e-12, 20e-12, 10]) {
      #expect(abs(found / wanted - 1) < 1e-4)
    }
    #expect(try RafterProcess.run(["fit", "-", "--idle", "10"], input: rows).status == 2)
    #expect(try RafterProcess.run(["fit", "-"], input: "op,s\n1,1\n").status == 2)
  }
}
