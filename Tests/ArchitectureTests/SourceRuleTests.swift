// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct SourceRuleTests {
  private static func sources() throws -> [String] {
    try ["Sources", "Tests", "Benchmarks"].flatMap {
      try Repository.files(below: $0, endingIn: ".swift")
    }.filter { !$0.contains("/.build/") }
  }

  /// The code of a file without comments and string literals.
  private static func code(of path: String) throws -> String {
    try Repository.text(path)
      .replacing(/"""(?s:.*?)"""/, with: "\"\"")
      .replacing(/"(?:[^"\\\n]|\\.)*"/, with: "\"\"")
      .replacing(/\/\/.*/, with: "")
  }

  @Test func `every file begins with its licence`() throws {
    for path in try Self.sources() {
      let text = try Repository.text(path)
      let head =
        text.hasPrefix("// swift-tools-version") ? text.drop { $0 != "\n" }.dropFirst() : text[...]
      let isLicensed = head.hasPrefix("// SPDX-License-Identifier: Apache-2.0\n")
      #expect(isLicensed, "\(path)")
    }
  }

  @Test func `no file is longer than 450 lines`() throws {
    for path in try Self.sources() {
      let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 451, "\(path)")
    }
  }

  @Test func `nothing crashes on purpose or promises what the compiler cannot check`() throws {
    let forbidden = [
      "try!", "fatalError(", "@unchecked Sendable", "as!", "unsafeBitCast", "getenv(",
    ]
    for path in try Self.sources() where path.hasPrefix("Sources/") {
      let code = try Self.code(of: path)
      for word in forbidden {
        let isThere = code.contains(word)
        #expect(!isThere, "\(path) contains \(word)")
      }
    }
  }

  @Test func `a placeholder does not stay beside real files`() throws {
    for path in try Self.sources() where path.hasSuffix("/Placeholder.swift") {
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      #expect(try Repository.files(below: folder, endingIn: ".swift").count == 1, "\(path)")
    }
  }

  // An unspecialised call into another module is about half as fast as a specialised one.
  @Test(arguments: ["RafterMapping", "RafterRoofline"])
  func `no hot generic crosses the border of a module`(module: String) throws {
    let entry = /(?:@inlinable\s+)?public (?:static )?(?:func|init)\b[^{]*/
    for path in try Repository.sources(of: module) {
      for match in try Self.code(of: path).matches(of: entry) {
        let signature = String(match.0)
        guard !signature.hasPrefix("@inlinable") else { continue }
        let name = signature.prefix { $0 != "(" }
        let isGeneric =
          name.hasSuffix(">") || signature.contains(/[:(,]\s*(?:inout )?(?:some|any)\b/)
        #expect(!isGeneric, "\(path): \(name) takes what is not known before the run")
      }
    }
  }

  @Test(arguments: [
    "accelerators", "chips", "models", "technologies", "transformers", "cases/zigzag",
    "cases/accelforge", "cases/gpu-kernels", "cases/llmcompass",
    "cases/timeloop/eyeriss_like", "cases/timeloop/simple_output_stationary",
  ])
  func `every file of a resource folder is embedded and listed`(folder: String) throws {
    let table = try Repository.text("Sources/CRafterResources/resources.c")
    for file in try Repository.names(in: "Sources/CRafterResources/\(folder)") {
      let pattern = try Regex(
        #"FILE_BYTES\((\w+)\) \{\n#embed "\#(folder)/\#(file.replacing(".", with: "\\."))"\n\};"#)
      guard let symbol = table.firstMatch(of: pattern)?.output[1].substring else {
        Issue.record("\(folder)/\(file) is not embedded in resources.c")
        continue
      }
      let isListed = table.contains(", \(symbol))")
      #expect(isListed, "\(symbol) is not in the table of resources.c")
    }
  }
}
