// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterMapping
public import RafterWorkload

/// The trade-offs between latency and energy of a layer's products.
public struct LayerFront: Sendable, Hashable {
  /// One product and its front, for one run.
  public struct Product: Sendable, Hashable {
    /// The product, in its final formats.
    public var nest: LoopNest
    /// All trade-offs, fastest first; or why nothing fits.
    public var outcome: Result<MappingFront, Infeasibility>

    /// Creates a product's front.
    public init(nest: LoopNest, outcome: Result<MappingFront, Infeasibility>) {
      self.nest = nest
      self.outcome = outcome
    }
  }

  /// The layer.
  public var layer: Layer
  /// Its products, in order.
  public var products: [Product]
  /// What every mapping keeps to.
  public var constraints: MappingConstraints

  /// Creates the fronts of a layer.
  public init(layer: Layer, products: [Product], constraints: MappingConstraints = .none) {
    self.layer = layer
    self.products = products
    self.constraints = constraints
  }
}

/// Searches the Pareto front of (latency, energy).
public enum FrontAnalysis {
  /// The front of every product of a layer, in the formats the layer is analysed in.
  ///
  /// - Parameters:
  ///   - layer: the index of the layer.
  ///   - workload: a model; see `Workload.keeping(layer:)`.
  ///   - machine: the accelerator.
  ///   - options: formats, constraints and the search limit; each point is searched for without a gap at which to stop.
  ///   - parallelism: cores to use at most; the fronts do not depend on it.
  /// - Throws: a diagnostic if the layer has no products, or a constraint cannot be kept.
  /// - Complexity: one search for each point of each product.
  public static func front(
    of layer: Int, in workload: Workload, on machine: Accelerator,
    options: AnalysisOptions = AnalysisOptions(), parallelism: Int
  ) async throws(DiagnosticList) -> LayerFront {
    let workload = options.densities.map(workload.setting) ?? workload
    let assignment = try FormatAssignment(workload, on: machine, precision: options.precision)
    let rules = ZeroRules(machine: machine)
    let found = assignment.workload.layers[layer]
    guard !found.nests.isEmpty, let format = assignment.compute[layer] else {
      throw DiagnosticList(.noProductsToTrade(found.name))
    }
    try MappingPlan.check(options.constraints, found.nests, on: machine)
    // Each point is to be proven, which takes more than finding it.
    let (mappings, isTooMany) = options.limit.mappings.multipliedReportingOverflow(by: 3)
    let limit = SearchLimit(mappings: isTooMany ? .max : mappings, gap: 0)
    let outcomes = await Parallel.map(Array(found.nests.indices), parallelism) { index in
      Mapper.front(
        of: found.nests[index], on: machine, format: format, constraints: options.constraints,
        limit: limit, savings: rules.savings(of: found.nests[index]))
    }
    return LayerFront(
      layer: found, products: zip(found.nests, outcomes).map { .init(nest: $0, outcome: $1) },
      constraints: options.constraints)
  }
}
