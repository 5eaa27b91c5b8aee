// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
public import RafterLevers
import RafterQuantities
import RafterWorkload

/// The report of `rafter advise --bundles`: the combinations that no other beats, the fastest first.
public struct BundleReport {
  let front: BundleFront
  let batch: Int

  /// Creates a report.
  public init(_ front: BundleFront, batch: Int) {
    self.front = front
    self.batch = batch
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: json, csv: csv, document: document)
  }

  /// The answer in sentences.
  var headline: [String] {
    var result = AdviceWords.opening(front.base)
    guard !front.outcome.isInfeasible else {
      return result + ["Nothing is combined where the design does not fit as it is."]
    }
    if let fastest = front.front.first, !fastest.steps.isEmpty {
      result.append("Fastest is \(words(fastest)).")
    }
    let thrifty = front.front.enumerated().filter { $0.element.outcome.energy != nil }.min {
      ($0.element.outcome.energy?.value ?? 0, $0.offset) < (
        $1.element.outcome.energy?.value ?? 0, $1.offset
      )
    }?.element
    if let thrifty, !thrifty.steps.isEmpty, thrifty.members != front.front.first?.members {
      result.append("Least energy is taken by \(words(thrifty)).")
    }
    let free = front.front.first { $0.area.known <= .zero && $0.area.unknown.isEmpty }
    if let free, !free.steps.isEmpty, free.members != front.front.first?.members,
      free.members != thrifty?.members
    {
      result.append("Without any area the fastest is \(words(free)).")
    }
    return result
  }

  private func words(_ bundle: Bundle) -> String {
    let time = 1 - bundle.outcome.latency.ratio(to: front.outcome.latency)
    var text = "\(bundle.name): \(AdviceWords.change(time)) of the time"
    if let energy = saved(bundle) { text += ", \(AdviceWords.change(energy)) of the energy" }
    return text + ", area: \(area(bundle))"
  }

  private func saved(_ bundle: Bundle) -> Double? {
    guard let after = bundle.outcome.energy, let before = front.outcome.energy, before > .zero
    else { return nil }
    return 1 - after.ratio(to: before)
  }

  private func area(_ bundle: Bundle) -> String {
    let known = bundle.area.known <= .zero ? "none" : "+" + bundle.area.known.formatted()
    guard !bundle.area.unknown.isEmpty else { return known }
    return bundle.area.known <= .zero ? "unknown" : known + " and more"
  }

  /// What was done with all combinations, in sentences.
  var account: [String] {
    let counts = front.counts
    var lines = [
      "\(counts.combinations) combinations of up to three of the \(front.declared.count) steps that advise runs "
        + "(each ladder as far as it pays, and one further): \(counts.analysed) were mapped"
    ]
    if counts.excludedByBound > 0 {
      lines.append(
        "\(counts.excludedByBound) excluded by bound: what any mapping takes at least, in time and in energy, is not "
          + "0.5 % below a bundle that adds no more area")
    }
    if counts.excludedAsTooLarge > 0 {
      lines.append("\(counts.excludedAsTooLarge) excluded since something fits nowhere then")
    }
    if counts.excludedAsImpossible > 0 {
      lines.append(
        "\(counts.excludedAsImpossible) excluded since a step finds nothing to change after the others"
      )
    }
    if counts.leftOpen > 0, let bound = front.openBound {
      lines.append(
        "\(counts.leftOpen) left open (--bundle-limit): none takes less than \(Format.percent(bound.time)) of the time "
          + "and \(Format.percent(bound.energy)) of the energy; the front may miss some of them")
    } else {
      lines.append("none left open: the front is exact over these steps")
    }
    return lines
  }

  private var document: Document {
    var document = Document()
    for sentence in headline { document.paragraph(sentence) }
    document.heading("Bundles that no other beats in time, energy and area, the fastest first")
    var table = TextTable([
      .init("", alignment: .right), .init("bundle", overflow: .cutMiddle(minimum: 16)),
      .init("time", alignment: .right), .init("energy", alignment: .right),
      .init("area", alignment: .right), .init("then bound by"),
    ])
    for (index, bundle) in front.front.enumerated() {
      table.append([
        "\(index + 1)", bundle.name,
        AdviceWords.saved(1 - bundle.outcome.latency.ratio(to: front.outcome.latency)),
        saved(bundle).map(AdviceWords.saved) ?? "-", area(bundle),
        "\(bundle.outcome.binding) (\(Format.percent(bundle.outcome.shareBound)))",
      ])
    }
    document.table(table)
    // A name of three steps is longer than its column.
    let long = front.front.enumerated().filter { $0.element.steps.count > 1 }
    if !long.isEmpty {
      document.heading("Their steps in full")
      document.facts(long.map { ("\($0.offset + 1)", $0.element.name) })
    }
    document.heading("How the front was found")
    document.items(account)
    return document
  }

  private var csv: String {
    var csv = CSVText(head: [
      "bundle", "latency_s", "energy_J", "area_mm2", "area_known", "bound_by",
    ])
    for bundle in front.front {
      csv.append([
        bundle.name, CSVText.number(bundle.outcome.latency.value),
        bundle.outcome.energy.map { CSVText.number($0.value) } ?? "",
        CSVText.number(bundle.area.known.value), bundle.area.unknown.isEmpty ? "true" : "false",
        bundle.outcome.binding,
      ])
    }
    return csv.text
  }

  private var json: JSONValue {
    let counts = front.counts
    return .object([
      "schema": .string("rafter/bundles/1"),
      "workload": .string(front.base.workload.name),
      "accelerator": .string(front.base.accelerator.name),
      "batch": .int(batch),
      "headline": .array(headline.map { .string($0) }),
      "base": AdviceJSON.outcome(front.outcome),
      "declared_steps": .array(front.declared.map(step)),
      "combinations": .object([
        "all": .int(counts.combinations), "mapped": .int(counts.analysed),
        "excluded_by_bound": .int(counts.excludedByBound),
        "excluded_as_too_large": .int(counts.excludedAsTooLarge),
        "excluded_as_impossible": .int(counts.excludedAsImpossible),
        "left_open": .int(counts.leftOpen),
      ]),
      "left_open_least": front.openBound.map {
        .object(["share_of_time": .double($0.time), "share_of_energy": .double($0.energy)])
      } ?? .null,
      "front": .array(
        front.front.map { bundle in
          .object([
            "steps": .array(bundle.steps.map(step)),
            "outcome": AdviceJSON.outcome(bundle.outcome),
            "time_saved": .double(1 - bundle.outcome.latency.ratio(to: front.outcome.latency)),
            "energy_saved": JSONValue(saved(bundle)),
            "area_added_mm2": .double(bundle.area.known.value),
            "area_is_complete": .bool(bundle.area.unknown.isEmpty),
          ])
        }),
    ])
  }

  private func step(_ step: Intervention) -> JSONValue {
    .object([
      "lever": .string(step.lever.rawValue), "target": .string(step.target),
      "step": .string(step.step),
    ])
  }
}
