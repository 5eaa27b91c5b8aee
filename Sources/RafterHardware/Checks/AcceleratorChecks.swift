// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

/// Whether what a file says makes sense as a machine.
///
/// Each check looks only at what could be read, so that one error does not bring forth others.
struct AcceleratorChecks {
  var draft: AcceleratorDraft

  /// Everything found, in no particular order.
  func all() -> [Diagnostic] {
    path() + names() + holding() + sharing() + capacities() + ports() + feeding() + budgets()
      + vectorMemory() + conversions() + voltages() + sources()
  }

  /// The formats at the multipliers, where they could be read.
  var compute: (index: Int, unit: ComputeUnit)? {
    for (index, part) in draft.parts.enumerated() {
      if case .compute(let unit) = part.element, part.isWhole { return (index, unit) }
    }
    return nil
  }

  /// Whether it is known of every memory what it holds.
  var holdingIsKnown: Bool {
    draft.pathIsWhole
      && draft.memories.allSatisfy { draft.parts[$0.index].isWhole || !$0.level.holds.isEmpty }
  }

  /// The memories that hold an operand, outermost first, by their place in the path.
  func holders(of operand: Operand) -> [Int] {
    draft.memories.filter { $0.level.holds.contains(operand) }.map(\.index)
  }

  private func sources() -> [Diagnostic] {
    draft.declared.filter { !draft.usedSources.contains($0.text) }
      .map { .unusedSource($0.text, at: $0.location) }
  }
}
