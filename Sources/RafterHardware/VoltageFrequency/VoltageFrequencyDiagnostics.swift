// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// What can be wrong with what a description says about voltage and clock.

extension Diagnostic {
  static func noRelation(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.voltage-frequency", "'voltage-frequency' has neither a table nor a law",
      at: place,
      suggestion: "add `table: [{voltage: 0.6 V, frequency: 200 MHz}, ...]`, or"
        + " `v-threshold`, `alpha`, `v-min` and `v-max`")
  }

  static func tableAndLaw(_ keys: [String], at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.voltage-frequency",
      "'voltage-frequency' has a table and \(keys.map { "'\($0)'" }.joined(separator: ", ")) of a law",
      at: place,
      suggestion: "keep one of them; a file that is extended may have brought the other")
  }

  static func incompleteLaw(_ keys: [String], at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.voltage-frequency",
      "the law of 'voltage-frequency' lacks \(keys.map { "'\($0)'" }.joined(separator: ", "))",
      at: place, suggestion: "add \(keys.count == 1 ? "it" : "them"), or give a `table`")
  }

  static func fewPoints(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.voltage-frequency", "a table of fewer than two points says nothing",
      at: place, suggestion: "add points, or give the law")
  }

  static func staticOfSome(_ some: Int, of all: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.voltage-frequency",
      "\(some) of \(all) points of the table state a static power", at: place,
      suggestion: "give it at all of them, or at none")
  }

  static func noNominalVoltage(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.nominal-voltage",
      "nothing says at which voltage the numbers of the description hold", at: place,
      suggestion: "add `voltage` to `technology`")
  }

  static func twoNominalVoltages(_ own: String, _ other: String, at place: SourceLocation?)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.nominal-voltage",
      "the description holds at \(own) by 'nominal' and at \(other) by 'technology'", at: place,
      suggestion: "leave `nominal` out")
  }

  static func nominalOutside(
    _ nominal: String, _ lowest: String, _ highest: String, at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.nominal-voltage",
      "the description holds at \(nominal), outside of the \(lowest) to \(highest) of"
        + " 'voltage-frequency'", at: place,
      suggestion: "widen the range, or correct the voltage")
  }

  static func clockAboveTable(
    _ clock: String, _ allowed: String, _ nominal: String, at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.nominal-voltage",
      "the clock of \(clock) is more than the \(allowed) that the table allows at \(nominal)",
      at: place, suggestion: "correct the clock, the voltage or the table")
  }

  static func voltageTwice(_ voltage: String, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      id: "accelerator.voltage-order", "the table has two points at \(voltage)", at: place,
      suggestion: "keep the one with the higher clock")
  }

  static func fallingClock(_ lower: String, _ higher: String, at place: SourceLocation?)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.voltage-order",
      "the clock at \(higher) is lower than that at \(lower)", at: place,
      suggestion: "the clock of a point is the highest at its voltage; are two of them swapped?")
  }

  static func thresholdAboveRange(
    _ threshold: String, _ lowest: String, at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.voltage-order",
      "the threshold of \(threshold) is not below the lowest voltage of \(lowest)", at: place,
      suggestion: "the law has no clock at its threshold: raise `v-min`")
  }

  static func rangeUpsideDown(_ lowest: String, _ highest: String, at place: SourceLocation?)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.voltage-order",
      "the range goes from \(lowest) down to \(highest)", at: place,
      suggestion: "swap `v-min` and `v-max`")
  }
}
