// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

extension Sequence<Diagnostic> {
  /// The diagnostics by line and column; those of the file as a whole come first, equals keep their order.
  public func inOrderOfPlace() -> [Diagnostic] {
    enumerated().sorted { a, b in
      (a.element.location?.order ?? (0, 0), a.offset)
        < (b.element.location?.order ?? (0, 0), b.offset)
    }
    .map(\.element)
  }
}

extension SourceLocation {
  fileprivate var order: (Int, Int) {
    switch position {
    case .whole: (0, 0)
    case .text(let line, let column, _): (line, column)
    case .byte(let offset): (offset, 0)
    case .node(_, let index): (index, 0)
    }
  }
}

private func < (a: ((Int, Int), Int), b: ((Int, Int), Int)) -> Bool {
  a.0 == b.0 ? a.1 < b.1 : a.0 < b.0
}
