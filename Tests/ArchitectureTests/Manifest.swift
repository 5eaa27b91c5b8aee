// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The targets of Package.swift, read from its text: asking the package manager would wait for the
/// lock that the test run itself holds.
enum Manifest {
  /// Library and executable targets with their dependencies, products by their name.
  static func dependencies() throws -> [String: Set<String>] {
    let text = try Repository.text("Package.swift")
      .split(separator: "\n").map { $0.replacing(/\/\/.*$/, with: "") }.joined(separator: "\n")
    guard let start = text.range(of: "targets: [\n", options: .backwards)?.upperBound else {
      return [:]
    }
    var found: [String: Set<String>] = [:]
    for call in calls(in: text[start...]) {
      guard let name = call.firstMatch(of: /^\s*(?:name:\s*)?"(\w+)"/)?.1 else { continue }
      var rest = call
      // A product is named once, not again by its package.
      rest.replace(/package:\s*"[^"]*"/, with: "")
      guard let list = rest.firstMatch(of: /\[(?s:.*)\]/)?.0 else {
        found[String(name)] = []
        continue
      }
      // `exclude:` lists folders; only what follows `dependencies:` or stands alone is a dependency.
      if call.contains("exclude:"), !call.contains("dependencies:") {
        found[String(name)] = []
        continue
      }
      found[String(name)] = Set(list.matches(of: /"([\w]+)"/).map { String($0.1) })
    }
    return found
  }

  /// The arguments of every `module(...)`, `.target(...)` and `.executableTarget(...)`.
  private static func calls(in text: Substring) -> [String] {
    text.matches(of: /(?:\bmodule|\.target|\.executableTarget)\(/).map { match in
      var depth = 1
      let arguments = text[match.range.upperBound...].prefix { character in
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        return depth > 0
      }
      return String(arguments)
    }.filter { !$0.contains("path: \"Tests") }
  }
}
