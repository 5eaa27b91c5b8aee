// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What is written about the files: schemas for programs, a page for people.
@Suite struct SchemaPageTests {
  @Test func `every kind of JSON that the command writes has its schema`() throws {
    var kinds: Set<String> = []
    for path in try Repository.files(below: "Sources", endingIn: ".swift") {
      for match in try Repository.text(path).matches(of: /"rafter\/([a-z]+)\/1"/) {
        kinds.insert(String(match.1))
      }
    }
    let files = Set(try Repository.names(in: "schema"))
    #expect(kinds.count >= 7)
    for kind in kinds.sorted() {
      #expect(files.contains("\(kind)-1.schema.json"), "rafter/\(kind)/1 has no schema")
    }
    // The schemas of accelerator, technology and mapping files, of programs of PyTorch and of lists of layers are for what is read, not
    // for what is written.
    #expect(
      files
        == Set(
          kinds.union(["accelerator", "mapping", "technology", "torch-export"])
            .map { "\($0)-1.schema.json" } + [
              "workload.schema.json"
            ]))
  }

  @Test func `every key of a file that is read is explained in the page of keys`() throws {
    let page = try Repository.text("Sources/Rafter/Rafter.docc/Reference/YAML-Keys.md")
    let keys = try Self.keys()
    #expect(keys.count > 40)
    for key in keys.sorted() {
      #expect(page.contains("| `\(key)` |"), "\(key) has no row in the page YAML-Keys")
    }
  }

  @Test func `the page of keys explains none that is not read`() throws {
    let page = try Repository.text("Sources/Rafter/Rafter.docc/Reference/YAML-Keys.md")
    let keys = try Self.keys()
    for match in page.matches(of: /(?m)^\| `([^`]+)` \|/) {
      #expect(keys.contains(String(match.1)), "nothing reads \(match.1)")
    }
  }

  /// The keys of all objects of the schemas, which are made of the readers' own definitions.
  private static func keys() throws -> Set<String> {
    try keys(of: "schema/accelerator-1.schema.json")
      .union(keys(of: "schema/workload.schema.json"))
      .union(keys(of: "schema/mapping-1.schema.json"))
      .union(keys(of: "schema/technology-1.schema.json"))
  }

  private static func keys(of path: String) throws -> Set<String> {
    let text = try Repository.text(path)
    var found: Set<String> = []
    func walk(_ value: Any) {
      if let object = value as? [String: Any] {
        if let properties = object["properties"] as? [String: Any] {
          found.formUnion(properties.keys)
        }
        object.values.forEach(walk)
      } else if let list = value as? [Any] {
        list.forEach(walk)
      }
    }
    walk(try JSONSerialization.jsonObject(with: Data(text.utf8)))
    return found
  }
}
