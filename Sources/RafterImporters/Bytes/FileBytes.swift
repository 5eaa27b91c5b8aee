// SPDX-License-Identifier: Apache-2.0

/// The bytes of a file: mapped, never copied as a whole, or given in memory.
public final class FileBytes: Sendable {
  private let content: [UInt8]

  /// Bytes in memory.
  public init(_ bytes: [UInt8]) { content = bytes }

  /// How many bytes there are.
  public var count: Int { content.count }
}
