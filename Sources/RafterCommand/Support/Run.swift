// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Runs analyses for the command line.
enum Run {
  /// One analysis for each machine named, in that order.
  static func analyses(
    _ workload: Workload, on names: [String], technology: TechnologyChoice = .usual,
    options: AnalysisOptions, jobs: Int?, quiet: Bool
  ) async throws -> [Analysis] {
    var machines: [(Accelerator, [Diagnostic])] = []
    var wrong: [Diagnostic] = []
    for name in names {
      do throws(DiagnosticList) {
        machines.append(try Loading.accelerator(name, technology: technology))
      } catch {
        wrong += error.diagnostics
      }
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    return try await analyses(
      workload, on: machines, options: options, jobs: jobs, quiet: quiet)
  }

  /// One analysis for each machine, in that order, with what its file was warned of.
  static func analyses(
    _ workload: Workload, on machines: [(Accelerator, [Diagnostic])], options: AnalysisOptions,
    jobs: Int?, quiet: Bool
  ) async throws -> [Analysis] {
    let cores = max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    let progress = Progress(quiet: quiet)
    defer { progress.finish() }
    var results: [Analysis] = []
    for (machine, warnings) in machines {
      var analysis = try await Analyzer.analyze(
        workload, on: machine, options: options, parallelism: cores,
        progress: { progress.advance("mapping for \(machine.name):", of: $0) })
      analysis.diagnostics = warnings + analysis.diagnostics
      results.append(analysis)
    }
    return results
  }
}
