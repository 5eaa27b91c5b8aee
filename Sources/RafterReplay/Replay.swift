// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// `make replay`: maps the stored corpus and says what changed against the stored results.
///
///     RafterReplay FOLDER            compares; exit code 1 on any change
///     RafterReplay FOLDER record     stores the results anew
///     RafterReplay FOLDER collect    writes the layers of the built-in models anew
///     RafterReplay FOLDER speed [FILE.svg]   measures the search, and draws what it costs
@main
enum Replay {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first else {
      print("usage: RafterReplay FOLDER [record|collect|speed]")
      exit(64)
    }
    let start = ContinuousClock.now
    let path = "\(folder)/results.csv"
    switch arguments.dropFirst().first {
    case "speed": try SearchSpeed.run(folder, curve: arguments.dropFirst(2).first)
    case "collect": try Corpus.collect(folder)
    case "record":
      let results = await map(try Corpus(folder))
      let text = ([ReplayResult.head] + results.map(\.line)).joined(separator: "\n") + "\n"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      print("\(results.count) results stored in \(start.duration(to: .now))")
    default:
      let stored = try String(contentsOfFile: path, encoding: .utf8)
        .split(separator: "\n").dropFirst().compactMap { ReplayResult(line: $0) }
      let results = await map(try Corpus(folder))
      let differences = Differences(stored, results)
      (differences.lines + differences.summary).forEach { print($0) }
      print(
        "\(differences.lines.count) of \(results.count) results changed, "
          + "in \(start.duration(to: .now))")
      if !differences.lines.isEmpty { exit(1) }
    }
  }

  /// Every layer on every machine, on all cores; the order is that of the corpus.
  private static func map(_ corpus: Corpus) async -> [ReplayResult] {
    let jobs = corpus.layers.flatMap { layer in corpus.machines.map { (layer, $0) } }
    return await withTaskGroup(of: (Int, ReplayResult).self) { group in
      var results = [ReplayResult?](repeating: nil, count: jobs.count)
      var next = 0
      func start() {
        guard next < jobs.count else { return }
        let index = next
        group.addTask { (index, ReplayResult(jobs[index].0, on: jobs[index].1)) }
        next += 1
      }
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) { start() }
      while let (index, result) = await group.next() {
        results[index] = result
        start()
      }
      return results.compactMap { $0 }
    }
  }
}
