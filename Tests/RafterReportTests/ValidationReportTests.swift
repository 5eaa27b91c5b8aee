// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@Suite struct ValidationReportTests {
  private func outcome(rows: [ValidationRow]) -> ValidationOutcome {
    let set = ValidationSet(
      name: "made-up", source: "this test", kindOfTruth: "none", peers: ["a peer: 5 %"],
      builtIn: [],
      form: "nothing"
    ) { _ in .init(rows: []) }
    return ValidationOutcome(
      set,
      .init(
        rows: rows, fitted: [FittedConstant("overhead", 2, unit: "cycle")],
        labels: (right: 1, all: 2)))
  }

  private func row(_ name: String, _ published: Double, _ predicted: Double?) -> ValidationRow {
    ValidationRow(
      name, "time", unit: "s", published: published, predicted: predicted, tolerance: 0.1)
  }

  private var few: ValidationReport {
    ValidationReport([
      outcome(rows: [row("a", 10, 11), row("b", 10, 8), row("c", 0, 0), row("d", 5, nil)])
    ])
  }

  private var many: ValidationReport {
    ValidationReport([
      outcome(rows: (0..<50).map { row($0 < 30 ? "first" : "second", 10, $0 == 7 ? 12 : 10) })
    ])
  }

  @Test func `the report is as reviewed`() {
    #expect(!few.isRight)
    expectGolden("validation.json", few.text(.json))
    expectGolden("validation.txt", few.text(.table))
    expectGolden("validation.csv", few.text(.csv))
    // Of many rows only cases and misses are shown.
    expectGolden("validation-many.txt", many.text(.table))
  }

  @Test func `the documents are as their schemas say`() throws {
    let validator = SchemaValidator()
    let empty = ValidationReport([outcome(rows: [])])
    for report in [few, many, empty] {
      #expect(try validator.problems(JSONReader.read(report.text(.json)), kind: "validation") == [])
    }
    let small = SyntheticAnalysis.small()
    let entries = small.layers.flatMap { layer in
      zip(layer.layer.nests, layer.mappings).map { nest, mapped in
        CostViewReport.Entry(
          layer: layer.layer, nest: nest, view: .bound(mapped, on: small.accelerator))
      }
        + layer.layer.nests.map {
          CostViewReport.Entry(layer: layer.layer, nest: $0, view: nil, reason: "it does not fit")
        }
    }
    #expect(!entries.isEmpty)
    let text = CostViewReport(entries, model: .bound, on: small.accelerator).text(.json)
    #expect(try validator.problems(JSONReader.read(text), kind: "costview") == [])
    // What a program of PyTorch has to look like is held to one that was exported.
    let program = String(decoding: Corpus.bytes("json/torch.json"), as: UTF8.self)
    #expect(try validator.problems(JSONReader.read(program), kind: "torch-export") == [])
  }
}
