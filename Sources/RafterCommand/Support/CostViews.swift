// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import Foundation
public import Rafter

/// Looks at the products of an analysis through another cost model.
enum CostViews {
  /// One entry for each product of some layers.
  ///
  /// Equal products, such as those of repeated blocks, are searched once, side by side on at most so many cores.
  /// - Parameter jobs: Cores; nil takes all there are.
  static func entries(
    of analysis: Analysis, model: CostModel, objective: Objective, jobs: Int?
  ) async -> [CostViewReport.Entry] {
    let machine = analysis.accelerator
    switch model {
    case .zigzag:
      let nests = analysis.layers.flatMap(\.layer.nests)
      let cores = max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount)
      let views = await zigzag(nests, on: machine, objective: objective, parallelism: cores)
      return zip(rows(of: analysis.layers), views).map { row, view in
        switch view {
        case .success(let view):
          CostViewReport.Entry(layer: row.layer.layer, nest: row.nest, view: view)
        case .failure(let list):
          CostViewReport.Entry(
            layer: row.layer.layer, nest: row.nest, view: nil,
            reason: list.diagnostics.map(\.message).joined(separator: "; "))
        }
      }
    case .bound, .itemised:
      return rows(of: analysis.layers).map { row in
        guard row.place < row.layer.mappings.count else {
          return CostViewReport.Entry(
            layer: row.layer.layer, nest: row.nest, view: nil,
            reason: row.layer.infeasibility?.description ?? "no mapping")
        }
        return CostViewReport.Entry(
          layer: row.layer.layer, nest: row.nest,
          view: .bound(row.layer.mappings[row.place], on: machine))
      }
    }
  }

  /// A product with its layer, and which of the layer's products it is.
  private struct Row {
    var layer: LayerAnalysis
    var place: Int
    var nest: LoopNest
  }

  private static func rows(of layers: [LayerAnalysis]) -> [Row] {
    layers.flatMap { layer in
      layer.layer.nests.enumerated().map { Row(layer: layer, place: $0, nest: $1) }
    }
  }

  /// What a search in ZigZag's rules finds for each product.
  private static func zigzag(
    _ nests: [LoopNest], on machine: Accelerator, objective: Objective, parallelism: Int
  ) async -> [Result<CostView, DiagnosticList>] {
    let named = nests.map { (nest: $0, problem: MappingPlan.anonymous($0)) }
    var problems: [LoopNest] = []
    var known: [LoopNest: Int] = [:]
    for item in named where known[item.problem] == nil {
      known[item.problem] = problems.count
      // With the names of the first, so that a reason can tell whom it concerns.
      problems.append(item.nest)
    }
    let found = await Parallel.map(problems, parallelism) { nest in
      view(of: nest, on: machine, objective)
    }
    return named.map { item in
      guard let index = known[item.problem] else {
        return view(of: item.nest, on: machine, objective)
      }
      // A reason names its product, so that of another one is found anew.
      if case .failure = found[index], problems[index].label != item.nest.label {
        return view(of: item.nest, on: machine, objective)
      }
      return found[index]
    }
  }

  private static func view(
    of nest: LoopNest, on machine: Accelerator, _ objective: Objective
  ) -> Result<CostView, DiagnosticList> {
    Result { () throws(DiagnosticList) in
      let formats = machine.compute?.formats ?? []
      guard
        let format = formats.first(where: { $0.arithmetic == nest.arithmetic }) ?? formats.first
      else { throw DiagnosticList(.computesNothing(machine.name)) }
      return try CostView.zigzag(nest, on: machine, format: format, objective: objective)
    }
  }
}

extension CostModel {
  /// The options of the analysis that a view is made from.
  ///
  /// ZigZag's mappings are searched in its own rules; ours are not looked at then, so any that fits will do.
  func options(_ options: AnalysisOptions) -> AnalysisOptions {
    guard self == .zigzag else { return options }
    var options = options
    options.limit = SearchLimit(mappings: 1)
    return options
  }
}

extension CostModel: ExpressibleByArgument {}
