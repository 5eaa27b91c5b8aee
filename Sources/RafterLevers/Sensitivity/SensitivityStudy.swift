// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterDiagnostics
import RafterHardware
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Moves every parameter of the machine by itself and tells how time and energy follow.
///
///     elasticity = ln(T'/T) / ln(p'/p)
///
/// Continuous parameters are moved by one hundredth either way under the mappings that were found, which by the
/// envelope theorem is the slope of the optimum; a mapping anew would drown so small a step in the gap of the search.
/// Capacities and sides of arrays come in steps: they are doubled, and everything is mapped anew.
public enum SensitivityStudy {
  private struct Refusal: Error {
    var reason: String
  }

  /// How far continuous parameters are moved.
  public static let step = 0.01

  /// The sensitivities of a design.
  ///
  /// - Parameters:
  ///   - design: The workload and the machine.
  ///   - parallelism: Cores to use at most.
  ///   - progress: Told the number of analyses done.
  /// - Throws: What is wrong with the design.
  /// - Complexity: One analysis for each capacity and each side.
  public static func run(
    _ design: Design, parallelism: Int, progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(DiagnosticList) -> SensitivityTable {
    let variants = Variants(progress: progress)
    let base = try await variants.analysis(of: design, parallelism: parallelism)
    let batch = design.workload.batch
    let outcome = Outcome(base, batch: batch)
    let used = Set(base.layers.compactMap { base.computeFormat(of: $0)?.arithmetic })
    let parameters = MachineParameter.all(of: design.accelerator).filter { parameter in
      // Formats in which nothing runs cost nothing.
      guard case .constant(.computeEnergy(let format)) = parameter else { return true }
      return (design.accelerator.compute?.formats[format].arithmetic).map(used.contains) ?? false
    }
    let found = await Parallel.map(parameters, parallelism) {
      parameter -> Result<Sensitivity, Refusal> in
      parameter.isContinuous
        ? .success(moved(parameter, base, batch))
        : await doubled(parameter, design, outcome, variants)
    }
    var rows: [Sensitivity] = []
    var refused: [(name: String, reason: String)] = []
    for (parameter, result) in zip(parameters, found) {
      switch result {
      case .success(let row): rows.append(row)
      case .failure(let refusal):
        refused.append((parameter.name(on: design.accelerator), refusal.reason))
      }
    }
    return SensitivityTable(base: base, outcome: outcome, rows: rows, refused: refused)
  }

  /// A parameter moved a little either way, the mappings as they are.
  private static func moved(_ parameter: MachineParameter, _ base: Analysis, _ batch: Int)
    -> Sensitivity
  {
    let machine = base.accelerator
    let up = base.totals(underSameMappingsOn: parameter.scaled(on: machine, by: 1 + step))
    let down = base.totals(underSameMappingsOn: parameter.scaled(on: machine, by: 1 - step))
    func slope(_ read: (NetworkTotals) -> Double?) -> Elasticity? {
      guard let now = read(base.totals), let more = read(up), let less = read(down), now > 0 else {
        return nil
      }
      return Elasticity(
        more: log(more / now) / log(1 + step), less: log(less / now) / log(1 - step))
    }
    return row(
      parameter, machine, .sameMappings(step: step), slope { $0.latency.value },
      slope { $0.energy?.value })
  }

  /// A parameter at its next value, all mapped anew.
  private static func doubled(
    _ parameter: MachineParameter, _ design: Design, _ outcome: Outcome, _ variants: Variants
  ) async -> Result<Sensitivity, Refusal> {
    var changed = design
    changed.accelerator = parameter.scaled(on: design.accelerator, by: 2)
    switch await variants.outcome(of: changed, parallelism: 1) {
    case .failure(let list):
      return .failure(Refusal(reason: list.diagnostics.map(\.message).joined(separator: "; ")))
    case .success(let after):
      guard !after.isInfeasible || outcome.isInfeasible else {
        return .failure(Refusal(reason: "twice as much does not fit"))
      }
      func slope(_ after: Double?, _ before: Double?) -> Elasticity? {
        guard let after, let before, before > 0, after > 0 else { return nil }
        return Elasticity(more: log2(after / before), less: nil)
      }
      return .success(
        row(
          parameter, design.accelerator, .mappedAnew(factor: 2),
          slope(after.latency.value, outcome.latency.value),
          slope(after.energy?.value, outcome.energy?.value)))
    }
  }

  private static func row(
    _ parameter: MachineParameter, _ machine: Accelerator, _ method: Sensitivity.Method,
    _ time: Elasticity?, _ energy: Elasticity?
  ) -> Sensitivity {
    Sensitivity(
      parameter: parameter, name: parameter.name(on: machine), value: parameter.value(on: machine),
      method: method, time: time ?? Elasticity(more: 0, less: nil), energy: energy)
  }
}
