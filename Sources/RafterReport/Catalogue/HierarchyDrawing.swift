// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
import RafterWorkload

/// The path of a machine as boxes, from the outermost memory to the arithmetic, with the arrays between them.
public struct HierarchyDrawing {
  private let machine: Accelerator

  /// Columns of a box.
  private static let width = 92

  /// Creates a drawing.
  public init(_ machine: Accelerator) { self.machine = machine }

  /// The drawing, a line each, at most 92 columns wide.
  public var text: String {
    var lines: [String] = []
    if let links = machine.links { lines += box(LevelWords.links(links)) + connector([]) }
    let path = machine.statedPath
    for (index, element) in path.enumerated() {
      switch element {
      case .memory(let memory):
        lines += box(LevelWords.memory(memory, instances: machine.instances(at: index)))
      case .array(let array): lines += connector(LevelWords.array(array))
      case .compute(let unit):
        lines += box(LevelWords.compute(unit, machine))
      }
      if index + 1 < path.count, !isArray(element), !isArray(path[index + 1]) {
        lines += connector([])
      }
    }
    if let vector = machine.vector { lines += [""] + box(LevelWords.vector(vector)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func isArray(_ element: PathElement) -> Bool {
    if case .array = element { true } else { false }
  }

  /// A box around a title with what stands at its right, and lines below.
  private func box(_ content: LevelWords.Content) -> [String] {
    let inner = Self.width - 4
    let rule = "+" + String(repeating: "-", count: Self.width - 2) + "+"
    var body = [aligned(content.title, content.count, inner)]
    for line in content.lines {
      let wrapped = PlainText.wrap(line, columns: inner - 2)
      body += wrapped.enumerated().map { $0 == 0 ? "  " + $1 : "    " + $1 }
        .map { PlainText.endEllipsis($0, columns: inner) }
    }
    return [rule] + body.map { "| \(padded($0, inner)) |" } + [rule]
  }

  /// The wires between two boxes, with what an array does to what passes.
  private func connector(_ lines: [String]) -> [String] {
    guard !lines.isEmpty else { return ["    |"] }
    let wrapped = lines.flatMap { PlainText.wrap($0, columns: Self.width - 8) }
    return ["    |"] + wrapped.enumerated().map { $0 == 0 ? "  --+-- " + $1 : "    |   " + $1 } + [
      "    v"
    ]
  }

  private func aligned(_ left: String, _ right: String, _ width: Int) -> String {
    let room = width - DisplayWidth.of(right) - 1
    let title = PlainText.endEllipsis(PlainText.oneLine(left), columns: room)
    return padded(title, room + 1) + right
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
  }
}
