// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a file: mapped, never copied as a whole, or given in memory.
///
/// A mapped file takes memory only for the pages that are looked at. A file that another program shortens while it
/// is mapped ends this one with a bus error: no reader of mapped files can prevent that.
public final class FileBytes: Sendable {
  private enum Owner: Sendable { case heap, mapping }

  // A pointer is not Sendable; its bits are, and nobody writes behind them.
  private let address: UInt
  private let owner: Owner

  /// How many bytes there are.
  public let count: Int

  /// Bytes in memory; they are copied.
  public init(_ bytes: [UInt8]) {
    count = bytes.count
    owner = .heap
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
    copy.copyBytes(from: bytes)
    address = copy.baseAddress.map { UInt(bitPattern: $0) } ?? 0
  }

  /// Maps a file for reading.
  ///
  /// What is not a regular file (a pipe) is read to its end.
  ///
  /// - Throws: `file.cannot-open` with the system's reason, or `file.is-a-directory`.
  public convenience init(path: String) throws(DiagnosticList) {
    let file = try OpenFile.open(path: path)
    switch file.kind {
    case .directory:
      throw DiagnosticList(.isDirectory(path))
    case .stream:
      self.init(try file.readAll())
    case .regular(let size) where size == 0:
      self.init([])
    case .regular(let size):
      self.init(mapping: try file.map(size: size), count: size)
    }
  }

  /// Reads standard input to its end.
  ///
  /// - Throws: `file.cannot-read` with the system's reason.
  public static func standardInput() throws(DiagnosticList) -> FileBytes {
    FileBytes(try OpenFile.standardInput().readAll())
  }

  private init(mapping: UInt, count: Int) {
    address = mapping
    self.count = count
    owner = .mapping
  }

  deinit {
    let start = UnsafeMutableRawPointer(bitPattern: address)
    switch owner {
    case .heap: start?.deallocate()
    case .mapping: munmap(start, count)
    }
  }

  /// Looks at the bytes.
  public func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(pointer.bytes)
  }

  /// Looks at the bytes through a pointer that is valid during the call only.
  package func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(pointer)
  }

  /// A copy of a part; it must lie within the bytes.
  public func copy(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the file")
    return withUnsafeBytes { Array($0[range]) }
  }

  private var pointer: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count)
  }
}
