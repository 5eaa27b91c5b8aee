// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

struct AdviseCommandTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let gallery: [[String]] =
    ((try? String(
      contentsOf: root.appending(path: "Documentation/Lever-Gallery.txt"), encoding: .utf8)) ?? "")
    .split(separator: "\n").filter { !$0.hasPrefix("#") }
    .map { $0.split(separator: " ").map(String.init) }

  @Test(arguments: gallery) func `a plot of the gallery of levers is what the command draws`(
    line: [String]
  ) throws {
    let lever = try #require(line.first)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.write("plot.svg", [])
    let run = try RafterProcess.run(
      ["advise"] + line.dropFirst() + ["--lever", lever, "--quiet", "--plot", path])
    #expect(run.status == 0, "\(run.errors)")
    let resources = Self.root.appending(path: "Sources/Rafter/Rafter.docc/Resources")
    let stored = try String(
      contentsOf: resources.appending(path: "lever-\(lever).svg"), encoding: .utf8)
    #expect(
      try String(contentsOfFile: path, encoding: .utf8) == stored, "\(lever): run make gallery")
    #expect(
      FileManager.default.fileExists(
        atPath: resources.appending(path: "lever-\(lever)~dark.svg").path))
  }

  @Test func `every lever has a plot in the gallery, on its page and together small`() throws {
    let help = try RafterProcess.run(["list", "levers"]).output
    let page = try String(
      contentsOf: Self.root.appending(
        path: "Sources/Rafter/Rafter.docc/Guides/Lever-Gallery.md"), encoding: .utf8)
    var bytes = 0
    for line in Self.gallery {
      let lever = try #require(line.first)
      #expect(help.contains(lever))
      #expect(page.contains("(lever-\(lever))"))
      #expect(
        page.contains(
          "rafter advise \(line.dropFirst().joined(separator: " ")) --lever \(lever) --plot"),
        "\(lever)")
      for suffix in ["", "~dark"] {
        let url = Self.root.appending(
          path: "Sources/Rafter/Rafter.docc/Resources/lever-\(lever)\(suffix).svg")
        bytes += try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
      }
    }
    #expect(Self.gallery.count == 14)
    #expect(bytes < 1_500_000)
  }
}
