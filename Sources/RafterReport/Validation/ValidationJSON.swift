// SPDX-License-Identifier: Apache-2.0
import RafterPeers

/// The JSON of `rafter validate`: kind `rafter/validation/1`.
enum ValidationJSON {
  static func value(_ outcomes: [ValidationOutcome]) -> JSONValue {
    .object([
      "schema": .string("rafter/validation/1"),
      "sets": .array(outcomes.map(set)),
    ])
  }

  private static func set(_ outcome: ValidationOutcome) -> JSONValue {
    .object([
      "name": .string(outcome.set.name),
      "source": .string(outcome.set.source),
      "kind_of_truth": .string(outcome.set.kindOfTruth),
      "fitted": .array(
        outcome.findings.fitted.map {
          .object([
            "name": .string($0.name), "value": .double($0.value), "unit": .string($0.unit),
            "standard_error": JSONValue($0.standardError),
            "leave_one_out": JSONValue($0.leaveOneOut),
          ])
        }),
      "notes": .array(outcome.findings.notes.map { .string($0) }),
      "rows": .array(outcome.rows.map(row)),
      "mape": JSONValue(outcome.meanAbsoluteError),
      "signed_mean": JSONValue(outcome.signedMean),
      "worst_ratio": JSONValue(outcome.worstRatio),
      "rank_correlation": JSONValue(outcome.rankCorrelation),
      "labels_right": outcome.findings.labels.map {
        .object(["right": .int($0.right), "all": .int($0.all)])
      } ?? .null,
      "peers": .array(outcome.set.peers.map { .string($0) }),
    ])
  }

  private static func row(_ row: ValidationRow) -> JSONValue {
    .object([
      "case": .string(row.fullName), "quantity": .string(row.quantity), "unit": .string(row.unit),
      "published": JSONValue(count: row.published),
      "predicted": row.predicted.map { JSONValue(count: $0) } ?? .null,
      "error": JSONValue(row.error),
      "tolerance": row.role == .judged ? .double(row.tolerance) : .null, "ok": .bool(row.isRight),
    ])
  }
}
