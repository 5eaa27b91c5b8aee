// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload
import Synchronization

/// Applies levers step by step, maps the whole workload anew each time, and tells what each saves.
///
/// There are no shortcut formulas: an effect is the difference of two analyses, so an analysis of the written design gives
/// the same numbers.
public enum Advisor {
  /// Savings of less count as none.
  public static let threshold = 0.005

  /// The effect of every lever.
  ///
  /// - Parameters:
  ///   - design: The workload and the machine.
  ///   - levers: Those to look at.
  ///   - steps: Whether steps that a bound proves useless are mapped all the same.
  ///   - parallelism: Cores to use at most.
  ///   - progress: Told the number of analyses done.
  /// - Throws: What is wrong with the design as it is; steps that cannot be run are results.
  /// - Complexity: One analysis for each step, 30 to 60 for a machine of four memories.
  public static func advise(
    _ design: Design, levers: [Lever] = Lever.allCases, steps: StepChoice = .all, parallelism: Int,
    progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(DiagnosticList) -> Advice {
    try await advise(
      design, levers: levers, steps: steps, parallelism: parallelism,
      variants: Variants(progress: progress))
  }

  /// - Parameter variants: What was analysed before, and will be after.
  static func advise(
    _ design: Design, levers: [Lever], steps: StepChoice = .all, parallelism: Int,
    variants: Variants
  ) async throws(DiagnosticList) -> Advice {
    let base = try await variants.analysis(of: design, parallelism: parallelism)
    let outcome = Outcome(base, batch: design.workload.batch)
    let cost = ModelledMachine(design.accelerator)
    var ladders: [Ladder] = []
    var unusable: [(lever: Lever, reason: String)] = []
    for lever in Lever.allCases where levers.contains(lever) {
      let own = lever.ladders(design, base, cost)
      if own.isEmpty { unusable.append((lever, lever.reasonForNone(design))) }
      ladders += own
    }
    // Ladders side by side, those of most steps first; the last of them share the cores, so that none waits for one.
    let order = ladders.indices.sorted {
      (ladders[$1].steps.count, $0) < (ladders[$0].steps.count, $1)
    }
    let left = Mutex(ladders.count)
    let climbed = await Parallel.map(order, parallelism) { [ladders] index in
      let result = await climb(ladders[index], on: design, from: outcome, steps, variants) {
        max(1, parallelism / max(1, min(parallelism, left.withLock { $0 })))
      }
      left.withLock { $0 -= 1 }
      return result
    }
    var results = climbed
    for (place, index) in order.enumerated() { results[index] = climbed[place] }
    return Advice(base: base, outcome: outcome, ladders: results, unusable: unusable)
  }

  /// Runs the steps of a ladder until one gains nothing over the one before.
  ///
  /// - Parameter cores: How many a step may use, asked when it begins.
  private static func climb(
    _ ladder: Ladder, on design: Design, from outcome: Outcome, _ steps: StepChoice,
    _ variants: Variants, cores: () -> Int
  ) async -> LadderResult {
    var effects: [Effect] = []
    var end = LadderEnd.reached
    for step in ladder.steps {
      let changed = design.applying(step.change)
      let before = effects.last?.outcome ?? outcome
      if steps == .unproven, ladder.order == .rising, isProvenUseless(changed, before, variants) {
        end = .provenUseless(at: step.step)
        break
      }
      let result = await variants.outcome(of: changed, parallelism: cores())
      switch result {
      case .failure(let list):
        let reason = list.diagnostics.map(\.message).joined(separator: "; ")
        end = .refused(at: step.step, reason: reason)
      case .success(let found):
        effects.append(
          Effect(
            intervention: step, outcome: found, base: outcome,
            chip: design.accelerator.technology.area?.value))
        // More room may help at the last step alone.
        let isFilling = found.isInfeasible && ladder.lever == .temporalReuse
        end = isFilling || found.isBetter(than: before) ? .reached : .stopsPaying(at: step.step)
      }
      if ladder.order == .alternatives { end = .reached }
      if end != .reached { break }
    }
    return LadderResult(ladder: ladder, effects: effects, end: end)
  }

  /// Whether no mapping of a design can take less time or energy, by the threshold, than what is known.
  private static func isProvenUseless(
    _ design: Design, _ before: Outcome, _ variants: Variants
  ) -> Bool {
    guard !before.isInfeasible,
      let least = (try? variants.least(of: design)) ?? nil
    else { return false }
    let batch = Double(design.workload.batch)
    guard least.latency / batch > before.latency * (1 - threshold) else { return false }
    return before.energy.map { least.energy / batch > $0 * (1 - threshold) } ?? true
  }
}

extension Outcome {
  /// Whether time or energy fell by the threshold at least.
  func isBetter(than other: Outcome) -> Bool {
    if isInfeasible != other.isInfeasible { return other.isInfeasible }
    if 1 - latency.ratio(to: other.latency) >= Advisor.threshold { return true }
    guard let energy, let before = other.energy, before > .zero else { return false }
    return 1 - energy.ratio(to: before) >= Advisor.threshold
  }
}

extension Lever {
  /// The steps of a lever on a design.
  func ladders(_ design: Design, _ base: Analysis, _ cost: ModelledMachine) -> [Ladder] {
    switch self {
    case .parallelism: ParallelismLever.ladders(design, cost)
    case .temporalReuse: TemporalReuseLever.ladders(design, cost)
    case .bandwidth: BandwidthLever.ladders(design, cost)
    case .nearMemory: NearMemoryLever.ladders(design, cost)
    case .spatialReuse: SpatialReuseLever.ladders(design, cost)
    case .memoryKind: MemoryKindLever.ladders(design, cost)
    case .inMemory: InMemoryLever.ladders(design, base, cost)
    case .voltageFrequency: VoltageFrequencyLever.ladders(design)
    case .chiplets: ChipletsLever.ladders(design, cost)
    case .quantization: QuantizationLever.ladders(design, base)
    case .batching: BatchingLever.ladders(design)
    case .dataflow: DataflowLever.ladders(design)
    case .sparsity: SparsityLever.ladders(design, cost)
    case .fusion: FusionLever.ladders(design)
    }
  }

  /// Why a lever has no step here.
  func reasonForNone(_ design: Design) -> String {
    switch self {
    case .quantization: "nothing narrower than the formats in use can be chosen"
    case .batching: "the workload has no batch axis that can be set"
    case .dataflow: "arrays unroll any dimension and memories are double-buffered already"
    case .sparsity: SparsityLever.reason(design) ?? "no weights can be pruned"
    case .fusion: "tensors that fit stay already, or no memory is shared by all parts"
    case .inMemory: InMemoryLever.reasonForNone(design)
    case .voltageFrequency:
      "\(design.accelerator.name) states no law of supply and clock, and no node to take a usual one from"
    case .chiplets:
      "\(design.accelerator.name) has several outermost memories, or the workload runs on several devices already"
    case .memoryKind: "no kind of memory delivers more, or as much for less energy"
    default: "\(design.accelerator.name) has no part that it could be applied to"
    }
  }
}

extension Analysis {
  /// The widest formats that products read.
  var widestBits: (weights: Double, activations: Double) {
    var weights = 0.0
    var activations = 0.0
    for layer in workload.layers {
      for nest in layer.nests {
        activations = max(activations, nest[.inputs].format.bitsPerElement.value)
        let own = nest[.weights]
        if own.isConstant {
          weights = max(weights, own.format.bitsPerElement.value)
        } else {
          activations = max(activations, own.format.bitsPerElement.value)
        }
      }
    }
    return (weights, activations)
  }
}
