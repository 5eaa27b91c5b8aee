// SPDX-License-Identifier: Apache-2.0

/// A product as a list writes it: `B H Q D, B H K D -> B H Q K`.
///
/// The first operand takes the path of the inputs, the second that of the weights. Where a term has blanks within, names
/// stand between them; otherwise each letter is an index: `MK,KN->MN`.
struct EinsumEquation {
  var inputs: [String]
  var weights: [String]
  var outputs: [String]

  /// The indices in the order in which they first occur.
  var indices: [String] {
    var names: [String] = []
    for name in outputs + inputs + weights where !names.contains(name) { names.append(name) }
    return names
  }

  /// Why an equation cannot be read.
  struct Fault: Error {
    var reason: String
  }

  init(_ text: String) throws(Fault) {
    guard let arrow = text.firstRange(of: "->") else { throw Fault(reason: "it has no `->`") }
    let left = text[..<arrow.lowerBound].split(separator: ",", omittingEmptySubsequences: false)
    guard left.count == 2 else {
      throw Fault(reason: "it multiplies \(left.count) operands, not two")
    }
    let terms = left + [text[arrow.upperBound...]]
    let words = terms.map { $0.split(whereSeparator: \.isWhitespace) }
    let isSpaced = words.contains { $0.count > 1 }
    inputs = try Self.names(words[0], isSpaced)
    weights = try Self.names(words[1], isSpaced)
    outputs = try Self.names(words[2], isSpaced)
    guard !inputs.isEmpty, !weights.isEmpty else {
      throw Fault(reason: "an operand has no index")
    }
    for name in outputs where !inputs.contains(name) && !weights.contains(name) {
      throw Fault(reason: "'\(name)' of the result is in neither operand")
    }
  }

  private static func names(_ words: [Substring], _ isSpaced: Bool) throws(Fault) -> [String] {
    let names = isSpaced ? words.map(String.init) : (words.first ?? "").map { String($0) }
    for (place, name) in names.enumerated() {
      let isName = name.first?.isLetter ?? false
      guard isName, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
        throw Fault(reason: "'\(name)' is no name of an index")
      }
      guard !names[..<place].contains(name) else {
        throw Fault(reason: "'\(name)' occurs twice in one operand")
      }
    }
    return names
  }
}
