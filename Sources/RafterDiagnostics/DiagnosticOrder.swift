// SPDX-License-Identifier: Apache-2.0

extension DiagnosticList {
  /// The same diagnostics in the order of their place: files in the order they first occur, then the
  /// whole file, lines and columns, bytes, nodes; those without a place last, equals as they came.
  public func sorted() -> DiagnosticList {
    var files: [String: Int] = [:]
    for diagnostic in diagnostics {
      guard let file = diagnostic.location?.file, files[file] == nil else { continue }
      files[file] = files.count
    }
    let keyed = diagnostics.enumerated().map { index, diagnostic in
      (Self.key(of: diagnostic, files: files) + [index], diagnostic)
    }
    let inOrder = keyed.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    return DiagnosticList(inOrder.map(\.1))
  }

  private static func key(of diagnostic: Diagnostic, files: [String: Int]) -> [Int] {
    guard let location = diagnostic.location else { return [Int.max, 0, 0, 0] }
    let file = files[location.file] ?? Int.max
    switch location.position {
    case .whole: return [file, 0, 0, 0]
    case .text(let line, let column, _): return [file, 1, line, column]
    case .byte(let offset): return [file, 2, offset, 0]
    case .node(_, let index): return [file, 3, index, 0]
    }
  }
}
