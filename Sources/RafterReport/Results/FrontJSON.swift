// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// The JSON of `rafter map --objective front`: kind `rafter/front/1`.
enum FrontJSON {
  static func value(_ report: FrontReport) -> JSONValue {
    var fields: [String: JSONValue] = [
      "schema": .string("rafter/front/1"),
      "workload": .string(report.workload),
      "accelerator": .string(report.accelerator.name),
      "layer": .string(report.front.layer.id),
      "name": .string(report.front.layer.name),
      "products": .array(report.front.products.map { product($0, report) }),
    ]
    fields["constraints"] = ConstraintWords.json(report.front.constraints)
    return .object(fields)
  }

  private static func product(_ product: LayerFront.Product, _ report: FrontReport) -> JSONValue {
    var fields: [String: JSONValue] = [
      "label": .string(product.nest.label),
      "repeats": .int(product.nest.repeats),
      "infeasible": .null, "cut": .bool(false), "points": .array([]),
    ]
    switch product.outcome {
    case .failure(let reason): fields["infeasible"] = .string(reason.description)
    case .success(let front):
      fields["cut"] = .bool(front.isCut)
      fields["points"] = .array(report.points(front).map(point))
    }
    return .object(fields)
  }

  private static func point(_ point: FrontReport.Point) -> JSONValue {
    .object([
      "latency_cycles": .double(point.cycles.value),
      "latency_s": .double(point.time.value),
      "energy_J": .double(point.energy.value),
      "edp_Js": .double(point.energy.value * point.time.value),
      "energy_is_complete": .bool(!point.mapped.hasUnknownEnergy),
      "status": .string(point.isOptimal ? "optimal" : "gap"),
      "gap": .double(point.gap),
      "mapping": .string(point.mapped.text),
    ])
  }
}
