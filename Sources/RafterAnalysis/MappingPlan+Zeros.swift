// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterWorkload

extension MappingPlan {
  /// A product with what its zeros spare, without the names that tell equal ones apart.
  private struct SparedProduct: Hashable {
    var nest: LoopNest
    var format: ComputeFormat
    var savings: NestSavings
  }

  /// The plan with what zeros spare: products that have none keep their mappings; others are searched for again by what is
  /// left, and keep theirs unless a better one is found.
  ///
  /// - Parameters:
  ///   - plan: the mappings of the dense products, layer by layer.
  ///   - memory: what other analyses have mapped; nil to search for everything.
  static func spared(
    _ plan: [[MappingResult]], formats: [ComputeFormat?], on accelerator: Accelerator,
    options: AnalysisOptions, parallelism: Int, memory: MappingMemory?
  ) async -> [[MappingResult]] {
    let rules = ZeroRules(machine: accelerator)
    var products: [(product: SparedProduct, dense: MappedNest)] = []
    var known: [SparedProduct: Int] = [:]
    var places: [[Int?]] = []
    for (results, format) in zip(plan, formats) {
      places.append(
        results.map { result in
          guard case .mapped(let mapped) = result, let format else { return nil }
          let savings = rules.savings(of: mapped.nest)
          guard savings != .none else { return nil }
          let product = SparedProduct(
            nest: anonymous(mapped.nest), format: format, savings: savings)
          if let place = known[product] { return place }
          known[product] = products.count
          products.append((product, mapped))
          return products.count - 1
        })
    }
    guard !products.isEmpty else { return plan }
    let order = products.indices.sorted {
      (products[$1].product.nest.macs, $0) < (products[$0].product.nest.macs, $1)
    }
    let path = memory.map { _ in SearchedPath(accelerator) }
    let solved = await Parallel.map(order, parallelism) { [products] index in
      let product = products[index].product
      var dense = products[index].dense
      dense.nest = product.nest
      func search() -> MappingResult {
        .mapped(
          Mapper.sparing(
            product.savings, beside: dense, on: accelerator, format: product.format,
            constraints: options.constraints, limit: options.limit, memory: memory?.shapes))
      }
      if product.savings.isSameForAll(options.objective, product.format) {
        return MappingResult.mapped(
          dense.sparing(product.savings, on: accelerator, format: product.format))
      }
      guard let memory, let path else { return search() }
      return memory.result(
        MappingMemory.Key(
          product.nest, product.format, product.savings, path: path, on: accelerator, options),
        search: search)
    }
    var spared: [MappingResult?] = products.map { _ in nil }
    for (place, index) in order.enumerated() { spared[index] = solved[place] }
    return zip(plan, places).map { results, places in
      zip(results, places).map { result, place in
        guard case .mapped(let dense) = result, let place, let found = spared[place] else {
          return result
        }
        return named(found, dense.nest)
      }
    }
  }
}

extension NestSavings {
  /// Whether every mapping is spared the same, so that the best of them stays the best: gates save energy of the
  /// arithmetic, which is that of all mappings.
  fileprivate func isSameForAll(_ objective: Objective, _ format: ComputeFormat) -> Bool {
    steps == 1 && executed == 1 && stored.isEmpty && resident.isEmpty && objective != .edp
      && format.inMemory == nil
  }
}
