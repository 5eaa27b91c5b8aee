// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@Suite struct ValidationTests {
  private func outcome(_ pairs: [(Double, Double?)], tolerance: Double = 0.1) -> ValidationOutcome {
    let set = ValidationSet(
      name: "made-up", source: "this test", kindOfTruth: "none", peers: ["a peer: 5 %"],
      builtIn: [],
      form: "nothing"
    ) { _ in .init(rows: []) }
    let rows = pairs.map {
      ValidationRow(
        "case", "time", unit: "s", published: $0.0, predicted: $0.1, tolerance: tolerance)
    }
    return ValidationOutcome(
      set,
      .init(
        rows: rows, fitted: [FittedConstant("overhead", 2, unit: "cycle")],
        labels: (right: 1, all: 2)))
  }

  @Test func `errors are summed up as they are defined`() throws {
    // Errors +10 %, -20 %, 0: mean magnitude 10 %, signed -3.33 %, worst ratio 1 / 0.8.
    let found = outcome([(10, 11), (10, 8), (30, 30)])
    #expect(abs(try #require(found.meanAbsoluteError) - 0.1) < 1e-12)
    #expect(abs(try #require(found.signedMean) + 0.1 / 3) < 1e-12)
    #expect(found.worstRatio == 1.25)
    #expect(!found.isRight)
    #expect(found.rows.map(\.isRight) == [true, false, true])
  }

  @Test func `ranks correlate by Spearman`() throws {
    #expect(outcome([(1, 10), (2, 20), (3, 30)]).rankCorrelation == 1)
    #expect(outcome([(1, 30), (2, 20), (3, 10)]).rankCorrelation == -1)
    // Ranks 1 2 3 4 against 2 1 4 3: 1 - 6 x 4 / (4 x 15) = 0.6.
    let mixed = outcome([(1, 2), (2, 1), (3, 4), (4, 3)]).rankCorrelation
    #expect(abs(try #require(mixed) - 0.6) < 1e-12)
    #expect(outcome([(1, 1), (2, 2)]).rankCorrelation == nil)
  }

  @Test func `nothing predicted, or nothing compared, is not right`() {
    #expect(!outcome([(1, nil)]).isRight)
    #expect(!outcome([]).isRight)
    #expect(ValidationRow("c", "q", published: 0, predicted: 0).isRight)
    #expect(!ValidationRow("c", "q", published: 0, predicted: 1).isRight)
  }
}
