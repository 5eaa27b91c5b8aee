// SPDX-License-Identifier: Apache-2.0

/// Which way data go at a memory, seen from that memory.
public enum ZigZagDirection: Int, Sendable, Hashable, CaseIterable {
  case readToLower, writeFromLower, readToHigher, writeFromHigher

  /// The word of a case file's ports.
  public var code: String {
    switch self {
    case .readToLower: "tl"
    case .writeFromLower: "fl"
    case .readToHigher: "th"
    case .writeFromHigher: "fh"
    }
  }

  /// The word of a case file's access order.
  public var word: String {
    switch self {
    case .readToLower: "read_to_lower"
    case .writeFromLower: "write_from_lower"
    case .readToHigher: "read_to_higher"
    case .writeFromHigher: "write_from_higher"
    }
  }

  /// Whether the link goes to the memory below; the others go to the one above.
  var isLow: Bool { self == .readToLower || self == .writeFromLower }

  /// Whether the memory is read.
  var isRead: Bool { self == .readToLower || self == .readToHigher }
}
