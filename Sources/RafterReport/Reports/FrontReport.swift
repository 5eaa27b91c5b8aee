// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// The report of `rafter map --objective front`: all trade-offs between latency and energy of a layer.
public struct FrontReport {
  let front: LayerFront
  let workload: String
  let accelerator: Accelerator

  /// Creates a report.
  public init(_ front: LayerFront, of workload: String, on accelerator: Accelerator) {
    self.front = front
    self.workload = workload
    self.accelerator = accelerator
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: FrontJSON.value(self), csv: csv, document: document)
  }

  /// One point in numbers.
  struct Point {
    var cycles: Cycles
    var time: Seconds
    var energy: Energy
    var isOptimal: Bool
    var gap: Double
    var mapped: MappedNest
  }

  /// The points of a front, fastest first.
  func points(_ front: MappingFront) -> [Point] {
    front.mappings.map { mapped in
      let cycles = mapped.cost.latencyCycles
      return Point(
        cycles: cycles, time: cycles / accelerator.technology.frequency.value,
        energy: mapped.weighedEnergy(on: accelerator), isOptimal: mapped.certificate.isOptimal,
        gap: mapped.certificate.gap, mapped: mapped)
    }
  }

  private var document: Document {
    var document = Document()
    document.heading(
      "\(front.layer.id) \(front.layer.name) of \(workload) on \(accelerator.name): "
        + "latency against energy")
    if let kept = ConstraintWords.sentence(front.constraints) { document.paragraph(kept) }
    for product in front.products {
      if !product.nest.label.isEmpty { document.heading("product \(product.nest.label)") }
      switch product.outcome {
      case .failure(let reason): document.paragraph(reason.description)
      case .success(let found): add(found, product.nest, to: &document)
      }
    }
    return document
  }

  private func add(_ found: MappingFront, _ nest: LoopNest, to document: inout Document) {
    let points = points(found)
    guard let fastest = points.first, let thriftiest = points.last else { return }
    document.paragraph(sentence(points, isCut: found.isCut, nest))
    var table = TextTable([
      .init("", alignment: .right), .init("latency", alignment: .right),
      .init("energy", alignment: .right), .init("time ratio", alignment: .right),
      .init("energy ratio", alignment: .right), .init("proof"),
    ])
    for (index, point) in points.enumerated() {
      table.append([
        "\(index + 1)", point.time.formatted(), point.energy.formatted(),
        Format.significant(point.time.ratio(to: fastest.time)),
        fastest.energy > .zero
          ? Format.significant(point.energy.ratio(to: fastest.energy)) : "-",
        point.isOptimal
          ? "optimal"
          : point.gap.isFinite ? "gap \(Format.percent(point.gap))" : "not known",
      ])
    }
    document.table(table)
    if points.contains(where: { $0.mapped.hasUnknownEnergy }) {
      document.paragraph(
        "Parts of \(accelerator.name) whose energy is unknown count as nothing here.")
    }
    document.heading(points.count == 1 ? "the mapping" : "the fastest")
    document.lines(fastest.mapped.text.split(separator: "\n").map(String.init))
    guard points.count > 1 else { return }
    document.heading("the one of the least energy")
    document.lines(thriftiest.mapped.text.split(separator: "\n").map(String.init))
  }

  private func sentence(_ points: [Point], isCut: Bool, _ nest: LoopNest) -> String {
    let runs = nest.repeats > 1 ? ", for one of its \(nest.repeats) runs" : ""
    let isProven = points.allSatisfy(\.isOptimal)
    if isCut {
      let gaps = isProven ? "" : " Points with a gap may be beaten by that much."
      return "The \(points.count) fastest trade-offs\(runs); there are more of less energy.\(gaps)"
    }
    let proof =
      isProven
      ? "each is proven: nothing is faster with less energy than the point before it"
      : "points with a gap may be beaten by that much"
    return points.count == 1
      ? "The fastest mapping is also the one of the least energy\(runs)."
      : "All \(points.count) trade-offs\(runs); \(proof)."
  }

  private var csv: String {
    var csv = CSVText(head: [
      "layer", "nest", "point", "latency_cycles", "latency_s", "energy_J", "edp_Js", "gap",
    ])
    for product in front.products {
      guard case .success(let found) = product.outcome else { continue }
      for (index, point) in points(found).enumerated() {
        csv.append(
          [front.layer.id, product.nest.label, "\(index + 1)"]
            + [
              point.cycles.value, point.time.value, point.energy.value,
              point.energy.value * point.time.value, point.gap,
            ].map { CSVText.number($0) })
      }
    }
    return csv.text
  }
}
