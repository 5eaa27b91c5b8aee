// SPDX-License-Identifier: Apache-2.0
import RafterMeasurement
import RafterQuantities

/// The JSON of `rafter fit`: kind `rafter/fit/1`.
enum FitJSON {
  static func value(_ fit: EnergyFit, source: String) -> JSONValue {
    .object([
      "schema": .string("rafter/fit/1"),
      "source": .string(source),
      "constants": .array(fit.estimates.map(constant)),
      "inseparable": .array(fit.inseparable.map(group)),
      "condition_index": finite(fit.condition),
      "confidence": .double(EnergyFit.confidence),
      "outlier_scale": .double(fit.outlierScale),
      "idle_power_W": .double(fit.idle.value),
      "errors": errors(fit.errors),
      "errors_leaving_one_out": errors(fit.errorsLeavingOneOut),
      "rows": .array(fit.rows.map(row)),
    ])
  }

  private static func constant(_ estimate: EnergyFit.Estimate) -> JSONValue {
    let (kind, of): (String, JSONValue) =
      switch estimate.term {
      case .operation(let format): ("energy_per_operation", .string(format))
      case .byte(let level): ("energy_per_byte", .string(level))
      case .staticPower: ("static_power", .null)
      }
    return .object([
      "kind": .string(kind), "of": of, "unit": .string(estimate.value.baseUnit),
      "value": .double(estimate.value.baseValue), "low": .double(estimate.low.baseValue),
      "high": .double(estimate.high.baseValue), "share_of_energy": .double(estimate.share),
      "determined": .bool(estimate.isDetermined),
    ])
  }

  private static func group(_ group: InseparableTerms) -> JSONValue {
    .object([
      "constants": .array(group.terms.map { .string($0.name) }),
      "degree": .string(group.degree.rawValue),
      "condition_index": finite(group.conditionIndex),
      "likeness": .double(group.likeness),
      "share_of_energy": .double(group.share),
      "share_of_energy_half_width": .double(group.shareHalfWidth),
      "sum": group.sum.map {
        .object([
          "intensity_operations_per_byte": .double($0.intensity.value),
          "energy_J_per_operation": .double($0.energy.value),
          "half_width_J_per_operation": .double($0.halfWidth.value),
        ])
      } ?? .null,
    ])
  }

  /// JSON has no word for what is without bound.
  private static func finite(_ value: Double) -> JSONValue {
    value.isFinite ? .double(value) : .null
  }

  private static func errors(_ errors: ErrorSummary) -> JSONValue {
    .object([
      "median": .double(errors.median), "ninetieth_percentile": .double(errors.ninetieth),
      "signed_mean": .double(errors.signedMean), "worst": .string(errors.worst),
      "worst_error": .double(errors.worstError),
    ])
  }

  private static func row(_ row: EnergyFit.RowError) -> JSONValue {
    .object([
      "name": .string(row.name), "measured_J": .double(row.measured.value),
      "predicted_J": .double(row.predicted.value),
      "predicted_without_it_J": .double(row.predictedWithoutIt.value),
      "error": .double(row.error), "error_without_it": .double(row.errorWithoutIt),
    ])
  }
}
