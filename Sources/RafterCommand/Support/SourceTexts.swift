// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// The texts that diagnostics point into, so that the line can be shown.
enum SourceTexts {
  static func of(_ diagnostics: [Diagnostic]) -> [String: String] {
    var texts: [String: String] = [:]
    for diagnostic in diagnostics {
      guard let location = diagnostic.location, case .text = location.position,
        texts[location.file] == nil
      else { continue }
      texts[location.file] = try? String(contentsOfFile: location.file, encoding: .utf8)
    }
    return texts
  }
}
