// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// The lines of a file being written, and how numbers look in it.
struct AcceleratorFile {
  private(set) var text = ""
  /// The confidence of numbers that say nothing of their own.
  let confidence: Confidence
  /// What each further source is trusted with.
  var sources: [String: Confidence] = [:]

  init(confidence: Confidence) { self.confidence = confidence }

  mutating func line(_ line: String) { text += line + "\n" }

  /// A share that is not simply ours.
  mutating func share(_ key: String, _ share: Sourced<Double>, indent: String) {
    // What the reader puts where a file says nothing stays unsaid.
    guard share.value != 1 || share.provenance.location != nil else { return }
    line(
      "\(indent)\(key): \(stated(share, ExactNumber.text(share.value)) { ExactNumber.text($0) })")
  }

  func number<D: Dimension>(_ number: Sourced<Quantity<D>>, _ units: [String]) -> String {
    self.number(number, number.value, units)
  }

  /// A number, the word for one that nobody knows, or nil where it is left open.
  func stated<D: Dimension>(_ number: Sourced<Quantity<D>>?, _ units: [String], isOpen: Bool)
    -> String?
  {
    number.map { self.number($0, units) } ?? (isOpen ? nil : "unknown")
  }

  /// A number whose value is kept in another form.
  func number<Value, D: Dimension>(
    _ number: Sourced<Value>, _ value: Quantity<D>, _ units: [String]
  ) -> String {
    stated(number, value.exactText(in: units)) { Quantity<D>($0).exactText(in: units) }
  }

  /// The text of a value, with what it says of itself beyond what holds for the whole file.
  private func stated<Value>(
    _ number: Sourced<Value>, _ text: String, _ limit: (Double) -> String
  ) -> String {
    var parts = ["value: \(text)"]
    let source = number.provenance.source.flatMap { sources[$0] == nil ? nil : $0 }
    if let source { parts.append("source: \(YAMLText.scalar(source))") }
    let inherited = source.flatMap { sources[$0] } ?? confidence
    if number.provenance.confidence != inherited {
      parts.append("confidence: \(number.provenance.confidence.rawValue)")
    }
    if let range = number.range {
      parts.append("range: \(limit(range.lowerBound))..\(limit(range.upperBound))")
    }
    return parts.count == 1 ? text : "{\(parts.joined(separator: ", "))}"
  }
}

/// Texts as YAML.
enum YAMLText {
  /// A name: plain where no reader could take it for anything else.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { isLetter($0) } ?? false
      && text.utf8.allSatisfy {
        isLetter($0) || (48...57).contains($0) || [45, 46, 95].contains($0)
      }
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    return isPlain && !words.contains(text.lowercased()) ? text : quoted(text)
  }

  /// A text in double quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7f {
          let hex = String(scalar.value, radix: 16)
          result += "\\x" + String(repeating: "0", count: 2 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }
}
