// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

/// Models of which not everything could be counted.
@Suite struct UncountedReportTests {
  private static let gap = UncountedWork(
    unknownNodes: 1, shapelessNodes: 14, openLoops: 0, firstOperator: "acme::Foo", firstNode: "f1")

  @Test func `the headline of a workload says that its totals are lower bounds, and why`() {
    var workload = SyntheticAnalysis.small().workload
    let whole = WorkloadReport(workload).text(.table)
    #expect(!whole.contains("at least"))
    workload.uncounted = Self.gap
    let text = WorkloadReport(workload).text(.table)
    let head = text.split(separator: "\n").prefix(4).joined(separator: " ")
    #expect(head.contains("layers, at least "))
    #expect(head.contains("from operator acme::Foo (node 'f1') on, 14 nodes have no known shape"))
    #expect(head.contains("1 node is of an unknown operator"))
  }

  @Test func `the headline of an analysis says so too`() {
    var analysis = SyntheticAnalysis.small()
    #expect(!AnalysisText.render([analysis], as: .table, version: "1").contains("at least"))
    analysis.workload.uncounted = Self.gap
    let text = AnalysisText.render([analysis], as: .table, version: "1")
    // Before anything else is told.
    let parts = text.split(separator: "Does it fit", maxSplits: 1)
    #expect(parts.first?.contains("14 nodes have no known shape") == true)
  }

  @Test func `JSON carries it inside the totals, as the schema says`() throws {
    var analysis = SyntheticAnalysis.small()
    analysis.workload.uncounted = Self.gap
    let documents = [
      ("analysis", AnalysisText.render([analysis], as: .json, version: "1")),
      ("workload", WorkloadReport(analysis.workload).text(.json)),
    ]
    for (kind, text) in documents {
      #expect(try SchemaValidator().problems(JSONReader.read(text), kind: kind) == [])
      #expect(text.contains("\"shapeless_nodes\": 14"))
      #expect(text.contains("\"first_operator\": \"acme::Foo\""))
    }
  }

  @Test func `an output that is left out keeps its place in the JSON of nodes`() throws {
    let value = try JSONReader.read(NodeReport(SyntheticGraph.graph).text(.json))
    guard case .object(let fields) = value, case .array(let nodes)? = fields["nodes"],
      case .object(let last)? = nodes.last
    else {
      Issue.record("no nodes")
      return
    }
    #expect(last["outputs"] == .array([.null, .null]))
    #expect(last["dtypes"] == .array([.null, .null]))
  }
}
