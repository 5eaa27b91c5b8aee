// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct ImportTests {
  /// What the language and the system give.
  private static let system: Set<String> = [
    "Foundation", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization", "Swift",
  ]

  /// The modules that do without Foundation.
  private static let core = [
    "RafterQuantities", "RafterDiagnostics", "RafterWorkload", "RafterRoofline", "RafterHardware",
    "RafterImporters", "RafterTransformers", "RafterMapping", "RafterLibrary", "RafterSurvey",
    "RafterAnalysis", "RafterPeers", "RafterTechnology", "RafterKernels",
  ]

  private func imports(of path: String) throws -> [String] {
    let pattern =
      /(?m)^\s*(?:@\w+\s+)*(?:public |package |internal |private |fileprivate )?import (?:\w+ )?(\w+)/
    return try Repository.text(path).matches(of: pattern).map { String($0.1) }
  }

  @Test func `a module imports only what the manifest gives it`() throws {
    let manifest = try Manifest.dependencies()
    var seen = 0
    for module in try Repository.modules() {
      let allowed = (manifest[module] ?? []).union(Self.system)
      // The command sees all that the umbrella re-exports.
      let reachable = module == "RafterCommand" ? allowed.union(manifest.keys) : allowed
      for path in try Repository.sources(of: module) {
        for name in try imports(of: path) {
          seen += 1
          #expect(reachable.contains(name), "\(path) imports \(name)")
        }
      }
    }
    #expect(seen > 50)
  }

  @Test(arguments: [("Yams", "RafterDocuments"), ("ArgumentParser", "RafterCommand")])
  func `a package from outside has one door`(package: String, door: String) throws {
    var doors: Set<String> = []
    for module in try Repository.modules() {
      for path in try Repository.sources(of: module) where try imports(of: path).contains(package) {
        doors.insert(module)
      }
    }
    #expect(doors.isSubset(of: [door]))
  }

  @Test(arguments: core)
  func `the core does without Foundation`(module: String) throws {
    for path in try Repository.sources(of: module) {
      #expect(!(try imports(of: path).contains("Foundation")), "\(path)")
    }
  }
}
