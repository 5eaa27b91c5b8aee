// SPDX-License-Identifier: Apache-2.0

/// A place in an input: a line and column of a text, a byte of a binary, or a node of a graph.
public struct SourceLocation: Sendable, Hashable {
  /// Where in the file.
  public enum Position: Sendable, Hashable {
    /// The file as a whole.
    case whole
    /// A stretch of text; line and column count from 1.
    case text(line: Int, column: Int, length: Int)
    /// A byte of a binary file, from 0.
    case byte(Int)
    /// A node of a graph, by name and index in the file.
    case node(name: String, index: Int)
  }

  /// The path as the user gave it, or the name of something built in.
  public var file: String
  /// Where in the file.
  public var position: Position

  /// Creates a place in a file.
  public init(file: String, position: Position = .whole) {
    self.file = file
    self.position = position
  }

  /// `npu.yaml:5:5`, `model.onnx: byte 4096`, `model.onnx: node 'Conv_12' (#12)`.
  public var text: String {
    switch position {
    case .whole: file
    case .text(let line, let column, _): "\(file):\(line):\(column)"
    case .byte(let offset): "\(file): byte \(offset)"
    case .node(let name, let index): "\(file): node '\(name)' (#\(index))"
    }
  }
}
