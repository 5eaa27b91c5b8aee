// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file while it is open for reading.
struct OpenFile: ~Copyable {
  /// What the system says it is.
  enum Kind {
    case regular(size: Int)
    case directory
    /// A pipe, a terminal, a device: its size is known at its end only.
    case stream
  }

  let path: String
  let kind: Kind
  private let descriptor: Int32
  private let closes: Closing

  private enum Closing { case atEnd, never }

  /// The largest stream that is taken into memory.
  static let streamLimit = 1 << 31

  /// Opens a file for reading.
  static func open(path: String) throws(DiagnosticList) -> OpenFile {
    let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw DiagnosticList(.cannotOpen(path, reason: String(cString: strerror(errno))))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw DiagnosticList(.cannotOpen(path, reason: reason))
    }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFDIR: .directory
      case S_IFREG: .regular(size: Int(status.st_size))
      default: .stream
      }
    return OpenFile(path: path, kind: kind, descriptor: descriptor, closes: .atEnd)
  }

  /// How many bytes a regular file has, found without opening it; nil where there is none.
  static func size(path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  private init(path: String, kind: Kind, descriptor: Int32, closes: Closing) {
    self.path = path
    self.kind = kind
    self.descriptor = descriptor
    self.closes = closes
  }

  /// Standard input, which is left open.
  static func standardInput() -> OpenFile {
    OpenFile(
      path: "standard input", kind: .stream, descriptor: STDIN_FILENO, closes: .never)
  }

  deinit {
    if closes == .atEnd { close(descriptor) }
  }

  /// Maps the file for reading and returns the address of its first byte.
  func map(size: Int) throws(DiagnosticList) -> UInt {
    let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let start, start != MAP_FAILED else {
      throw DiagnosticList(.cannotRead(path, reason: String(cString: strerror(errno))))
    }
    return UInt(bitPattern: start)
  }

  /// Reads to the end.
  func readAll() throws(DiagnosticList) -> [UInt8] {
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = read(descriptor, &chunk, chunk.count)
      if got == 0 { return content }
      if got < 0 {
        if errno == EINTR { continue }
        throw DiagnosticList(.cannotRead(path, reason: String(cString: strerror(errno))))
      }
      content.append(contentsOf: chunk[..<got])
      guard content.count <= Self.streamLimit else {
        throw DiagnosticList(.streamTooLong(path, limit: Self.streamLimit))
      }
    }
  }
}

/// The system's `open`, which a member of the same name would hide.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
