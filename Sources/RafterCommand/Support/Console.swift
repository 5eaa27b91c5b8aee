// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output and standard error, without buffering between us and the reader.
enum Console {
  /// Writes data to standard output; a reader that has gone away ends the command quietly.
  static func print(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: 1) }

  /// Writes a message to standard error.
  static func note(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: 2) }

  /// Whether standard error is a terminal, so that progress may be drawn on it.
  static var errorIsTerminal: Bool { isatty(2) == 1 }

  /// Rewrites the last line of the terminal.
  static func overwrite(_ text: String) { write("\r\u{1B}[K" + text, to: 2) }

  /// Makes a reader that has gone away an error of the write, not a signal.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        // EPIPE and a full disk alike: nobody is left to tell.
        exit(errno == EPIPE ? 0 : 1)
      }
      bytes = bytes.dropFirst(written)
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int)
    -> Int
  {
    #if canImport(Glibc)
      Glibc.write(descriptor, base, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, base, count)
    #else
      Darwin.write(descriptor, base, count)
    #endif
  }
}
