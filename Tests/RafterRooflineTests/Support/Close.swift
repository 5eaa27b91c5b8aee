// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterQuantities
import RafterTestSupport
import Testing

/// Whether two numbers agree to a share of the greater; rounding alone stays far below the default.
func isClose(_ a: Double, _ b: Double, within share: Double = 1e-12) -> Bool {
  a == b || abs(a - b) <= share * max(abs(a), abs(b))
}

/// Whether two quantities agree to a share of the greater.
func isClose<D>(_ a: Quantity<D>, _ b: Quantity<D>, within share: Double = 1e-12) -> Bool {
  isClose(a.value, b.value, within: share)
}

extension SeededGenerator {
  /// A number whose logarithm is spread evenly.
  mutating func logUniform(_ low: Double, _ high: Double) -> Double {
    low * pow(high / low, Double.random(in: 0...1, using: &self))
  }
}

/// Records an issue unless a condition holds; for loops in which the expectation macro is too slow.
func holds(_ condition: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
  if !condition { Issue.record("does not hold", sourceLocation: sourceLocation) }
}

/// What a bound may be exceeded by through rounding of sums and quotients.
let rounding = 1 + 1e-12
