// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter validate`: published numbers beside ours.
struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Published numbers beside ours; exit 1 on a miss.",
    discussion: """
      Every set runs from descriptions and workloads alone; what was fitted is printed with the rows it was fitted to. A row \
      with a tolerance is held to it; one that is `counted` goes into the means of its set, one that is `shown` into none.

      Other rows of the same columns are compared by `rafter validate SET --data FILE`; `--show-data` prints the files that a \
      set ships with, to see its columns.
      """)

  @Argument(
    help: ArgumentHelp(
      "A set: \(ValidationLoading.sets.map(\.name).joined(separator: ", ")); all without it.",
      valueName: "set"))
  var set: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Run the set on this file or folder, of the form of those it ships with.",
      valueName: "file|folder"))
  var data: String?
  @Flag(name: .long, help: "Print the files that the set ships with, and compare nothing.")
  var showData = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the page on validation and its charts into this folder as well.", valueName: "folder"))
  var page: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if data != nil, set == nil { throw ValidationError("--data needs the name of a set") }
    if showData, set == nil { throw ValidationError("--show-data needs the name of a set") }
    if showData, data != nil || page != nil {
      throw ValidationError("--show-data compares nothing: leave --data and --page out")
    }
  }

  func run() async throws {
    try await output.reporting {
      let sets = try set.map { [try ValidationLoading.named($0)] } ?? ValidationLoading.sets
      if showData {
        let files = sets.flatMap(ValidationLoading.builtIn)
        try output.deliver(
          files.map { "# \($0.path)\n\($0.text)" }.joined(separator: "\n"))
        return
      }
      var outcomes: [ValidationOutcome] = []
      for set in sets {
        let files =
          try data.map { try ValidationLoading.files(at: $0, of: set) }
          ?? ValidationLoading.builtIn(of: set)
        outcomes.append(ValidationOutcome(set, try set.run(files)))
        if let data { output.mention(ValidationLoading.warnings(files, at: data)) }
      }
      let report = ValidationReport(outcomes)
      if let page { try Self.write(ValidationPage(outcomes), to: page) }
      try output.deliver(report.text(output.format))
      if !report.isRight { throw Exit.checkFailed }
    }
  }

  private static func write(_ page: ValidationPage, to folder: String) throws(DiagnosticList) {
    try Output.makeFolder(folder)
    for file in [page.article] + page.charts {
      try Output.write(file.text, to: "\(folder)/\(file.name)")
    }
  }
}
