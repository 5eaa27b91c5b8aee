// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterConverters
import RafterDiagnostics
import RafterHardware
import Testing

/// The hardware files of the packages themselves, where `make compare` has put them: a folder named by RAFTER_PEER_FILES.
struct PackageFilesSlowTests {
  static let files: [String] = {
    guard let folder = ProcessInfo.processInfo.environment["RAFTER_PEER_FILES"] else { return [] }
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".cfg") }.sorted()
      .map { "\(folder)/\($0)" }
  }()

  /// In-memory arrays whose cells are narrower than a weight are refused by name; all others come over.
  @Test(.enabled(if: !files.isEmpty), arguments: files)
  func `a hardware file of a package becomes one of ours, or its cells are named`(path: String)
    throws
  {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let errors = refusal(text, file: path)
    guard errors.isEmpty else {
      #expect(errors.allSatisfy { $0.id == "convert.narrow-cells" }, "\(errors.map { $0.text() })")
      return
    }
    let (conversion, machine) = try converted(text, file: path)
    #expect(machine.memories.count == conversion.accelerator.memories.count)
    #expect(machine.computeInstances == conversion.accelerator.computeInstances)
  }
}
