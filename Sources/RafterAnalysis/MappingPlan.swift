// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterMapping
package import RafterWorkload

/// Maps all products of a workload; equal ones are mapped once.
package enum MappingPlan {
  /// A product without the names that tell equal ones apart.
  private struct Problem: Hashable {
    var nest: LoopNest
    var format: ComputeFormat
  }

  /// The mapping of every nest of every layer, in order.
  ///
  /// Problems run side by side on at most `parallelism` cores; results are joined by index, so the
  /// outcome does not depend on how many there are.
  /// - Parameters:
  ///   - memory: what other analyses have mapped; nil to search for everything.
  ///   - progress: told the number of different problems each time one is done.
  static func map(
    _ workload: Workload, formats: [ComputeFormat?], on accelerator: Accelerator,
    options: AnalysisOptions, parallelism: Int, memory: MappingMemory? = nil,
    progress: (@Sendable (Int) -> Void)?
  ) async -> [[MappingResult]] {
    var problems: [Problem] = []
    var known: [Problem: Int] = [:]
    var wanted: [[Int]] = []
    for (layer, format) in zip(workload.layers, formats) {
      var indices: [Int] = []
      for nest in layer.nests {
        guard let format else { continue }
        let problem = Problem(nest: anonymous(nest), format: format)
        let index = known[problem] ?? problems.count
        if index == problems.count {
          problems.append(problem)
          known[problem] = index
        }
        indices.append(index)
      }
      wanted.append(indices)
    }
    // Large problems first, so that the last core to finish has little left to do.
    let order = problems.indices.sorted {
      (problems[$1].nest.macs, $0) < (problems[$0].nest.macs, $1)
    }
    let count = problems.count
    let path = memory.map { _ in SearchedPath(accelerator) }
    let solved = await Parallel.map(order, parallelism) { [problems] index in
      defer { progress?(count) }
      let (nest, format) = (problems[index].nest, problems[index].format)
      func search() -> MappingResult {
        Mapper.map(
          nest, on: accelerator, format: format, objective: options.objective,
          constraints: options.constraints, limit: options.limit, memory: memory?.shapes)
      }
      guard let memory, let path else { return search() }
      return memory.result(
        MappingMemory.Key(nest, format, path: path, on: accelerator, options), search: search)
    }
    var results = solved
    for (place, index) in order.enumerated() { results[index] = solved[place] }
    return zip(workload.layers, wanted).map { layer, indices in
      zip(layer.nests, indices).map { nest, index in named(results[index], nest) }
    }
  }

  /// Refuses constraints that some product or the machine cannot keep, each said once.
  static func check(
    _ constraints: MappingConstraints, _ nests: [LoopNest], on accelerator: Accelerator
  ) throws(DiagnosticList) {
    var wrong: [Diagnostic] = []
    for nest in nests {
      for diagnostic in constraints.diagnostics(for: nest, on: accelerator)
      where !wrong.contains(diagnostic) { wrong.append(diagnostic) }
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
  }

  /// The products of every layer laid out as a file says, with what their zeros spare; what is wrong with it is thrown at
  /// once.
  static func given(
    _ draft: MappingDraft, _ workload: Workload, formats: [ComputeFormat?],
    on accelerator: Accelerator, options: AnalysisOptions
  ) throws(DiagnosticList) -> [[MappingResult]] {
    let rules = ZeroRules(machine: accelerator)
    var plan: [[MappingResult]] = []
    for (layer, format) in zip(workload.layers, formats) {
      guard let format = format ?? accelerator.compute?.formats.first else { continue }
      let mappings = try draft.mappings(of: layer.nests, on: accelerator, format: format)
      plan.append(
        zip(layer.nests, mappings).map { nest, mapping in
          let laid = MappingDraft.lay(
            mapping, of: anonymous(nest), on: accelerator, format: format,
            objective: options.objective, limit: options.limit, savings: rules.savings(of: nest))
          return named(.mapped(laid), nest)
        })
    }
    return plan
  }

  /// The same results with what other choices would have cost.
  static func explained(
    _ plan: [[MappingResult]], formats: [ComputeFormat?], on accelerator: Accelerator
  ) -> [[MappingResult]] {
    zip(plan, formats).map { results, format in
      results.map { result in
        guard case .mapped(var mapped) = result, let format else { return result }
        mapped.alternatives = Alternatives.of(mapped, on: accelerator, format: format)
        return .mapped(mapped)
      }
    }
  }

  /// A product without what tells equal ones apart.
  package static func anonymous(_ nest: LoopNest) -> LoopNest {
    var copy = nest
    copy.label = ""
    copy.repeats = 1
    for i in copy.operands.indices {
      copy.operands[i].tensor = ""
      copy.operands[i].isConstant = false
      // Zeros count as what they spare.
      copy.operands[i].density = .dense
    }
    return copy
  }

  /// The result of an anonymous product, for a product that differs from it in names alone.
  static func named(_ result: MappingResult, _ nest: LoopNest) -> MappingResult {
    guard case .mapped(var mapped) = result else { return result }
    mapped.nest = nest
    return .mapped(mapped)
  }
}
