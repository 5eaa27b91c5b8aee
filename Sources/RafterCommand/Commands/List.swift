// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter list`: what is built in.
struct ListCommand: AsyncParsableCommand {
  /// What can be listed.
  enum What: String, ExpressibleByArgument, CaseIterable {
    case accelerators, models, formats, terms
  }

  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "What is built in: accelerators, models, formats, terms.")

  @Argument(help: "accelerators, models, formats or terms.")
  var what: What

  func run() async throws {
    switch what {
    case .accelerators: Console.print(BuiltIn.names(of: .accelerator).joined(separator: "\n"))
    case .models:
      Console.print(
        (BuiltIn.names(of: .model) + BuiltIn.names(of: .transformer)).joined(separator: "\n"))
    case .formats:
      Console.print(
        NumberFormat.allCases.map {
          "\($0.rawValue)  \(Format.significant($0.bitsPerElement.value)) bit"
        }.joined(separator: "\n"))
    case .terms: Console.print(Terms.text)
    }
  }
}

/// `rafter show`: the file behind a built-in name.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The file behind a built-in accelerator or language model.")

  @Argument(help: "A name of `rafter list accelerators`, or of a language model.")
  var name: String
  @OptionGroup var file: FileOutputOptions

  func run() async throws {
    let output = file.common
    try await output.reporting {
      if let file = BuiltIn.file(name, kind: .transformer) {
        return try output.deliver(String(decoding: file.bytes, as: UTF8.self))
      }
      try output.deliver(try Loading.acceleratorText(name).text)
    }
  }
}
