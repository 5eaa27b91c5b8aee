// SPDX-License-Identifier: Apache-2.0
public import RafterMapping
import RafterQuantities

/// The report of `rafter map --capacity-curve`: traffic as a function of capacity.
public struct CapacityReport {
  /// What the curve is of.
  public struct Subject {
    var workload: String
    var accelerator: String
    var layer: String

    /// Names a subject.
    public init(workload: String, accelerator: String, layer: String) {
      self.workload = workload
      self.accelerator = accelerator
      self.layer = layer
    }
  }

  let curve: CapacityCurve
  let subject: Subject

  /// Creates a report.
  public init(_ curve: CapacityCurve, of subject: Subject) {
    self.curve = curve
    self.subject = subject
  }

  /// The points in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: json, csv: csv, document: document)
  }

  /// The curve as SVG.
  public func svg(theme: ChartTheme = .light) -> String {
    SVGWriter.text(CapacityChart(self).scene, theme: theme)
  }

  var title: String {
    "\(subject.layer) of \(subject.workload): traffic against capacity of \(curve.memory)"
  }

  /// One sentence on the machine's own capacity.
  var sentence: String {
    let once = curve.compulsory.bytes.formatted()
    guard let own = curve.points.first(where: \.isOwn), let capacity = curve.own else {
      return "Each operand once is \(once); \(subject.accelerator) states no capacity."
    }
    let ratio = own.moved.ratio(to: curve.compulsory)
    return
      "With the \(capacity.formatted()) of \(subject.accelerator) at least "
      + "\(own.moved.bytes.formatted()) cross between \(curve.outer) and \(curve.memory), "
      + "\(Format.significant(ratio)) times each operand once (\(once)): at most "
      + "\(curve.intensity(own.moved).formatted())."
  }

  private var document: Document {
    var document = Document()
    document.heading(title)
    document.paragraph(sentence)
    document.paragraph(
      "Least traffic of any mapping on \(curve.outer) and \(curve.memory) alone, as if that held "
        + "all operands, without double buffering.")
    var table = TextTable([
      .init("capacity", alignment: .right), .init("moved", alignment: .right),
      .init("op/byte", alignment: .right), .init("closed form", alignment: .right),
      .init("proof"), .init(""),
    ])
    for point in curve.points {
      table.append([
        point.capacity.formatted(), point.moved.bytes.formatted(),
        Format.significant(curve.intensity(point.moved).value), point.closedForm.bytes.formatted(),
        point.isOptimal ? "optimal" : "gap \(Format.percent(point.gap))",
        point.isOwn ? "<- \(subject.accelerator)" : "",
      ])
    }
    document.table(table)
    return document
  }

  private var csv: String {
    var csv = CSVText(head: [
      "capacity_bytes", "moved_bytes", "least_bytes", "closed_form_bytes", "compulsory_bytes",
      "operational_intensity", "gap", "own",
    ])
    for point in curve.points {
      csv.append(
        [
          point.capacity.value, point.moved.bytes.value, point.least.bytes.value,
          point.closedForm.bytes.value, curve.compulsory.bytes.value,
          curve.intensity(point.moved).value, point.gap,
        ].map { CSVText.number($0) } + [point.isOwn ? "true" : "false"])
    }
    return csv.text
  }

  private var json: JSONValue {
    .object([
      "schema": .string("rafter/capacity/1"),
      "workload": .string(subject.workload),
      "accelerator": .string(subject.accelerator),
      "layer": .string(subject.layer),
      "memory": .string(curve.memory),
      "outer": .string(curve.outer),
      "own_capacity_bytes": JSONValue(curve.own?.value),
      "compulsory_bytes": .double(curve.compulsory.bytes.value),
      "operations": .double(curve.operations.value),
      "points": .array(
        curve.points.map { point in
          .object([
            "capacity_bytes": .double(point.capacity.value),
            "moved_bytes": .double(point.moved.bytes.value),
            "least_bytes": .double(point.least.bytes.value),
            "closed_form_bytes": .double(point.closedForm.bytes.value),
            "operational_intensity": .double(curve.intensity(point.moved).value),
            "gap": .double(point.gap),
            "status": .string(point.isOptimal ? "optimal" : "gap"),
            "own": .bool(point.isOwn),
          ])
        }),
    ])
  }
}
