// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

/// Whether what a file says makes sense as a machine.
///
/// Each check looks only at what could be read, so that one error does not bring forth others.
struct AcceleratorChecks {
  let draft: AcceleratorDraft
  /// The memories of the path, outermost first; all checks ask for them, so they are found once.
  let memories: [(index: Int, level: MemoryLevel)]
  /// The formats at the multipliers, where they could be read.
  let compute: (index: Int, unit: ComputeUnit)?
  /// Whether it is known of every memory what it holds.
  let holdingIsKnown: Bool
  /// The places in the path of the memories that hold weights, inputs and outputs.
  private let holdersOfOperand: [[Int]]

  init(draft: AcceleratorDraft) {
    self.draft = draft
    let memories = draft.memories
    self.memories = memories
    compute = draft.wholeCompute
    holdingIsKnown =
      draft.pathIsWhole
      && memories.allSatisfy { draft.parts[$0.index].isWhole || !$0.level.holds.isEmpty }
    holdersOfOperand = Operand.allCases.map { operand in
      memories.filter { $0.level.holds.contains(operand) }.map(\.index)
    }
  }

  /// Everything found, in no particular order.
  func all() -> [Diagnostic] {
    path() + names() + holding() + sharing() + capacities() + ports() + feeding() + budgets()
      + vectorMemory() + conversions() + voltages() + sources()
  }

  /// The memories that hold an operand, outermost first, by their place in the path.
  func holders(of operand: Operand) -> [Int] {
    holdersOfOperand[operand.index]
  }

  private func sources() -> [Diagnostic] {
    draft.declared.filter { !draft.usedSources.contains($0.text) }
      .map { .unusedSource($0.text, at: $0.location) }
  }
}

extension AcceleratorDraft {
  /// The first arithmetic of the path, if nothing is wrong with it.
  fileprivate var wholeCompute: (index: Int, unit: ComputeUnit)? {
    for (index, part) in parts.enumerated() {
      if case .compute(let unit) = part.element, part.isWhole { return (index, unit) }
    }
    return nil
  }
}
