// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterWorkload

/// Maps all products of a workload; equal ones are mapped once.
enum MappingPlan {
  /// A product without the names that tell equal ones apart.
  private struct Problem: Hashable {
    var nest: LoopNest
    var format: ComputeFormat
  }

  /// The mapping of every nest of every layer, in order.
  ///
  /// Problems run side by side on at most `parallelism` cores; results are joined by index, so the
  /// outcome does not depend on how many there are.
  /// - Parameter progress: told the number of different problems each time one is done.
  static func map(
    _ workload: Workload, formats: [ComputeFormat?], on accelerator: Accelerator,
    options: AnalysisOptions, parallelism: Int, progress: (@Sendable (Int) -> Void)?
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
    let results = await solve(
      problems, on: accelerator, options: options, parallelism: max(1, parallelism),
      progress: progress)
    return zip(workload.layers, wanted).map { layer, indices in
      zip(layer.nests, indices).map { nest, index in named(results[index], nest) }
    }
  }

  private static func solve(
    _ problems: [Problem], on accelerator: Accelerator, options: AnalysisOptions,
    parallelism: Int, progress: (@Sendable (Int) -> Void)?
  ) async -> [MappingResult] {
    let count = problems.count
    // Large problems first, so that the last core to finish has little left to do.
    let order = problems.indices.sorted {
      (problems[$1].nest.macs, $0) < (problems[$0].nest.macs, $1)
    }
    return await withTaskGroup(of: (Int, MappingResult).self) { group in
      var results: [MappingResult?] = Array(repeating: nil, count: count)
      var next = 0
      func start() {
        guard next < count else { return }
        let index = order[next]
        let problem = problems[index]
        next += 1
        group.addTask {
          (
            index,
            Mapper.map(
              problem.nest, on: accelerator, format: problem.format,
              objective: options.objective, limit: options.limit)
          )
        }
      }
      for _ in 0..<min(parallelism, count) { start() }
      while let (index, result) = await group.next() {
        results[index] = result
        progress?(count)
        start()
      }
      return results.compactMap { $0 }
    }
  }

  private static func anonymous(_ nest: LoopNest) -> LoopNest {
    var copy = nest
    copy.label = ""
    copy.repeats = 1
    for i in copy.operands.indices {
      copy.operands[i].tensor = ""
      copy.operands[i].isConstant = false
    }
    return copy
  }

  private static func named(_ result: MappingResult, _ nest: LoopNest) -> MappingResult {
    guard case .mapped(var mapped) = result else { return result }
    mapped.nest = nest
    return .mapped(mapped)
  }
}
