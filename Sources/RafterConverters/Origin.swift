// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

/// What is collected while a file is converted: notes, and where numbers come from.
struct Origin {
  let file: String
  private(set) var notes: [Diagnostic] = []
  /// What works out expressions, where the tool allows them in place of numbers.
  var calculator: Calculator?

  init(file: String) { self.file = file }

  mutating func note(_ diagnostic: Diagnostic) { notes.append(diagnostic) }

  /// A number as the file states it.
  func stated<Value>(_ value: Value) -> Sourced<Value> {
    Sourced(value, Provenance(confidence: .estimated))
  }

  /// A number that the file leaves open and we choose.
  func chosen<Value>(_ value: Value) -> Sourced<Value> {
    Sourced(value, Provenance(confidence: .assumed))
  }

  /// The provenance of a part of the path.
  var part: Provenance { Provenance(confidence: .estimated) }

  /// All of it.
  static let whole = Sourced(1.0, Provenance(confidence: .assumed, text: "1"))

  func source(_ tool: String, _ name: String) -> Source {
    Source(title: "\(tool) hardware '\(name)' (\(Self.base(file)))", confidence: .estimated)
  }

  /// The clock of a machine whose file counts in cycles only.
  mutating func assumedClock(_ tool: String) -> Sourced<Frequency> {
    note(.assumedClock(tool, file))
    return chosen(Frequency(1e9))
  }

  static func base(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Sorted by place, and thrown where one of them is an error.
  func finished(_ format: ForeignFormat, _ accelerator: Accelerator?) throws(DiagnosticList)
    -> Conversion
  {
    let list = DiagnosticList(notes)
    guard !list.hasErrors, let accelerator else { throw list }
    return Conversion(
      format: format, accelerator: accelerator.withOpenNumbers, notes: notes)
  }
}

/// Names that are unique and plain.
struct NameBook {
  private var taken: Set<String> = []

  /// The name, in small letters and hyphens, with a number where it was given before.
  mutating func name(_ text: String) -> String {
    var plain = ""
    var wasSmall = false
    for character in text {
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      // `MainMemory` is two words, `PE` and `rf_2B` are not.
      if character.isUppercase, wasSmall { plain.append("-") }
      wasSmall = character.isLowercase
      if isPlain {
        plain.append(contentsOf: character.lowercased())
      } else if !plain.isEmpty, plain.last != "-" {
        plain.append("-")
      }
    }
    while plain.last == "-" { plain.removeLast() }
    if plain.isEmpty { plain = "part" }
    if plain.first?.isNumber == true { plain = "m-" + plain }
    var result = plain
    var count = 1
    while !taken.insert(result).inserted {
      count += 1
      result = "\(plain)-\(count)"
    }
    return result
  }
}
