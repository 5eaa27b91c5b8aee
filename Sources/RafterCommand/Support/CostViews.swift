// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// Looks at the products of an analysis through another cost model.
enum CostViews {
  /// One entry for each product of some layers.
  static func entries(
    _ layers: [LayerAnalysis], on machine: Accelerator, model: CostModel, objective: Objective
  ) -> [CostViewReport.Entry] {
    // Equal products, such as those of repeated blocks, are searched once.
    var known: [LoopNest: Result<CostView, DiagnosticList>] = [:]
    return layers.flatMap { layer in
      layer.layer.nests.enumerated().map { place, nest -> CostViewReport.Entry in
        if model == .bound {
          guard place < layer.mappings.count else {
            return CostViewReport.Entry(
              layer: layer.layer, nest: nest, view: nil,
              reason: layer.infeasibility?.description ?? "no mapping")
          }
          return CostViewReport.Entry(
            layer: layer.layer, nest: nest, view: .bound(layer.mappings[place], on: machine))
        }
        guard
          let format = machine.compute?.formats.first(where: { $0.arithmetic == nest.arithmetic })
            ?? machine.compute?.formats.first
        else {
          return CostViewReport.Entry(
            layer: layer.layer, nest: nest, view: nil, reason: "the machine computes no such format"
          )
        }
        var key = nest
        key.label = ""
        key.repeats = 1
        let result =
          known[key]
          ?? Result { () throws(DiagnosticList) in
            try CostView.zigzag(
              nest, on: machine, format: format,
              objective: ZigZagMapper.Objective(rawValue: objective.rawValue) ?? .edp)
          }
        known[key] = result
        switch result {
        case .success(let view):
          return CostViewReport.Entry(layer: layer.layer, nest: nest, view: view)
        case .failure(let list):
          return CostViewReport.Entry(
            layer: layer.layer, nest: nest, view: nil,
            reason: list.diagnostics.map(\.message).joined(separator: "; "))
        }
      }
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
