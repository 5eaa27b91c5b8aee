// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// The part of JSON Schema that our schema files use.
struct SchemaValidator {
  private let folder: URL

  /// Schemas are read from the folder `schema` of the repository.
  init() {
    folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "schema")
  }

  /// What a document breaks, with the path of each place; empty where it is valid.
  func problems(_ document: JSONValue, kind: String) throws -> [String] {
    let root = try load("\(kind)-1.schema.json")
    return try check(document, root, root, "$")
  }

  private func load(_ name: String) throws -> [String: JSONValue] {
    let data = try Data(contentsOf: folder.appending(path: name))
    guard case .object(let fields) = try JSONReader.read(String(decoding: data, as: UTF8.self))
    else { return [:] }
    return fields
  }

  private func check(
    _ value: JSONValue, _ schema: [String: JSONValue], _ root: [String: JSONValue], _ path: String
  ) throws -> [String] {
    if case .string(let reference)? = schema["$ref"] {
      guard let name = reference.split(separator: "/").last, reference.hasPrefix("#") else {
        let other = try load(reference)
        return try check(value, other, other, path)
      }
      guard case .object(let definitions)? = root["$defs"],
        case .object(let target)? = definitions[String(name)]
      else { return ["\(path): no definition \(reference)"] }
      return try check(value, target, root, path)
    }
    if case .array(let choices)? = schema["anyOf"] {
      let passes = try choices.contains { choice in
        guard case .object(let fields) = choice else { return false }
        return try check(value, fields, root, path).isEmpty
      }
      return passes ? [] : ["\(path): none of the choices"]
    }
    var problems: [String] = []
    if !hasType(value, schema["type"]) { return ["\(path): wrong type"] }
    if case .array(let allowed)? = schema["enum"], !allowed.contains(value) {
      problems.append("\(path): not one of the words")
    }
    if let least = number(schema["minimum"]), let found = number(value), found < least {
      problems.append("\(path): below \(least)")
    }
    switch value {
    case .object(let fields): problems += try checkFields(fields, schema, root, path)
    case .array(let items):
      guard case .object(let each)? = schema["items"] else { break }
      for (i, item) in items.enumerated() {
        problems += try check(item, each, root, "\(path)[\(i)]")
      }
    default: break
    }
    return problems
  }

  private func checkFields(
    _ fields: [String: JSONValue], _ schema: [String: JSONValue], _ root: [String: JSONValue],
    _ path: String
  ) throws -> [String] {
    var problems: [String] = []
    var known: [String: JSONValue] = [:]
    if case .object(let properties)? = schema["properties"] { known = properties }
    if case .array(let required)? = schema["required"] {
      for case .string(let key) in required where fields[key] == nil {
        problems.append("\(path): \(key) is missing")
      }
    }
    for key in fields.keys.sorted() {
      let value = fields[key] ?? .null
      if case .object(let own)? = known[key] {
        problems += try check(value, own, root, "\(path).\(key)")
      } else if case .object(let other)? = schema["additionalProperties"] {
        problems += try check(value, other, root, "\(path).\(key)")
      } else if schema["additionalProperties"] == .bool(false) {
        problems.append("\(path): \(key) is not in the schema")
      }
    }
    return problems
  }

  private func hasType(_ value: JSONValue, _ type: JSONValue?) -> Bool {
    switch type {
    case .string(let name)?: isA(value, name)
    case .array(let names)?: names.contains { hasType(value, $0) }
    default: true
    }
  }

  private func isA(_ value: JSONValue, _ name: String) -> Bool {
    switch value {
    case .null: name == "null"
    case .bool: name == "boolean"
    case .int: name == "integer" || name == "number"
    case .double: name == "number"
    case .string: name == "string"
    case .array: name == "array"
    case .object: name == "object"
    }
  }

  private func number(_ value: JSONValue?) -> Double? {
    switch value {
    case .int(let number)?: Double(number)
    case .double(let number)?: number
    default: nil
    }
  }
}
