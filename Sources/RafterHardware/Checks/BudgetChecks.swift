// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

extension AcceleratorChecks {
  /// Static power is below the cap, and the parts fit on the chip.
  func budgets() -> [Diagnostic] {
    var found: [Diagnostic] = []
    if let floor = draft.power.staticPower, let cap = draft.power.cap, floor.value >= cap.value {
      found.append(
        .staticAboveCap(
          floor.provenance.text, cap: cap.provenance.text, at: floor.provenance.location))
    }
    if let chip = draft.technology?.area, draft.pathIsWhole {
      let parts = areaOfParts()
      if parts > chip.value {
        found.append(.partsAboveChip(parts, chip.value, at: chip.provenance.location))
      }
    }
    return found
  }

  /// Memories, and for each multiplier its largest format.
  private func areaOfParts() -> Area {
    var total = memories.reduce(Area.zero) { $0 + ($1.level.area?.value ?? .zero) }
    if let (index, unit) = compute {
      let largest = unit.formats.compactMap { $0.area?.value }.max() ?? .zero
      let count = draft.axes(after: -1, before: index).reduce(1.0) { $0 * Double($1.size) }
      total += largest * count
    }
    return total
  }

  /// The vector unit works from a memory of the path that holds activations.
  func vectorMemory() -> [Diagnostic] {
    guard let name = draft.vectorMemory, draft.pathIsWhole else { return [] }
    let names = memories.map(\.level.name)
    guard let level = memories.first(where: { $0.level.name == name.text })?.level else {
      return [.unknownName(name.text, of: "memory", among: names, at: name.location)]
    }
    let holds = level.holds
    guard holds.isEmpty || holds.contains(.inputs) || holds.contains(.outputs) else {
      return [.vectorMemoryWithoutActivations(name.text, at: name.location)]
    }
    return []
  }
}
