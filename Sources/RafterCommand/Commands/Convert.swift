// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// `rafter convert`: another tool's hardware file as one of ours.
struct ConvertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "An accelerator file from one of ZigZag, Timeloop, AccelForge or SCALE-Sim.",
    discussion: """
      What has no counterpart, and what had to be chosen, is said key by key on standard error and at the head of the file.
      """)

  @Argument(
    help: ArgumentHelp("The other tool's file; - reads it from standard input.", valueName: "file"))
  var file: String
  @Option(
    help: "The tool it is for, where its keys do not tell: zigzag, timeloop, accelforge, scalesim.")
  var from: ForeignFormat?
  @Option(name: .long, help: ArgumentHelp("Write the result to a file.", valueName: "file"))
  var output: String?
  @Flag(name: .long, help: "No notes on standard error.")
  var quiet = false
  @Option(name: .long, help: "How to print diagnostics: text, json.")
  var diagnostics: DiagnosticStyle = .text

  func run() async throws {
    do throws(DiagnosticList) {
      let text = try Loading.text(of: file)
      let conversion = try Conversion.read(
        text: text, file: file == "-" ? "standard input" : file, format: from)
      // What is written has to be a machine: its own warnings belong to the user too.
      let (_, warnings) = try AcceleratorReader.read(
        text: conversion.text, file: output ?? "the converted file")
      if let output {
        try Output.write(conversion.text, to: output)
      } else {
        Console.print(conversion.text)
      }
      guard !quiet else { return }
      Failure.show(
        conversion.notes + warnings, style: diagnostics, sources: SourceTexts.of(conversion.notes))
    } catch let list {
      Failure.show(list.diagnostics, style: diagnostics, sources: SourceTexts.of(list.diagnostics))
      throw Exit.badInput
    }
  }
}

extension ForeignFormat: ExpressibleByArgument {}
