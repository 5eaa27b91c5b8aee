// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
public import RafterLevers
import RafterQuantities
import RafterWorkload

/// The report of `rafter advise --sensitivities`: what each component is worth, the strongest first.
public struct SensitivityReport {
  let table: SensitivityTable
  let batch: Int

  /// Creates a report.
  public init(_ table: SensitivityTable, batch: Int) {
    self.table = table
    self.batch = batch
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: json, csv: csv, document: document)
  }

  /// The answer in sentences.
  var headline: [String] {
    let base = AdviceWords.opening(table.base)
    let time = strongest { $0.time.magnitude }
    let energy = strongest { $0.energy?.magnitude ?? 0 }
    return base
      + [
        time.map {
          "Time follows the \($0.name) most: 1 % more of it changes the time by "
            + "\(Self.percent($0.time.more))."
        } ?? "No parameter moves the time.",
        energy.flatMap { row in
          row.energy.map {
            "Energy follows the \(row.name) most: 1 % more of it changes the energy by "
              + "\(Self.percent($0.more))."
          }
        },
      ].compactMap { $0 }
  }

  private func strongest(_ size: (Sensitivity) -> Double) -> Sensitivity? {
    table.rows.enumerated().filter { size($0.element) >= 0.001 }.max {
      (size($0.element), $1.offset) < (size($1.element), $0.offset)
    }?.element
  }

  private var document: Document {
    var document = Document()
    for sentence in headline { document.paragraph(sentence) }
    document.heading("How time and energy of a sample follow each parameter: d ln T / d ln p")
    var text = TextTable([
      .init("parameter"), .init("now", alignment: .right), .init("time", "more", alignment: .right),
      .init("", "less", alignment: .right), .init("energy", "more", alignment: .right),
      .init("", "less", alignment: .right), .init("step"),
    ])
    for row in table.ranking {
      text.append([
        row.name, row.value, Self.number(row.time.more), Self.number(row.time.less),
        Self.number(row.energy?.more), Self.number(row.energy?.less), Self.step(row.method),
      ])
    }
    document.table(text)
    let still = table.rows.filter { $0.magnitude < 0.001 }.map(\.name)
    if !still.isEmpty {
      document.heading("What moves neither")
      document.items([still.joined(separator: ", ")])
    }
    document.heading("What this rests on")
    document.items(
      [
        "1 is in proportion, -1 inversely, 0 not at all; more and less differ where something else begins to bind",
        "steps of 1 %: the mappings stay, which is the slope of the optimum (envelope theorem)",
        "x 2: capacities and sides of arrays come in steps; everything is mapped anew, all other numbers as they are",
      ] + table.refused.map { "\($0.name): \($0.reason)" })
    return document
  }

  private static func step(_ method: Sensitivity.Method) -> String {
    switch method {
    case .sameMappings(let step): "+-\(Format.significant(step * 100)) %"
    case .mappedAnew(let factor): "x \(Format.significant(factor))"
    }
  }

  private static func number(_ value: Double?) -> String {
    guard let value else { return "-" }
    return value.magnitude < 0.0005 ? "0" : Format.fixed(value, decimals: 3)
  }

  private static func percent(_ elasticity: Double) -> String {
    (elasticity < 0 ? "-" : "+") + Format.significant(elasticity.magnitude, digits: 2) + " %"
  }

  private var csv: String {
    var csv = CSVText(head: [
      "parameter", "value", "method", "step", "time_more", "time_less", "energy_more",
      "energy_less",
    ])
    for row in table.rows {
      let (method, step) = Self.facts(row.method)
      csv.append([
        row.name, row.value, method, CSVText.number(step), CSVText.number(row.time.more),
        row.time.less.map { CSVText.number($0) } ?? "",
        row.energy.map { CSVText.number($0.more) } ?? "",
        row.energy?.less.map { CSVText.number($0) } ?? "",
      ])
    }
    return csv.text
  }

  private static func facts(_ method: Sensitivity.Method) -> (name: String, step: Double) {
    switch method {
    case .sameMappings(let step): ("same-mappings", step)
    case .mappedAnew(let factor): ("mapped-anew", factor)
    }
  }

  private var json: JSONValue {
    func elasticity(_ own: Elasticity?) -> JSONValue {
      guard let own else { return .null }
      return .object(["more": .double(own.more), "less": JSONValue(own.less)])
    }
    return .object([
      "schema": .string("rafter/sensitivity/1"),
      "workload": .string(table.base.workload.name),
      "accelerator": .string(table.base.accelerator.name),
      "batch": .int(batch),
      "headline": .array(headline.map { .string($0) }),
      "base": AdviceJSON.outcome(table.outcome),
      "parameters": .array(
        table.rows.map { row in
          let (method, step) = Self.facts(row.method)
          return .object([
            "name": .string(row.name), "value": .string(row.value), "method": .string(method),
            "step": .double(step), "time": elasticity(row.time), "energy": elasticity(row.energy),
          ])
        }),
      "refused": .array(
        table.refused.map {
          .object(["name": .string($0.name), "reason": .string($0.reason)])
        }),
    ])
  }
}
