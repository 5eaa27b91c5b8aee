// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// AccelForge's expressions over tensors: `input | output`, `~MainMemory.tensors`, `All - weight & Above`.
struct TensorSets {
  /// What each memory keeps, by name.
  var memories: [String: Set<Operand>] = [:]

  private static let all = Set(Operand.allCases)

  /// The tensors that an expression names; nil where it says something else.
  func operands(_ text: String) -> Set<Operand>? {
    var words = Self.words(text)[...]
    guard let value = union(&words, depth: 0), words.isEmpty else { return nil }
    return value
  }

  private static func words(_ text: String) -> [Substring] {
    var words: [Substring] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == " " {
        rest = rest.dropFirst()
      } else if "~&|()-".contains(first) {
        words.append(rest.prefix(1))
        rest = rest.dropFirst()
      } else {
        let word = rest.prefix { !" ~&|()-".contains($0) }
        words.append(word)
        rest = rest[word.endIndex...]
      }
    }
    return words
  }

  private func union(_ words: inout ArraySlice<Substring>, depth: Int) -> Set<Operand>? {
    guard var value = intersection(&words, depth: depth) else { return nil }
    while words.first == "|" {
      words.removeFirst()
      guard let other = intersection(&words, depth: depth) else { return nil }
      value.formUnion(other)
    }
    return value
  }

  private func intersection(_ words: inout ArraySlice<Substring>, depth: Int) -> Set<Operand>? {
    guard var value = difference(&words, depth: depth) else { return nil }
    while words.first == "&" {
      words.removeFirst()
      guard let other = difference(&words, depth: depth) else { return nil }
      value.formIntersection(other)
    }
    return value
  }

  /// Binds tighter than `&`, as in Python.
  private func difference(_ words: inout ArraySlice<Substring>, depth: Int) -> Set<Operand>? {
    guard var value = atom(&words, depth: depth) else { return nil }
    while words.first == "-" {
      words.removeFirst()
      guard let other = atom(&words, depth: depth) else { return nil }
      value.subtract(other)
    }
    return value
  }

  private func atom(_ words: inout ArraySlice<Substring>, depth: Int) -> Set<Operand>? {
    guard depth < 32, let word = words.popFirst() else { return nil }
    switch word {
    case "~": return atom(&words, depth: depth + 1).map { Self.all.subtracting($0) }
    case "(":
      let value = union(&words, depth: depth + 1)
      return words.popFirst() == ")" ? value : nil
    default: return named(word)
    }
  }

  private func named(_ word: Substring) -> Set<Operand>? {
    switch word.lowercased() {
    case "all": return Self.all
    // Between layers there is nothing, where a layer is mapped on its own.
    case "nothing", "intermediates": return []
    case "input", "inputs": return [.inputs]
    case "weight", "weights": return [.weights]
    case "output", "outputs": return [.outputs]
    case "above": return memories.values.reduce(into: []) { $0.formUnion($1) }
    default:
      let name = word.hasSuffix(".tensors") ? word.dropLast(8) : word
      return memories[String(name)]
    }
  }
}
