// SPDX-License-Identifier: Apache-2.0

/// The command line that repeats a row of `rafter advise` as an analysis of its own.
struct ReproducingCommand {
  /// What was typed after `rafter`.
  var arguments: [String]

  /// Options of advise that analyze does not have, and whether a value follows.
  private static let dropped = [
    "--lever": true, "--emit": true, "--plot": true, "--theme": true, "--output": true,
    "--format": true, "--detail": true, "--bundle-limit": true,
    "--ranking": false, "--bundles": false, "--iso-area": false, "--sensitivities": false,
    "--quiet": false,
  ]

  /// Options that a written machine has been through, and whether a value follows.
  private static let held = ["--at-voltage": true, "--at-clock": true]

  /// The line with other values of some options, `--on` among them; the changed ones come last, flags without a value.
  func line(_ changes: [(option: String, value: String?)]) -> String {
    var words = ["rafter", "analyze"]
    var rest = arguments.drop { $0 != "advise" }.dropFirst()
    var left = Self.dropped
    if changes.contains(where: { $0.option == "--on" }) { left.merge(Self.held) { $1 } }
    while let word = rest.popFirst() {
      let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
      let isWhole = word.contains("=") && word.hasPrefix("--")
      if let takesValue = left[name] {
        if takesValue, !isWhole { rest = rest.dropFirst() }
        continue
      }
      if changes.contains(where: { $0.option == name }) {
        if !isWhole, changes.contains(where: { $0.option == name && $0.value != nil }) {
          rest = rest.dropFirst()
        }
        continue
      }
      words.append(word)
    }
    for change in changes { words += [change.option] + [change.value].compactMap(\.self) }
    return words.map(Self.quoted).joined(separator: " ")
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,[]+".contains($0))
    }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
