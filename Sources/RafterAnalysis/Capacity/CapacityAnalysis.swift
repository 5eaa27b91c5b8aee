// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterMapping
import RafterQuantities
public import RafterWorkload

/// The attainable intensity of a layer as a function of the capacity of a memory.
public enum CapacityAnalysis {
  /// The curve of one layer, in the formats it is analysed in.
  ///
  /// - Parameters:
  ///   - workload: a model; see `Workload.keeping(layer:)`.
  ///   - layer: the index of the layer.
  ///   - machine: the accelerator.
  ///   - options: formats, the search limit, and in `level` the memory; nil for the outermost one on the
  ///     chip that holds all operands.
  ///   - parallelism: cores to use at most; the curve does not depend on it.
  ///   - progress: told the number of searches each time one is done.
  /// - Throws: a diagnostic if there is no such memory, or the layer has no products.
  /// - Complexity: one search for each product and capacity.
  public static func curve(
    of layer: Int, in workload: Workload, on machine: Accelerator,
    options: AnalysisOptions = AnalysisOptions(), parallelism: Int,
    progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(DiagnosticList) -> CapacityCurve {
    let level = try CapacityStudy.level(options.level, of: machine)
    let assignment = try FormatAssignment(workload, on: machine, precision: options.precision)
    let nests = assignment.workload.layers[layer].nests
    guard !nests.isEmpty else {
      throw DiagnosticList(.noProductsToCurve(workload.layers[layer].name))
    }
    let study = CapacityStudy(nests, on: machine, level: level)
    // Small capacities take longest, so they come first.
    let jobs = study.capacities.indices.flatMap { c in nests.indices.map { (c, $0) } }
    let count = jobs.count
    // Without a gap at which to stop: what is proven shows in the picture.
    let limit = SearchLimit(mappings: options.limit.mappings, gap: 0)
    let found = await Parallel.map(jobs, parallelism) { job in
      defer { progress?(count) }
      return study.search(job.1, at: job.0, limit: limit)
    }
    return study.curve(
      study.capacities.indices.map { c in
        Array(found[(c * nests.count)..<((c + 1) * nests.count)])
      })
  }
}
