// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterWorkload

extension MappedNest {
  /// A nest laid out as someone else said, beside what a search found for it.
  ///
  /// - Parameters:
  ///   - mapping: a valid mapping of the nest of `result`.
  ///   - savings: what zeros spare the nest, there too.
  ///   - result: what the search found; how far the mapping can be from the best is known from it.
  init(
    _ mapping: Mapping, of nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    objective: Objective, savings: NestSavings = .none, beside result: MappingResult
  ) {
    let evaluation = Evaluator.evaluate(
      mapping, nest: NestShape(nest),
      machine: MachineShape(accelerator, format: format, nest: nest), savings: savings)
    self.init(
      nest: nest, mapping: mapping,
      text: MappingText.text(
        mapping, nest: nest, accelerator: accelerator, tiles: evaluation.tiles),
      cost: evaluation.cost,
      certificate: .given(
        evaluation.cost, beside: result, value: ObjectiveValue(objective, on: accelerator)),
      savings: savings)
  }
}

extension MappingDraft {
  /// A product laid out as this file says, with the certificate of a search for the same objective.
  ///
  /// - Parameters:
  ///   - mapping: one that ``mappings(of:on:format:)`` returned.
  ///   - nest: the product.
  ///   - accelerator: what it is laid out on.
  ///   - format: the format that the machine multiplies in.
  ///   - objective: what the search beside it makes least.
  ///   - limit: how far that search may go.
  ///   - savings: what zeros spare the product.
  public static func lay(
    _ mapping: Mapping, of nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    objective: Objective, limit: SearchLimit, savings: NestSavings = .none
  ) -> MappedNest {
    MappedNest(
      mapping, of: nest, on: accelerator, format: format, objective: objective, savings: savings,
      beside: Mapper.map(
        nest, on: accelerator, format: format, objective: objective, limit: limit,
        savings: savings))
  }
}
