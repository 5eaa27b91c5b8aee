// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
import RafterHardware

/// Shows where a number comes from: a tree in text, or the same tree as JSON.
public enum TreeText {
  /// The tree in a format.
  public static func render(_ root: ExplanationNode, as format: ReportFormat) -> String {
    switch format {
    case .table: lines(root).joined(separator: "\n") + "\n"
    case .json:
      JSONValue.object(["schema": .string("rafter/explain/1"), "quantity": json(root)]).text
    case .csv: csv(root)
    case .markdown: markdown(root, depth: 0).joined(separator: "\n") + "\n"
    }
  }

  /// The tree as JSON.
  public static func json(_ node: ExplanationNode) -> JSONValue {
    .object([
      "label": .string(node.label),
      "value": .string(node.value),
      "equation": node.equation.map { .string($0) } ?? .null,
      "origin": node.origin.map { .string($0) } ?? .null,
      "confidence": node.confidence.map { .string($0.rawValue) } ?? .null,
      "children": .array(node.children.map(json)),
    ])
  }

  private static func lines(_ root: ExplanationNode) -> [String] {
    var lines: [String] = []
    func add(_ node: ExplanationNode, first: String, rest: String) {
      let below = rest + (node.children.isEmpty ? "  " : "│ ")
      var parts = [node.value.isEmpty ? node.label : "\(node.label) = \(node.value)"]
      if let equation = node.equation { parts.append("= \(equation)") }
      if let origin = origin(node) { parts.append(origin) }
      for (i, part) in parts.enumerated() {
        let head = i == 0 ? first : below
        // Deep trees keep some room for words.
        let room = max(24, Page.columns - DisplayWidth.of(head))
        for (j, line) in PlainText.wrap(part, columns: room, indent: "  ").enumerated() {
          lines.append((j == 0 ? head : below) + line)
        }
      }
      for (i, child) in node.children.enumerated() {
        let last = i == node.children.count - 1
        add(
          child, first: rest + (last ? "└─ " : "├─ "), rest: rest + (last ? "   " : "│  "))
      }
    }
    add(root, first: "", rest: "")
    return lines
  }

  private static func origin(_ node: ExplanationNode) -> String? {
    let parts = [node.origin, node.confidence?.rawValue].compactMap { $0 }
    return parts.isEmpty ? nil : "[" + parts.joined(separator: ", ") + "]"
  }

  private static func markdown(_ node: ExplanationNode, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    let parts = [
      "**\(Markdown.escape(node.label))** = \(Markdown.escape(node.value))",
      node.equation.map { "= \(Markdown.escape($0))" }, origin(node).map { Markdown.escape($0) },
    ]
    return [indent + "- " + parts.compactMap { $0 }.joined(separator: " ")]
      + node.children.flatMap { markdown($0, depth: depth + 1) }
  }

  private static func csv(_ root: ExplanationNode) -> String {
    var csv = CSVText(head: ["depth", "label", "value", "equation", "origin", "confidence"])
    func add(_ node: ExplanationNode, _ depth: Int) {
      csv.append([
        "\(depth)", node.label, node.value, node.equation ?? "", node.origin ?? "",
        node.confidence?.rawValue ?? "",
      ])
      node.children.forEach { add($0, depth + 1) }
    }
    add(root, 0)
    return csv.text
  }
}
