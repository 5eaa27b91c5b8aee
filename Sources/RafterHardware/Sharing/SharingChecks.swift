// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterWorkload

extension AcceleratorChecks {
  /// Memories are shared across sides that there are, and not further than what feeds them.
  func sharing() -> [Diagnostic] {
    guard draft.pathIsWhole else { return [] }
    let sides = draft.axes(after: -1, before: draft.parts.count).map(\.name)
    var found: [Diagnostic] = []
    for (index, memory) in memories {
      guard draft.parts[index].isWhole, let named = memory.sharedAcross else { continue }
      for (i, side) in named.enumerated() where !sides.contains(side) {
        found.append(
          .unknownName(
            side, of: "side of an array", among: sides,
            at: draft.parts[index].place("shared-across.\(i)")))
      }
      for operand in Operand.allCases where memory.holds.contains(operand) {
        guard let outer = holders(of: operand).last(where: { $0 < index }),
          case .memory(let feeder) = draft.parts[outer].element
        else { continue }
        let shared = sharing(outer)
        for side in named where sides.contains(side) && !shared.contains(side) {
          found.append(
            .sharedFurther(
              memory.name, side, operand, than: feeder.name,
              at: draft.parts[index].place("shared-across")))
        }
      }
    }
    return found
  }

  /// The sides over which a memory of the path is shared.
  private func sharing(_ index: Int) -> Set<String> {
    if case .memory(let memory) = draft.parts[index].element, let named = memory.sharedAcross {
      return Set(named)
    }
    return Set(draft.axes(after: index, before: draft.parts.count).map(\.name))
  }
}

extension Diagnostic {
  static func sharedFurther(
    _ memory: String, _ side: String, _ operand: Operand, than feeder: String,
    at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .warning, id: "accelerator.shared-across",
      "memory '\(memory)' is one for all parts along '\(side)', but each part has its own '\(feeder)',"
        + " from which its \(operand.rawValue) come",
      at: place,
      suggestion: "share '\(feeder)' across '\(side)' too, or take '\(side)' out here")
  }
}
