// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@Suite struct JSONTests {
  @Test func `strings survive another reader, and nothing unsafe is written raw`() throws {
    let hostile = "a\"b\\c\n\r\t\u{0}\u{1b}\u{7f}\u{85}\u{2028}\u{2029}é漢😀"
    let text = JSONValue.object(["k\n": .string(hostile)]).text
    #expect(try JSONReader.read(text) == .object(["k\n": .string(hostile)]))
    // The final newline and those of the layout are the only control characters.
    let controls = text.unicodeScalars.filter {
      $0.properties.generalCategory == .control && $0 != "\n"
    }
    #expect(controls.isEmpty)
    #expect(!text.unicodeScalars.contains("\u{2028}"))
  }

  @Test func `numbers read back as the same number, and what is not finite is null`() throws {
    let values: [Double] = [0.1, 1e-300, 5e20, -0.0, 1.0 / 3, 1.7976931348623157e308]
    let text = JSONValue.array(values.map { .double($0) }).text
    let lines = text.split(separator: "\n").dropFirst().dropLast()
    let back: [Double?] = lines.map { Double($0.trimmed) }
    #expect(back == values)
    for odd in [Double.nan, .infinity, -.infinity] {
      #expect(JSONValue.double(odd).text == "null\n")
    }
    #expect(JSONValue.int(.max).text == "9223372036854775807\n")
  }

  @Test func `keys are sorted and blocks indented by two`() {
    let value = JSONValue.object(["b": .array([.int(1), .null]), "a": .object([:])])
    #expect(value.text == "{\n  \"a\": {},\n  \"b\": [\n    1,\n    null\n  ]\n}\n")
  }

  @Test func `every kind of document is as its schema says`() throws {
    let small = SyntheticAnalysis.small()
    var unknown = SyntheticMachine()
    unknown.levels[0].energy = nil
    var uncertain = SyntheticAnalysis.small(unknown)
    uncertain.uncertainty = Uncertainty(
      latency: Band(value: 1, low: 0.5, high: 2), energy: nil, flips: ["dram-dominated; ..."])
    uncertain.layers[0].infeasibility = Infeasibility(
      memory: "buffer", tile: "1 weights", needed: ByteCount(9), available: ByteCount(3))
    let roofs = RooflineReport(roofs: small.roofs, accelerator: small.accelerator)
    let tree = ExplanationNode(
      label: "a", value: "1 s", equation: "b",
      children: [
        ExplanationNode(label: "b", value: "1 s", origin: "x.yaml:1:2", confidence: .assumed)
      ])
    let documents: [(String, String)] = [
      ("analysis", AnalysisText.render([small], as: .json, version: "1")),
      ("analysis", AnalysisText.render([uncertain], as: .json, version: "1")),
      ("comparison", AnalysisText.render([small, uncertain], as: .json, version: "1")),
      ("workload", WorkloadReport(small.workload).text(.json)),
      ("nodes", NodeReport(SyntheticGraph.graph).text(.json)),
      ("parameters", ParameterReport(SyntheticWeights.list).text(.json)),
      ("roofline", roofs.text(.json)),
      ("rooflines", RooflineReport.text([roofs, roofs], .json)),
      ("map", MappingReport(small.layers, of: small).text(.json)),
      ("map", MappingReport(uncertain.layers, of: uncertain).text(.json)),
      ("capacity", CapacityReportTests.report().text(.json)),
      ("explain", TreeText.render(tree, as: .json)),
    ]
    let validator = SchemaValidator()
    for (kind, text) in documents {
      let problems = try validator.problems(JSONReader.read(text), kind: kind)
      #expect(problems.isEmpty, "\(kind): \(problems.prefix(5))")
    }
  }

  @Test func `the validator finds what is missing, unknown or of the wrong type`() throws {
    let good = NodeReport(SyntheticGraph.graph).text(.json)
    guard case .object(var fields) = try JSONReader.read(good) else {
      Issue.record("not an object")
      return
    }
    fields["nodes"] = nil
    fields["extra"] = .int(1)
    fields["schema"] = .int(3)
    let problems = try SchemaValidator().problems(.object(fields), kind: "nodes")
    #expect(
      Set(problems) == [
        "$: nodes is missing", "$: extra is not in the schema", "$.schema: wrong type",
      ])
  }

  @Test func `the JSON of an analysis is as reviewed`() {
    var small = SyntheticAnalysis.small()
    small.layers = Array(small.layers[1...2])
    expectGolden("small.json", AnalysisText.render([small], as: .json, version: "1.0.0"))
  }
}

extension Substring {
  /// Without spaces and a comma at the end.
  fileprivate var trimmed: String { String(filter { !" ,".contains($0) }) }
}
