// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter measure`: this computer's own roofs.
struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "This computer's own roofs, as an accelerator file.",
    discussion: """
      Times multiply-accumulates in every format and instruction set that the processor has, streams through each cache and \
      the memory, on one processor and on all, and the time to wake threads; energy where the processor lets it be read. Of \
      many tries the best counts, with how far the middle one is off it. What this computer lacks is listed as not verified. \
      Nothing else should run meanwhile.

      The file is read by `rafter analyze MODEL --on FILE` and `rafter check PROFILE --on FILE`.
      """)

  @Option(
    name: .long, help: ArgumentHelp("Write the machine as an accelerator file.", valueName: "file"))
  var save: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write one processor alone as an accelerator file, for what runs on one thread.",
      valueName: "file"))
  var saveOne: String?
  @Option(name: .long, help: ArgumentHelp("What to call the machine.", valueName: "name"))
  var name = "this-computer"
  @Option(name: .long, help: ArgumentHelp("Tries for each number.", valueName: "n"))
  var tries = 50
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Time before and after a command, such as the one that takes a profile; the better counts.",
      discussion: """
        A host that others use may be faster while the command runs than before. Given several times, it is timed before \
        each command and after the last.
        """,
      valueName: "command"))
  var around: [String] = []
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...1000).contains(tries) else { throw ValidationError("--tries is from 1 to 1000") }
  }

  func run() async throws {
    try await output.reporting {
      let topology = HostFiles.topology()
      let quiet = output.quiet
      func time() -> HostSamples {
        HostBenchmark(topology, tries: tries).run(idlePower: HostFiles.idlePower()) {
          if !quiet { Console.note("timing \($0)") }
        }
      }
      var samples = time()
      for command in around {
        try ShellCommand.run(command)
        let after = time()
        if !quiet {
          let change = samples.largestChange(to: after)
          let share = Int((change.share * 100).rounded())
          Console.note(
            "what was timed before and after differs by \(share) % at most (\(change.what)): the better counts"
          )
        }
        samples = samples.better(of: after)
      }
      for (path, processors) in [(save, HostMachine.Processors.all), (saveOne, .one)] {
        guard let path else { continue }
        guard
          let machine = HostMachine.machine(
            named: processors == .one ? name + "-one" : name, topology: topology, samples: samples,
            processors: processors)
        else { throw DiagnosticList(.nothingTimed()) }
        try Output.write(AcceleratorWriter.text(machine), to: path)
      }
      try output.deliver(MeasureReport(topology: topology, samples: samples).text(output.format))
    }
  }
}
