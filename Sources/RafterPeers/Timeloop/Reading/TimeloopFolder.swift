// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// The files of one design: problem, flattened architecture, table of energies, mapping, statistics.
struct TimeloopFolder {
  let path: String
  let problem: ValidationFile
  let architecture: ValidationFile
  let energies: ValidationFile
  let mapping: ValidationFile
  let statistics: ValidationFile
  /// The architecture as it was written, which alone says what is done about zeros.
  let written: ValidationFile?

  private static let names = (
    problem: "problem.yaml", architecture: "reference.flattened_architecture.yaml",
    energies: "reference.ERT_summary.yaml", mapping: "reference.map.yaml",
    statistics: "reference.stats.txt", written: "arch.yaml"
  )

  /// The designs among some files: each folder with statistics is one.
  static func all(in files: [ValidationFile]) throws(DiagnosticList) -> [TimeloopFolder] {
    var folders: [String] = []
    for file in files where file.name == names.statistics && !folders.contains(file.folder) {
      folders.append(file.folder)
    }
    guard !folders.isEmpty else {
      throw DiagnosticList(
        .missingPeerFile(names.statistics, in: files.first?.folder ?? "."))
    }
    var found: [TimeloopFolder] = []
    var wrong: [Diagnostic] = []
    for folder in folders {
      let own = files.filter { $0.folder == folder }
      func file(_ name: String) -> ValidationFile? {
        let file = own.first { $0.name == name }
        if file == nil { wrong.append(.missingPeerFile(name, in: folder)) }
        return file
      }
      guard let problem = file(names.problem), let architecture = file(names.architecture),
        let energies = file(names.energies), let mapping = file(names.mapping),
        let statistics = file(names.statistics)
      else { continue }
      found.append(
        TimeloopFolder(
          path: folder, problem: problem, architecture: architecture, energies: energies,
          mapping: mapping, statistics: statistics,
          written: own.first { $0.name == names.written }))
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    return found
  }

  /// The name of the design: its folder's.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The design with its mapping.
  func design() throws(DiagnosticList) -> TimeloopDesign {
    var parser = TimeloopParser()
    let problemText = try Document.parse(text: self.problem.text, file: self.problem.path)
    let problem = parser.problem(problemText)
    let energies = parser.energies(
      try Document.parse(text: self.energies.text, file: self.energies.path))
    let levels = parser.levels(
      try Document.parse(text: architecture.text, file: architecture.path), energies: energies)
    let mapping = try Document.parse(text: self.mapping.text, file: self.mapping.path)
    let tilings = parser.tilings(mapping, of: problem, on: levels)
    var written: Document?
    if let file = self.written {
      written = try Document.parse(text: file.text, file: file.path, dialect: .foreign)
    }
    let sparsity = parser.sparsity(
      problemText, written: written, of: problem, on: levels.map(\.name))
    guard parser.reader.errorCount == 0, let problem, let compute = levels.last, levels.count > 1
    else { throw DiagnosticList(parser.reader.diagnostics) }
    return TimeloopDesign(
      problem: problem, storage: Array(levels.dropLast()), compute: compute, tilings: tilings,
      sparsity: sparsity)
  }
}

/// The work of reading; a foreign format has many keys, of which those needed here are read.
struct TimeloopParser {
  var reader = DocumentReader(confidences: [])

  /// The value of a key that must be there.
  mutating func required(_ key: String, in node: DocumentNode, of what: String) -> DocumentNode? {
    guard let value = node[key] else {
      reader.report(.peerForm(what, expected: "a mapping with '\(key)'", at: node.location))
      return nil
    }
    return value
  }
}
