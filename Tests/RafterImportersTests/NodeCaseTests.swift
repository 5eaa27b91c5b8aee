// SPDX-License-Identifier: Apache-2.0
import RafterTestSupport
import Testing

@Suite struct NodeCaseTests {
  @Test(.enabled(if: !NodeCase.shared.cases.isEmpty))
  func `single nodes get the shapes of the reference implementation`() {
    let cases = NodeCase.shared.cases
    let wrong = cases.filter(\.isDecidable).compactMap { one in
      one.difference.map { "\(one.name): \($0)" }
    }
    #expect(wrong == [])
    #expect(cases.count > 1400)
    // 10 NonMaxSuppression, 9 ImageDecoder, 6 StringSplit, 6 Unique, 5 StringNormalizer, 2 LabelEncoder and 1 Constant, whose
    // values the table leaves out; 7 optimizers of training.
    #expect(cases.count { !$0.isDecidable } == 46)
  }
}
