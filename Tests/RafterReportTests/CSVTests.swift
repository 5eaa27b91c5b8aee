// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@testable import RafterReport

@Suite struct CSVTests {
  /// A reader of RFC 4180, written apart from the writer.
  static func read(_ text: String) -> [[String]] {
    var records: [[String]] = [[]]
    var field = ""
    var isQuoted = false
    let scalars = Array(text.unicodeScalars)
    var i = 0
    while i < scalars.count {
      let c = scalars[i]
      if isQuoted {
        if c == "\"", i + 1 < scalars.count, scalars[i + 1] == "\"" {
          field += "\""
          i += 1
        } else if c == "\"" {
          isQuoted = false
        } else {
          field.unicodeScalars.append(c)
        }
      } else if c == "\"" {
        isQuoted = true
      } else if c == "," || c == "\r" {
        records[records.count - 1].append(field)
        field = ""
        if c == "\r" {
          records.append([])
          i += 1
        }
      } else {
        field.unicodeScalars.append(c)
      }
      i += 1
    }
    return records.dropLast()
  }

  @Test func `fields with commas, quotes and line ends come back as they were`() {
    let fields = ["plain", "a,b", "say \"hi\"", "two\nlines", "cr\rlf\r\n", "", "漢字"]
    var csv = CSVText(head: fields.map { "h" + $0 })
    csv.append(fields)
    #expect(Self.read(csv.text) == [fields.map { "h" + $0 }, fields])
  }

  @Test func `an analysis gives a record for each layer, with numbers that sum as they should`() {
    let analysis = SyntheticAnalysis.long()
    let records = Self.read(AnalysisText.render([analysis], as: .csv, version: "1"))
    #expect(records.count == 201)
    #expect(records.allSatisfy { $0.count == records[0].count })
    let column = records[0].firstIndex(of: "latency_s") ?? 0
    let sum = records.dropFirst().reduce(0.0) { $0 + (Double($1[column]) ?? .nan) }
    #expect((sum / analysis.totals.latency.value - 1).magnitude < 1e-9)
    #expect(records[0].contains("dram_operations_per_byte"))
    // All copies of all weights make those of the workload.
    func whole(_ record: [String], _ name: String) -> Int {
      records[0].firstIndex(of: name).flatMap { Int(record[$0]) } ?? -1
    }
    var stored = 0
    for record in records.dropFirst() {
      stored += whole(record, "parameter_bytes") * whole(record, "weight_copies")
    }
    #expect(stored == analysis.workload.layers.reduce(0) { $0 + $1.storedParameterBytes })
  }

  @Test func `workloads and nodes are written too`() {
    let nodes = Self.read(NodeReport(SyntheticGraph.graph).text(.csv))
    #expect(nodes.count == 4)
    #expect(nodes[3][0] == "odd, \"quoted\"\nname")
    let layers = Self.read(WorkloadReport(SyntheticAnalysis.small().workload).text(.csv))
    #expect(layers.count == 16)
    #expect(layers[1][5] == "K=64 C=3 OY=112 OX=112 FY=7 FX=7")
  }
}
