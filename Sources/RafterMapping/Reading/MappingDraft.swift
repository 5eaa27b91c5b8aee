// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterWorkload

/// A mapping file as it was read: its names have not been looked up in a layer or a machine yet.
public struct MappingDraft: Sendable, Hashable {
  /// A whole number and where it stands.
  struct Count: Sendable, Hashable {
    var number: Int
    var location: SourceLocation
  }

  /// An operand and where it is named.
  struct Stored: Sendable, Hashable {
    var operand: Operand
    var location: SourceLocation
  }

  /// What the file says a dimension's bound is.
  struct Bound: Sendable, Hashable {
    var name: String
    var nameLocation: SourceLocation
    var count: Count?
  }

  /// A node of the loop nest.
  enum Node: Sendable, Hashable {
    case store(memory: LocatedWord, operands: [Stored])
    case bypass(memory: LocatedWord, operands: [Stored])
    case loop(dimension: LocatedWord, tile: Count)
    case unroll(dimension: LocatedWord, factor: Count?, tile: Count?, side: LocatedWord)
  }

  /// The mapping of one product of a layer.
  struct Product: Sendable, Hashable {
    /// Which product; empty for the only one.
    var label: String
    /// Where it begins.
    var location: SourceLocation
    /// Bounds to be checked against the layer's.
    var bounds: [Bound]
    /// Outermost first; those with errors of their own are left out.
    var nodes: [Node]
    /// Whether some were.
    var isWhole: Bool
  }

  /// The path or name it was read from.
  public var file: String
  var products: [Product]
  /// What is wrong with the file, whatever layer it is for.
  var diagnostics: [Diagnostic]

  /// Whether it can be of no use to any layer.
  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
