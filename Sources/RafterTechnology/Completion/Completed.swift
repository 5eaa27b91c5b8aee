// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities

/// The key of `Accelerator.sources` that filled numbers name.
public let technologyModelSource = "technology-model"

/// The description with the energies and areas that it leaves open filled from a model.
///
/// A number is open where it is nil. A filled one has confidence `estimated`, the source
/// ``technologyModelSource`` and a text with the number, the rule and its terms, so that every report shows that
/// it was filled. Nothing that is stated changes.
///
/// - Parameters:
///   - accelerator: The description.
///   - model: What to fill from.
///   - keeping: Open numbers to leave: those that the description says are unknown.
/// - Returns: The description, and what became of each open number in the order of the path.
public func completed(
  _ accelerator: Accelerator, with model: TechnologyModel, keeping: Set<OpenValue> = []
) -> (Accelerator, [TechnologyFill]) {
  var completion = Completion(accelerator: accelerator, model: model, keeping: keeping)
  for index in accelerator.path.indices {
    switch accelerator.path[index] {
    case .memory(let memory): completion.fill(memory, at: index)
    case .compute(let unit): completion.fill(unit, at: index)
    case .array: break
    }
  }
  // Wires are as long as the array is large, so they come after the areas; the inner arrays first.
  for index in accelerator.path.indices.reversed() {
    if case .array(let array) = accelerator.path[index] { completion.fill(array, at: index) }
  }
  completion.fillVector()
  completion.fillLinks()
  completion.fillStaticPower()
  if completion.fills.contains(where: \.isFilled),
    completion.accelerator.sources[technologyModelSource] == nil
  {
    completion.accelerator.sources[technologyModelSource] = Source(
      title: "Technology model '\(model.name)' of Rafter", confidence: .estimated)
  }
  return (completion.accelerator, completion.fills)
}
