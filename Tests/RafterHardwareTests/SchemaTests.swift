// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import Testing

struct SchemaTests {
  static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "schema/accelerator-1.schema.json")

  // To renew the file: RECORD_GOLDEN=1 swift test --filter SchemaTests
  @Test func `the schema file is the one that the reader's keys make`() throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try AcceleratorSchema.json().write(to: Self.file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: Self.file, encoding: .utf8) == AcceleratorSchema.json())
  }

  @Test(arguments: BundledTests.names + ["init"])
  func `the schema accepts every file that the reader accepts`(name: String) throws {
    let text = name == "init" ? AcceleratorTemplate.text : try bundled(name)
    let document = try Document.parse(text: text, file: name)
    #expect(try validator().problems(document.root) == [])
  }

  @Test(arguments: [
    ("capacity: 1 GiB", "capacity: 1"), ("capacity: 1 GiB", "capacty: 1 GiB"),
    ("kind: read-write", "kind: both"), ("rows: 4,", "rows: four,"),
    ("frequency: 100 MHz", "frequency: 100 W"), ("int8 x int8", "int8 by int8"),
    ("  vector: {rate: 4 op/cycle, energy: unknown}", "  vector: {energy: unknown}"),
  ])
  func `the schema refuses what the reader refuses`(old: String, new: String) throws {
    let text = try tiny((old.trimmed, new.trimmed))
    let document = try Document.parse(text: text, file: "test.yaml")
    #expect(!(try validator().problems(document.root).isEmpty))
    #expect(diagnostics(of: text).contains { $0.severity == .error })
  }

  @Test func `the schema accepts a description that states only what differs`() throws {
    let text =
      ExtendsTests.head()
        + """
        parameters: {pad: {value: 128 B, range: 64 B..1 KiB, steps: x2}, wide: 16}
        power: {cap: 2 W}
        path:
          - {memory: spad, capacity: $pad, energy: {read: {value: $pad, confidence: assumed}}}
          - array: {columns: $wide}
        """
    let document = try Document.parse(text: text, file: "child.yaml")
    #expect(try validator().problems(document.root) == [])
  }

  @Test func `the schema refuses a description that neither extends nor is whole`() throws {
    let text = "rafter: accelerator/1\nname: x\nsource: {title: t, confidence: assumed}\n"
    let document = try Document.parse(text: text, file: "child.yaml")
    #expect(try !validator().problems(document.root).isEmpty)
  }

  func validator() throws -> SchemaValidator {
    let json = try JSONSerialization.jsonObject(with: Data(AcceleratorSchema.json().utf8))
    return SchemaValidator(root: try #require(json as? [String: Any]))
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}

/// As much of JSON Schema as our schemas use.
struct SchemaValidator {
  var root: [String: Any]

  func problems(_ node: DocumentNode) -> [String] { problems(node, root, at: "") }

  private func problems(_ node: DocumentNode, _ schema: [String: Any], at path: String) -> [String]
  {
    if let reference = schema["$ref"] as? String,
      let name = reference.split(separator: "/").last.map(String.init),
      let definitions = root["$defs"] as? [String: Any],
      let definition = definitions[name] as? [String: Any]
    {
      return problems(node, definition, at: path)
    }
    var found: [String] = []
    if let choices = schema["anyOf"] as? [[String: Any]] {
      let all = choices.map { problems(node, $0, at: path) }
      if !all.contains([]) { found += all.min { $0.count < $1.count } ?? [] }
    }
    if let words = schema["enum"] as? [String], !words.contains(node.scalar ?? "") {
      found.append("\(path) is not one of \(words)")
    }
    if let pattern = schema["pattern"] as? String {
      let text = node.scalar ?? ""
      if text.range(of: pattern, options: .regularExpression) == nil {
        found.append("\(path): '\(text)' does not match \(pattern)")
      }
    }
    switch schema["type"] as? String {
    case "object": found += object(node, schema, at: path)
    case "array":
      guard let elements = node.elements else { return found + ["\(path) is no list"] }
      if let items = schema["items"] as? [String: Any] {
        for (index, element) in elements.enumerated() {
          found += problems(element, items, at: "\(path)/\(index)")
        }
      }
    case "integer":
      if Int(node.scalar ?? "") == nil { found.append("\(path) is no integer") }
    case "number":
      if Double(node.scalar ?? "") == nil { found.append("\(path) is no number") }
    case "string":
      if node.scalar == nil { found.append("\(path) is no string") }
    default: break
    }
    return found
  }

  private func object(_ node: DocumentNode, _ schema: [String: Any], at path: String) -> [String] {
    guard let entries = node.entries else { return ["\(path) is no object"] }
    var found: [String] = []
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    for key in schema["required"] as? [String] ?? [] where node[key] == nil {
      found.append("\(path) lacks \(key)")
    }
    for entry in entries {
      let place = "\(path)/\(entry.key)"
      if let property = properties[entry.key] {
        found += problems(entry.value, property, at: place)
      } else if let other = schema["additionalProperties"] as? [String: Any] {
        found += problems(entry.value, other, at: place)
      } else {
        found.append("\(place) is not known")
      }
    }
    return found
  }
}
