// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A node as rules see it: its attributes, and what is known of its inputs.
struct NodeView: Sendable {
  var `operator`: String
  var domain: String
  var opset: Int
  var attributes: [String: ONNXAttribute]
  /// Nil for an input left out.
  var inputs: [TensorInfo?]
  /// Names; the empty text is an output left out.
  var outputs: [String]
  /// The numbers of the attribute `value`, where it is a small tensor; decoded by the walk, which has the file.
  var attributeValue: Numbers?

  /// Whether an input is given.
  func has(_ index: Int) -> Bool { index < inputs.count && inputs[index] != nil }

  /// Whether an output is asked for.
  func makes(_ index: Int) -> Bool { index < outputs.count && !outputs[index].isEmpty }

  /// An input that must be there.
  func input(_ index: Int) throws(RuleFailure) -> TensorInfo {
    guard index < inputs.count, let input = inputs[index] else {
      throw .invalid("\(`operator`) needs input \(index), which is left out")
    }
    return input
  }

  /// The sides of an input that must be there.
  func shape(_ index: Int) throws(RuleFailure) -> [Int] {
    guard let shape = try input(index).shape else { throw .unknownInput }
    return shape
  }

  /// The sides of an input that must have `rank` or more of them.
  func shape(_ index: Int, atLeast rank: Int) throws(RuleFailure) -> [Int] {
    let sides = try shape(index)
    guard sides.count >= rank else {
      throw .invalid(
        "input \(index) of \(`operator`) is \(sides.asShape); it needs at least \(rank) axes")
    }
    return sides
  }

  /// The sides of an input, nil if it is left out or unknown.
  func knownShape(_ index: Int) -> [Int]? { index < inputs.count ? inputs[index]?.shape : nil }

  /// How an element of an input is stored.
  func format(_ index: Int) -> NumberFormat? {
    index < inputs.count ? inputs[index]?.format : nil
  }

  /// The numbers of an input, if it is given and they are known.
  func numbers(_ index: Int) -> Numbers? { index < inputs.count ? inputs[index]?.value : nil }

  /// The integers of an input that decides on a shape.
  ///
  /// - Throws: ``RuleFailure/dataDependent(_:)`` if they are only known in the run.
  func integers(_ index: Int) throws(RuleFailure) -> [Int] {
    let given = try input(index)
    guard let whole = given.value?.integers else {
      throw .dataDependent(
        "input '\(given.name)' decides on the shape and is known only in the run")
    }
    return whole
  }

  /// The numbers of an input that decides on a shape.
  func doubles(_ index: Int) throws(RuleFailure) -> [Double] {
    let given = try input(index)
    guard let value = given.value else {
      throw .dataDependent(
        "input '\(given.name)' decides on the shape and is known only in the run")
    }
    return value.doubles
  }
}

extension NodeView {
  /// An integer attribute.
  func int(_ name: String) -> Int? {
    if case .int(let value)? = attributes[name] { return value }
    return nil
  }

  /// An integer attribute with its default.
  func int(_ name: String, default fallback: Int) -> Int { int(name) ?? fallback }

  /// An integer attribute that counts something: 1 or more, and not absurd.
  func count(_ name: String) throws(RuleFailure) -> Int {
    guard let value = int(name) else { throw .invalid("attribute '\(name)' is missing") }
    guard 1...Int(Int32.max) ~= value else { throw .invalid("attribute '\(name)' is \(value)") }
    return value
  }

  /// A list of integers.
  func ints(_ name: String) -> [Int]? {
    if case .ints(let value)? = attributes[name] { return value }
    return nil
  }

  /// A number.
  func float(_ name: String, default fallback: Double) -> Double {
    switch attributes[name] {
    case .float(let value)?: value
    case .int(let value)?: Double(value)
    default: fallback
    }
  }

  /// A list of numbers.
  func floats(_ name: String) -> [Double]? {
    if case .floats(let value)? = attributes[name] { return value }
    return nil
  }

  /// A text.
  func string(_ name: String, default fallback: String) -> String {
    if case .string(let value)? = attributes[name] { return value }
    return fallback
  }

  /// A list of texts.
  func strings(_ name: String) -> [String]? {
    if case .strings(let value)? = attributes[name] { return value }
    return nil
  }

  /// The format named by an attribute that holds the number of a data type.
  func formatAttribute(_ name: String, default fallback: NumberFormat?) throws(RuleFailure)
    -> NumberFormat?
  {
    guard let number = int(name), number != 0 else { return fallback }
    guard let format = NumberFormat(onnxDataType: number) else {
      throw .invalid("attribute '\(name)' is \(number), which is no data type")
    }
    return format
  }

  /// An axis counted from the front: `-1` is the last of `rank`.
  ///
  /// - Parameter upTo: 1 where the axis may lie behind the last (Unsqueeze, Flatten).
  func axis(_ axis: Int, rank: Int, past upTo: Int = 0) throws(RuleFailure) -> Int {
    let front = axis < 0 ? axis &+ rank &+ upTo : axis
    guard front >= 0, front < rank + upTo else {
      throw .invalid("axis \(axis) is outside a tensor of \(rank) axes")
    }
    return front
  }

  /// Axes counted from the front, each once.
  func axes(_ axes: [Int], rank: Int) throws(RuleFailure) -> [Int] {
    var out: [Int] = []
    var seen = [Bool](repeating: false, count: rank)
    for given in axes {
      let front = try axis(given, rank: rank)
      guard !seen[front] else { throw .invalid("axis \(given) is named twice") }
      seen[front] = true
      out.append(front)
    }
    return out
  }

  /// Axes that newer versions of an operator take as an input and older ones as an attribute; nil if absent.
  func axesInput(_ index: Int, since version: Int, attribute: String = "axes")
    throws(RuleFailure) -> [Int]?
  {
    if opset < version { return ints(attribute) }
    return has(index) ? try integers(index) : nil
  }
}
