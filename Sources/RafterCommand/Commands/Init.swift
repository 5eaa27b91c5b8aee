// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter init`: a file to start from.
struct InitCommand: AsyncParsableCommand {
  /// What can be begun.
  enum What: String, ExpressibleByArgument, CaseIterable {
    case accelerator, workload
  }

  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "A commented file that is valid at once: an accelerator or a workload.")

  @Argument(help: "accelerator or workload.")
  var what: What
  @OptionGroup var file: FileOutputOptions

  func run() async throws {
    let output = file.common
    try await output.reporting {
      switch what {
      case .accelerator: try output.deliver(AcceleratorTemplate.text)
      case .workload: try output.deliver(LayerListTemplate.text)
      }
    }
  }
}
