// SPDX-License-Identifier: Apache-2.0
import RafterImporters

/// The sizes in the keys and tensors of a GGUF file.
struct GGUFSizes {
  private let prefix: String
  private let numbers: [String: [Int]]
  private let tensors: [StoredTensor]

  init(_ list: ParameterList, architecture: String) {
    prefix = architecture + "."
    var numbers: [String: [Int]] = [:]
    for fact in list.facts where !fact.integers.isEmpty { numbers[fact.key] = fact.integers }
    self.numbers = numbers
    tensors = list.tensors
  }

  /// The number of a key without its architecture: `block_count`; of a list the largest.
  subscript(_ key: String) -> Int? { numbers[prefix + key]?.max() }

  /// Keys that state unlike numbers for the layers.
  var uneven: [String] {
    numbers.filter { $0.key.hasPrefix(prefix) && Set($0.value).count > 1 }.keys.sorted()
  }

  /// Whether a tensor has a word in its name.
  func hasTensor(_ word: String) -> Bool { tensors.contains { $0.name.contains(word) } }

  /// The rows of a tensor.
  func rows(_ name: String) -> Int? { tensors.first { $0.name == name }?.shape.first }
}
