// SPDX-License-Identifier: Apache-2.0
import RafterTestSupport
import Testing

@Suite struct NodeCaseTests {
  /// Operators whose shapes only the run tells, or whose numbers the table of cases leaves out, and those of
  /// training, which are refused.
  static let undecidable: Set<String> = [
    "NonMaxSuppression", "ImageDecoder", "Unique", "StringSplit", "StringNormalizer", "Momentum",
    "Adagrad", "Adam", "LabelEncoder", "Constant",
  ]

  @Test(.enabled(if: !NodeCase.shared.cases.isEmpty))
  func `single nodes get the shapes of the reference implementation`() {
    let cases = NodeCase.shared.cases
    let wrong = cases.filter { !Self.undecidable.contains($0.operator) }.compactMap { one in
      one.difference.map { "\(one.name): \($0)" }
    }
    #expect(wrong == [])
    #expect(cases.count > 1400)
  }
}
