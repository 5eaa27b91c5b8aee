// SPDX-License-Identifier: Apache-2.0
import RafterMeasurement
import RafterQuantities

/// The JSON of `rafter check`: kind `rafter/check/1`.
enum CheckJSON {
  static func value(_ result: CheckResult, source: String) -> JSONValue {
    .object([
      "schema": .string("rafter/check/1"),
      "source": .string(source),
      "accelerator": .string(result.machine),
      "tolerance": .double(result.tolerance),
      "above": .int(result.aboveCount),
      "points": .array(result.points.map(point)),
      "notes": .array(result.notes.map { .string($0) }),
    ])
  }

  private static func causes(_ causes: [RankedCause]) -> JSONValue {
    .array(
      causes.map {
        .object([
          "cause": .string($0.hypothesis.explanation), "factor": .double($0.factor),
          "share_of_roof_without_it": .double($0.shareWithoutIt), "explains": .bool($0.explains),
        ])
      })
  }

  private static func point(_ point: CheckedPoint) -> JSONValue {
    var found: [RankedCause] = []
    if case .above(let causes) = point.standing { found = causes }
    let operations = point.row.work.reduce(0) { $0 + $1.operations.value }
    return .object([
      "name": .string(point.row.name),
      "format": point.format.map { .string($0) } ?? .null,
      "format_assumed": .bool(point.isFormatAssumed),
      "operations": .double(operations),
      "bytes": .array(
        point.row.traffic.map {
          .object([
            "level": $0.level.map { .string($0) } ?? .null, "bytes": .double($0.bytes.value),
          ])
        }),
      "time_s": .double(point.row.time.value),
      "operations_per_s": .double(operations / point.row.time.value),
      "bounds": .array(
        point.times.map {
          .object(["roof": .string($0.roof.name), "time_s": .double($0.time.value)])
        }),
      "share_of_roof": .double(point.share),
      "standing": .string(CheckWords.standing(point)),
      "likely_cause": .string(CheckWords.cause(point)),
      "causes": causes(found),
      "predicted_s": point.predicted.map { .double($0.value) } ?? .null,
      "energy": point.energy.map {
        .object([
          "energy_J": .double($0.measured.value), "least_energy_J": .double($0.least.value),
          "share_of_energy_roof": .double($0.share), "causes": causes($0.causes),
        ])
      } ?? .null,
    ])
  }
}
