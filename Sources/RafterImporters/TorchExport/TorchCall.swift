// SPDX-License-Identifier: Apache-2.0

/// A call as the table of operators sees it: its arguments by name.
struct TorchCall {
  /// The operator without namespace and overload: `conv2d`, `add`.
  var base: String
  var arguments: [JSONTree.Entry]
  /// Shapes of the tensors among the arguments, by name.
  var shapes: [String: [Int]]

  /// `conv2d` of `aten.conv2d.default`; the underscore of calls that write in place is dropped.
  static func base(of target: String) -> String {
    let parts = target.split(separator: ".")
    var name = parts.count > 1 ? String(parts[1]) : target
    if name.hasSuffix("_"), !name.hasPrefix("__") { name.removeLast() }
    return name
  }

  subscript(_ name: String) -> JSONTree? { arguments.first { $0.key == name }?.value }

  /// A whole number, or nil.
  func int(_ name: String) -> Int? {
    guard let value = self[name] else { return nil }
    if let flag = value.bool { return flag ? 1 : 0 }
    return value.integer
  }

  /// Whole numbers; one stands for `count` of them.
  func ints(_ name: String, count: Int, otherwise: Int) -> [Int] {
    if let list = self[name]?.integers, !list.isEmpty {
      return list.count == count ? list : [Int](repeating: list[0], count: count)
    }
    return [Int](repeating: int(name) ?? otherwise, count: count)
  }

  /// The names of the tensors of an argument: one, or those of a list.
  func tensors(_ name: String) -> [String] {
    guard let value = self[name] else { return [] }
    if let one = value["tensor"]?.string { return [one] }
    return value.elements?.compactMap { $0["tensor"]?.string } ?? []
  }
}
