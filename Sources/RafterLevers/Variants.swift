// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload
import Synchronization

/// Analyses variants of a design.
///
/// Members of the workload are read once, and products that variants have in common are mapped once; each result is
/// that of a plain analysis of the variant.
final class Variants: Sendable {
  private struct Formats: Hashable {
    var precision: String?
    var batch: Int
    var variants: [WorkloadFamily.Variant]
  }

  /// All that unavoidable work depends on.
  private struct Work: Hashable {
    var formats: Formats
    var densities: WorkloadDensities?
    var arithmetic: [ArithmeticFormat]
  }

  private let memory = MappingMemory()
  private let works = Mutex<[Work: CompulsoryWork]>([:])
  private let members = Mutex<[Formats: WorkloadFamily.Member]>([:])
  private let done = Mutex(0)
  private let progress: (@Sendable (Int) -> Void)?

  /// - Parameter progress: Told the number of analyses done.
  init(progress: (@Sendable (Int) -> Void)?) { self.progress = progress }

  /// How many analyses were made.
  var count: Int { done.withLock { $0 } }

  /// The layers of a variant.
  func member(of design: Design) throws(DiagnosticList) -> WorkloadFamily.Member {
    let formats = Formats(
      precision: design.workload.precision, batch: design.workload.batch,
      variants: design.workload.variants)
    if let known = members.withLock({ $0[formats] }) { return known }
    let member = try design.workload.load(formats.precision, formats.batch)
    members.withLock { $0[formats] = member }
    return member
  }

  /// The analysis of a variant, without bands of uncertain constants.
  func analysis(of design: Design, parallelism: Int) async throws(DiagnosticList) -> Analysis {
    let member = try member(of: design)
    var options = design.options
    options.precision = member.precision
    options.bands = .leftOut
    let analysis = try await Analyzer.analyze(
      member.workload, on: design.accelerator, options: options, parallelism: parallelism,
      memory: memory)
    let count = done.withLock { count in
      count += 1
      return count
    }
    progress?(count)
    return analysis
  }

  /// What a sample takes on a variant, or why it cannot be run.
  func outcome(of design: Design, parallelism: Int) async -> Result<Outcome, DiagnosticList> {
    do throws(DiagnosticList) {
      let analysis = try await analysis(of: design, parallelism: parallelism)
      return .success(Outcome(analysis, batch: design.workload.batch))
    } catch {
      return .failure(error)
    }
  }

  /// What any mapping of a variant takes at least; nil where nothing fits.
  func least(of design: Design) throws(DiagnosticList) -> LeastTotals? {
    let member = try member(of: design)
    var options = design.options
    options.precision = member.precision
    return try Analyzer.leastTotals(
      member.workload, on: design.accelerator, options: options, memory: memory)
  }

  /// What a variant takes at least by its roofs alone: looser than ``least(of:)``, and known at once.
  func leastByRoofs(of design: Design) throws(DiagnosticList) -> LeastTotals {
    let key = Work(
      formats: Formats(
        precision: design.workload.precision, batch: design.workload.batch,
        variants: design.workload.variants),
      densities: design.options.densities,
      arithmetic: design.accelerator.compute?.formats.map(\.arithmetic) ?? [])
    if let known = works.withLock({ $0[key] }) {
      return known.least(on: design.accelerator, options: design.options)
    }
    let member = try member(of: design)
    var options = design.options
    options.precision = member.precision
    let work = try CompulsoryWork(member.workload, on: design.accelerator, options: options)
    works.withLock { $0[key] = work }
    return work.least(on: design.accelerator, options: design.options)
  }
}
