// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter init`: a file to start from.
struct InitCommand: AsyncParsableCommand {
  /// What can be begun.
  enum What: String, ExpressibleByArgument, CaseIterable {
    case accelerator
  }

  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "A commented accelerator file that is valid at once.")

  @Argument(help: "accelerator.")
  var what: What
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting { try output.deliver(AcceleratorTemplate.text) }
  }
}
