// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterPeers
import RafterQuantities
public import RafterWorkload

/// The report of `--cost-model bound|zigzag`: each product in the terms of a model.
public struct CostViewReport: Sendable {
  /// How much of each product is shown.
  public enum Detail: Sendable {
    /// Its items and its loop nest: `rafter map`.
    case nests
    /// A line: `rafter analyze`.
    case network
  }

  /// A product and what the model says of it, or why it says nothing.
  public struct Entry: Sendable {
    /// The layer.
    public var layer: Layer
    /// The product.
    public var nest: LoopNest
    /// What the model says; nil where it cannot.
    public var view: CostView?
    /// Why it cannot.
    public var reason: String?

    /// Creates an entry.
    public init(layer: Layer, nest: LoopNest, view: CostView?, reason: String? = nil) {
      self.layer = layer
      self.nest = nest
      self.view = view
      self.reason = reason
    }
  }

  private let model: CostModel
  private let detail: Detail
  private let entries: [Entry]
  private let accelerator: Accelerator

  /// Creates a report.
  public init(
    _ entries: [Entry], model: CostModel, on accelerator: Accelerator, detail: Detail = .nests
  ) {
    self.detail = detail
    self.entries = entries
    self.model = model
    self.accelerator = accelerator
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: json, csv: csv, document: document)
  }

  private var document: Document {
    var document = Document()
    document.paragraph("\(accelerator.name) by the cost model \(model.rawValue)")
    if detail == .network {
      CostViewTable(entries, clock: accelerator.technology.frequency.value).add(to: &document)
      return document
    }
    for entry in entries {
      let label = entry.nest.label.isEmpty ? "" : " (\(entry.nest.label))"
      document.heading("\(entry.layer.id) \(entry.layer.name)\(label)")
      guard let view = entry.view else {
        document.paragraph(entry.reason ?? "no result")
        continue
      }
      document.facts(
        [
          ("latency", "\(Self.number(view.latency.value)) cycles"),
          ("energy", view.energy?.formatted() ?? "unknown"),
          ("repeats", "\(entry.nest.repeats)"),
        ]
          + view.items.map {
            (
              $0.name,
              "\(Self.number($0.cycles.value)) cycles" + (isBinding($0, view) ? ", binds" : "")
            )
          })
      document.lines(view.mapping)
      if !view.cautions.isEmpty { document.items(view.cautions) }
    }
    return document
  }

  private func isBinding(_ item: CostView.Item, _ view: CostView) -> Bool {
    view.combination == .longest && item == view.binding
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private var csv: String {
    var csv = CSVText(head: [
      "layer", "nest", "repeats", "model", "item", "cycles", "latency_cycles", "energy_J",
    ])
    for entry in entries {
      for item in entry.view?.items ?? [] {
        csv.append([
          entry.layer.id, entry.nest.label, "\(entry.nest.repeats)", model.rawValue, item.name,
          CSVText.number(item.cycles.value), CSVText.number(entry.view?.latency.value),
          CSVText.number(entry.view?.energy?.value),
        ])
      }
    }
    return csv.text
  }

  private var json: JSONValue {
    let totals = CostViewTable(entries, clock: accelerator.technology.frequency.value)
    return .object([
      "schema": .string("rafter/costview/1"),
      "accelerator": .string(accelerator.name),
      "cost_model": .string(model.rawValue),
      "totals": .object([
        "latency_cycles": JSONValue(totals.cycles?.value),
        "latency_s": JSONValue(totals.time?.value),
        "energy_J": JSONValue(totals.energy?.value),
      ]),
      "nests": .array(
        entries.map { entry in
          .object([
            "layer": .string(entry.layer.id),
            "name": .string(entry.layer.name),
            "label": .string(entry.nest.label),
            "repeats": .int(entry.nest.repeats),
            "layer_repeats": .int(entry.layer.repeats),
            "latency_cycles": JSONValue(entry.view?.latency.value),
            "energy_J": JSONValue(entry.view?.energy?.value),
            "combination": entry.view.map {
              .string($0.combination == .longest ? "longest" : "sum")
            } ?? .null,
            "items": .array(
              (entry.view?.items ?? []).map {
                .object(["name": .string($0.name), "cycles": .double($0.cycles.value)])
              }),
            "mapping": .array((entry.view?.mapping ?? []).map { .string($0) }),
            "cautions": .array((entry.view?.cautions ?? []).map { .string($0) }),
            "reason": entry.reason.map { .string($0) } ?? .null,
          ])
        }),
    ])
  }
}
