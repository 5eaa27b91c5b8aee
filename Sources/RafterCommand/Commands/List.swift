// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// `rafter list`: what is built in.
struct ListCommand: AsyncParsableCommand {
  /// What can be listed.
  enum What: String, ExpressibleByArgument, CaseIterable {
    case accelerators, models, levers, formats, terms
  }

  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Built-in accelerators, models, levers, formats, terms.",
    discussion: "Machines are filtered by all that is given; several --class or --vendor add up.")

  @Argument(help: "accelerators, models, levers, formats or terms.")
  var what: What
  @OptionGroup(title: "Accelerators") var filter: CatalogueOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting {
      if what != .accelerators,
        let option = filter.given ?? (output.format == .table ? nil : "--format")
      {
        throw DiagnosticList(
          .optionWithoutMeaning(option, "\(what.rawValue) are a plain list"))
      }
      switch what {
      case .accelerators: try output.deliver(try await accelerators())
      case .models:
        try output.deliver(
          (BuiltIn.names(of: .model) + BuiltIn.names(of: .transformer)).joined(separator: "\n"))
      case .levers:
        try output.deliver(
          Lever.allCases.map { "\($0.rawValue)  \($0.summary)" }.joined(separator: "\n"))
      case .formats:
        try output.deliver(
          NumberFormat.allCases.map {
            "\($0.rawValue)  \(Format.significant($0.bitsPerElement.value)) bit"
          }.joined(separator: "\n"))
      case .terms: try output.deliver(Terms.text)
      }
    }
  }

  private func accelerators() async throws(DiagnosticList) -> String {
    let wanted = try filter.filter()
    let entries = try await Loading.library()
    let unknown = wanted.unknown(among: entries)
    guard unknown.isEmpty else { throw DiagnosticList(unknown) }
    let report = CatalogueReport(entries.filter(wanted.shows), operand: wanted.operand)
    return filter.names ? report.names : report.text(output.format)
  }
}

/// `rafter show`: the file behind a name, and the machine it describes.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "An accelerator's file, its levels and roofs; or the file of a language model.",
    discussion: """
      Without --part all parts of an accelerator, those beside the file as comments at its end: the whole is a file still.
      """)

  @Argument(help: "A name of `rafter list accelerators`, a file of your own, or a language model.")
  var name: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "One part only: \(MachineReport.Part.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "part"))
  var part: MachineReport.Part?
  @OptionGroup var file: FileOutputOptions

  func run() async throws {
    let output = file.common
    try await output.reporting {
      if let file = BuiltIn.file(name, kind: .transformer) {
        if let part, part != .file {
          throw DiagnosticList(
            .optionWithoutMeaning(
              "--part \(part.rawValue)", "'\(name)' is a model and has its file only"))
        }
        return try output.deliver(String(decoding: file.bytes, as: UTF8.self))
      }
      // A file is shown as it is, whatever is wrong with it.
      let text = try Loading.acceleratorText(name)
      if part == .file { return try output.deliver(text.text) }
      let (machine, said) = try AcceleratorReader.read(
        text: text.text, file: text.file, bases: Loading.bases)
      output.mention(said)
      let report = MachineReport(file: text.text, machine: machine)
      try output.deliver(part.map { report.text($0) } ?? report.text)
    }
  }
}

extension MachineReport.Part: ExpressibleByArgument {}
