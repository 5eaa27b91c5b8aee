// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
import RafterQuantities

/// Which of the numbers that a description leaves open are filled.
public enum FilledNumbers: Sendable, Hashable {
  /// Energies of memories, of MACs and of the vector unit: without them there is no energy roof.
  case roofEnergies
  /// All that the model knows: wires, links, areas and leakage too.
  case all
}

extension Accelerator {
  /// The description with its open numbers filled, and what is to be said about it.
  ///
  /// What the file says is `unknown` stays so: it was not left open.
  ///
  /// - Parameters:
  ///   - model: What to fill from.
  ///   - numbers: Which of them.
  /// - Returns: The description, one note that lists what was filled, and a warning for each rule beyond its range.
  public func filled(from model: TechnologyModel, _ numbers: FilledNumbers)
    -> (Accelerator, [Diagnostic])
  {
    guard !openNumbers.isEmpty else { return (self, []) }
    let (machine, fills) = completed(self, with: model, keeping: kept(numbers))
    let filled = fills.filter(\.isFilled)
    var said: [Diagnostic] = []
    if !filled.isEmpty {
      said.append(
        .filledNumbers(
          name, model: model.name,
          filled.map { fill in
            if case .filled(let text) = fill.outcome {
              "\(fill.value.text): \(text)"
            } else {
              fill.value.text
            }
          }, at: SourceLocation(file: file)))
    }
    for fill in fills {
      for caution in fill.cautions where !said.contains(caution) { said.append(caution) }
      if numbers == .all, case .left(let reason) = fill.outcome { said.append(reason) }
    }
    return (machine, said)
  }

  /// Numbers that are not to be filled: stated as unknown, or outside of what was asked for.
  private func kept(_ numbers: FilledNumbers) -> Set<OpenValue> {
    var kept: Set<OpenValue> = []
    func keep(_ value: OpenValue, unless isOpen: Bool) { if !isOpen { kept.insert(value) } }
    let all = numbers == .all
    for (index, element) in path.enumerated() {
      switch element {
      case .memory(let memory):
        keep(.readEnergy(memory: memory.name), unless: memory.open.contains(.readEnergy))
        keep(.writeEnergy(memory: memory.name), unless: memory.open.contains(.writeEnergy))
        keep(.memoryArea(memory: memory.name), unless: all && memory.open.contains(.area))
      case .array(let array):
        keep(.wireEnergy(array: index), unless: all && array.open.contains(.wireEnergy))
      case .compute(let unit):
        if let array = unit.inMemory {
          for event in InMemoryEnergies.Event.allCases {
            keep(
              .eventEnergy(unit: unit.name, event), unless: array.energies.open.contains(event))
          }
        }
        for format in unit.formats {
          keep(.macEnergy(format.arithmetic), unless: format.open.contains(.energy))
          keep(.macArea(format.arithmetic), unless: all && format.open.contains(.area))
        }
      }
    }
    keep(.vectorEnergy, unless: vector?.open.contains(.energy) ?? false)
    keep(.linkEnergy, unless: all && (links?.open.contains(.energy) ?? false))
    keep(.staticPower, unless: all && power.open.contains(.staticPower))
    return kept
  }
}
