// SPDX-License-Identifier: Apache-2.0

/// Paths as texts: their folder, their name, their ending.
enum FilePath {
  /// A file in the same folder as another.
  static func beside(_ path: String, _ name: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return name }
    return String(path[...slash]) + name
  }

  /// The last part of a path.
  static func name(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The number of a shard and how many there are, told by a name such as `model-00002-of-00004.gguf`.
  static func shard(of name: String, ending: String) -> (stem: String, number: Int, count: Int)? {
    guard name.hasSuffix(ending) else { return nil }
    let body = name.dropLast(ending.count)
    let parts = body.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[parts.count - 2] == "of",
      let count = number(parts[parts.count - 1]), let number = number(parts[parts.count - 3]),
      1...count ~= number
    else { return nil }
    return (parts.dropLast(3).joined(separator: "-"), number, count)
  }

  /// The name of a shard.
  static func shardName(_ stem: String, _ number: Int, of count: Int, ending: String) -> String {
    "\(stem)-\(padded(number))-of-\(padded(count))\(ending)"
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.count == 5, text.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(text),
      value > 0
    else { return nil }
    return value
  }

  private static func padded(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 5 - text.count)) + text
  }
}
