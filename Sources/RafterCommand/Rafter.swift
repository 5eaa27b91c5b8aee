// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

@main
struct RafterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rafter",
    abstract:
      "Where each layer of a model falls under the two rooflines of an accelerator, and why.")
}
