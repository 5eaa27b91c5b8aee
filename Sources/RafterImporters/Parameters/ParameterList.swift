// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// The weights of a model, as its files list them: no graph, and no number of any tensor.
public struct ParameterList: Sendable, Hashable {
  /// The kind of file.
  public enum Container: String, Sendable, Hashable {
    case gguf, safetensors
  }

  /// A fact that the file states about the model.
  public struct Fact: Sendable, Hashable {
    /// Its key in the file: `llama.block_count`.
    public var key: String
    /// Its value, as text.
    public var value: String
    /// Its numbers where it is whole: one, or one for each layer; empty for anything else.
    public var integers: [Int]

    /// Creates a fact.
    public init(_ key: String, _ value: String, integers: [Int] = []) {
      self.key = key
      self.value = value
      self.integers = integers
    }
  }

  /// What the model is called.
  public var name: String
  /// The path that was given.
  public var source: String
  /// The kind of file.
  public var container: Container
  /// The files, shard by shard.
  public var files: [String]
  /// Bytes of all files.
  public var fileBytes: Int
  /// The architecture that the file names, or a config beside it: `llama`.
  public var architecture: String?
  /// What the file states, in its order: sizes, not the tokenizer.
  public var facts: [Fact]
  /// The tensors, in the order of the files.
  public var tensors: [StoredTensor]
  /// Warnings and notes.
  public var diagnostics: [Diagnostic]

  /// Creates a list.
  public init(
    name: String, source: String, container: Container, files: [String], fileBytes: Int,
    architecture: String? = nil, facts: [Fact] = [], tensors: [StoredTensor] = [],
    diagnostics: [Diagnostic] = []
  ) {
    self.name = name
    self.source = source
    self.container = container
    self.files = files
    self.fileBytes = fileBytes
    self.architecture = architecture
    self.facts = facts
    self.tensors = tensors
    self.diagnostics = diagnostics
  }

  /// Elements of all tensors.
  public var elements: Int { tensors.reduce(0) { $0 &+ $1.elements } }

  /// Bytes of all tensors.
  public var bytes: Int { tensors.reduce(0) { $0 &+ $1.bytes } }

  /// How many layers the names of the tensors count.
  public var layers: Int { (tensors.compactMap { TensorPart.layer(of: $0.name) }.max() ?? -1) + 1 }
}

/// Tensors that are alike in one respect, added up.
public struct ParameterGroup: Sendable, Hashable {
  /// What they have in common.
  public var name: String
  /// How many tensors there are.
  public var tensors = 0
  /// Their elements.
  public var elements = 0
  /// Their bytes.
  public var bytes = 0
  /// The formats they are stored in, the one with most bytes first.
  public var formats: [String] = []

  /// Bits for each element; nil where there is none.
  public var bitsPerElement: BitCount? {
    elements > 0 ? BitCount(8 * Double(bytes) / Double(elements)) : nil
  }
}

extension ParameterList {
  /// The parts of the network that have weights, in the order of ``TensorPart``.
  public var byPart: [ParameterGroup] {
    TensorPart.allCases.compactMap { part in
      let group = Self.sum(part.rawValue, tensors.filter { $0.part == part })
      return group.tensors > 0 ? group : nil
    }
  }

  /// The formats, the one with most bytes first.
  public var byFormat: [ParameterGroup] {
    var names: [String] = []
    var members: [String: [StoredTensor]] = [:]
    for tensor in tensors {
      if members[tensor.format.name] == nil { names.append(tensor.format.name) }
      members[tensor.format.name, default: []].append(tensor)
    }
    return names.map { Self.sum($0, members[$0] ?? []) }.sorted {
      ($1.bytes, $0.name) < ($0.bytes, $1.name)
    }
  }

  private static func sum(_ name: String, _ tensors: [StoredTensor]) -> ParameterGroup {
    var group = ParameterGroup(name: name)
    var bytes: [String: Int] = [:]
    for tensor in tensors {
      group.tensors += 1
      group.elements &+= tensor.elements
      group.bytes &+= tensor.bytes
      bytes[tensor.format.name, default: 0] &+= tensor.bytes
    }
    group.formats = bytes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    return group
  }
}
