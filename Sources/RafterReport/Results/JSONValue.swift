// SPDX-License-Identifier: Apache-2.0

/// A JSON document; objects are written with sorted keys, so that the same result has the same bytes.
public indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// A number, or null.
  public init(_ value: Double?) { self = value.map { .double($0) } ?? .null }
}
