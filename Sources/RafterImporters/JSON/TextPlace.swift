// SPDX-License-Identifier: Apache-2.0
package import RafterDiagnostics

/// Turns bytes of a text into lines and columns, for messages.
package enum TextPlace {
  /// Line and column of a byte, both from 1; columns count Unicode scalars.
  package static func location(
    of offset: Int, in bytes: UnsafeRawBufferPointer, file: String, length: Int = 1
  ) -> SourceLocation {
    var line = 1
    var column = 1
    for byte in bytes.prefix(max(0, offset)) {
      if byte == 0x0a {
        line += 1
        column = 1
      } else if byte & 0xc0 != 0x80 {
        column += 1
      }
    }
    return SourceLocation(
      file: file, position: .text(line: line, column: column, length: max(1, length)))
  }
}
