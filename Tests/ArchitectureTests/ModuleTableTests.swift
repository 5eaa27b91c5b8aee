// SPDX-License-Identifier: Apache-2.0
import Testing

/// The table of modules in ARCHITECTURE.md.
private struct Row {
  var name: String
  var level: Int
  var imports: Set<String>

  static func all() throws -> [Row] {
    let pattern = /(?m)^\| (\w+) \| (\d+) \| ([\w, ]+|-) \|$/
    return try Repository.text("ARCHITECTURE.md").matches(of: pattern).map { match in
      let imports = match.3 == "-" ? [] : match.3.split(separator: ", ").map(String.init)
      return Row(name: String(match.1), level: Int(match.2) ?? -1, imports: Set(imports))
    }
  }
}

@Suite struct ModuleTableTests {
  @Test func `the table of ARCHITECTURE lists the arrows of the manifest`() throws {
    let manifest = try Manifest.dependencies()
    let table = Dictionary(uniqueKeysWithValues: try Row.all().map { ($0.name, $0.imports) })
    #expect(manifest.count >= 14)
    #expect(Set(manifest.keys) == Set(table.keys))
    for (module, imports) in manifest {
      #expect(table[module] == imports, "\(module)")
    }
  }

  @Test func `every folder of Sources is a module of the manifest`() throws {
    #expect(Set(try Repository.modules()) == Set(try Manifest.dependencies().keys))
  }

  @Test func `every arrow goes to a lower level`() throws {
    let rows = try Row.all()
    let level = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.level) })
    for row in rows {
      for name in row.imports {
        // Packages from outside lie below everything.
        guard let other = level[name] else { continue }
        #expect(other < row.level, "\(row.name) imports \(name)")
      }
    }
  }

  @Test func `every module has its paragraph`() throws {
    let text = try Repository.text("ARCHITECTURE.md")
    for module in try Repository.modules() {
      let isThere = text.contains("**\(module)**")
      #expect(isThere, "\(module)")
    }
  }

  @Test func `versions of packages are pinned`() throws {
    let packages = try Repository.text("Package.swift").matches(of: /\.package\(.*\)/)
    #expect(packages.count >= 3)
    for package in packages {
      #expect(package.0.contains("exact:"), "\(package.0)")
    }
  }
}
