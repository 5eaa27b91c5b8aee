// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// What Timeloop printed: its statistics, read line by line.
struct TimeloopStatistics {
  /// One data space at one level.
  struct Space {
    var name: String
    /// Printed values by their label, such as `Scalar reads (per-instance)`.
    var values: [String: Double] = [:]
  }

  /// One level.
  struct Level {
    var name: String
    /// Values that are printed once for the level.
    var values: [String: Double] = [:]
    var spaces: [Space] = []

    /// Picojoules printed for it: each data space and the leakage.
    var energy: Double? {
      guard !spaces.isEmpty else { return values["Energy (total)"] }
      return spaces.reduce(values["Leakage energy (total)"] ?? 0) {
        $0 + ($1.values["Energy (total)"] ?? 0)
      }
    }
  }

  /// Levels, innermost first.
  var levels: [Level] = []
  /// `Total scalar accesses` by level.
  var scalarAccesses: [String: Double] = [:]
  /// Values of the summary: `Cycles`, `Energy` in uJ, `Utilization` in percent.
  var summary: [String: Double] = [:]

  /// Femtojoules for each operation of the nest, by component and `Total`; only Sparseloop prints them so.
  var energyPerCompute: [String: Double] = [:]

  private enum Part {
    case levels, intensity, summary, perCompute, rest
  }

  init(text: String, file: String) throws(DiagnosticList) {
    var part = Part.levels
    var current: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first else { continue }
      if line.hasPrefix("Operational Intensity Stats") { part = .intensity }
      if line.hasPrefix("Summary Stats") { part = .summary }
      if line.hasPrefix("fJ/") {
        part = line.hasPrefix("fJ/Algorithmic") ? .perCompute : .rest
      }
      if first == "===", words.count >= 3 {
        current = String(words[1])
        if part == .levels { levels.append(Level(name: String(words[1]))) }
        continue
      }
      switch part {
      case .levels: readLevel(line, words)
      case .intensity:
        if let current, let pair = Self.pair(line), pair.label == "Total scalar accesses" {
          scalarAccesses[current] = pair.value
        }
      case .summary:
        if let pair = Self.pair(line) { summary[pair.label] = pair.value }
      case .perCompute:
        // `Total           = 3366.62`
        if words.count == 3, words[1] == "=" { energyPerCompute[String(first)] = Double(words[2]) }
      case .rest: break
      }
    }
    guard !levels.isEmpty, summary["Cycles"] != nil else {
      throw DiagnosticList(
        .notACaseFile(
          file, expected: "it is what Timeloop v4 prints: levels, then a summary with cycles"))
    }
  }

  private mutating func readLevel(_ line: Substring, _ words: [Substring]) {
    guard !levels.isEmpty else { return }
    let last = levels.count - 1
    // A data space stands alone on its line: `    Outputs:`.
    if words.count == 1, let word = words.first, word.last == ":", word.count > 1 {
      levels[last].spaces.append(Space(name: String(word.dropLast())))
      return
    }
    guard let pair = Self.pair(line) else { return }
    if levels[last].spaces.isEmpty {
      levels[last].values[pair.label] = pair.value
    } else {
      levels[last].spaces[levels[last].spaces.count - 1].values[pair.label] = pair.value
    }
  }

  /// `Scalar fills (per-instance)  : 1536`, also with a unit behind the number.
  private static func pair(_ line: Substring) -> (label: String, value: Double)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let label = line[..<colon].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard
      let word = line[line.index(after: colon)...].split(whereSeparator: \.isWhitespace).first,
      let value = Double(word.last == "%" ? word.dropLast() : word)
    else { return nil }
    return (label, value)
  }
}
