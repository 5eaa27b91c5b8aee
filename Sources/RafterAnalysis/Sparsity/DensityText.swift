// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterWorkload

extension WorkloadDensities {
  /// Reads `weights=0.5,inputs=0.4`; of structured zeros `weights=2:4`.
  ///
  /// - Throws: everything that is wrong with it.
  public init(text: String) throws(DiagnosticList) {
    self.init()
    var wrong: [Diagnostic] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard words.count == 2, let operand = Operand(rawValue: words[0]) else {
        let names = Operand.allCases.map(\.rawValue)
        wrong.append(
          .unknownDensityOperand(
            words[0], nearest: Suggestion.nearest(to: words[0], among: names)))
        continue
      }
      guard let density = TensorDensity(text: words[1]) else {
        wrong.append(.notADensity(words[1], of: operand.rawValue))
        continue
      }
      guard self[operand] == nil else {
        wrong.append(.densityTwice(operand.rawValue))
        continue
      }
      self[operand] = density
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
  }

  /// As ``init(text:)`` reads it.
  public var text: String {
    Operand.allCases.compactMap { operand in
      self[operand].map { "\(operand.rawValue)=\($0.text)" }
    }.joined(separator: ",")
  }
}
