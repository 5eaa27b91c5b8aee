// SPDX-License-Identifier: Apache-2.0

/// Text that a shell takes as one word, for command lines that are to be pasted.
enum ShellWord {
  /// The text as it is where every character is plain, else in single quotes.
  static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy { scalar in
      scalar.value > 0x7f ? scalar.properties.isAlphabetic : isPlain(scalar)
    }
    guard !plain || text.isEmpty else { return text }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", ":", "=", ",", "@", "%", "+": true
    default: false
    }
  }
}
