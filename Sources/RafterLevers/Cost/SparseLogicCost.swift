// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTechnology

/// What a machine is given to make use of zeros of the weights, and what that takes [rooflines 3.6].
enum SparseLogicCost {
  /// The logic, by where non-zeros may lie.
  enum Logic {
    /// Gates that keep a multiplier still.
    case gates
    /// Selectors for n of so many neighbours.
    case selectors(group: Int)
    /// Queues and networks that find pairs anywhere.
    case pairFinding
  }

  /// The machine with the energies and areas that the logic leaves, the area it adds, and what they rest on.
  ///
  ///     gates:         A_mac * (1 + T/T_mac)       E_mac as it is: what a gated one keeps is stated apart
  ///     selectors:     A_mac * (1 + T/T_mac)       E_mac * (1 + T/T_mac)
  ///     pair finding:  A_inside * (1 + a)          E_mac * (1 + e)
  ///
  /// A_inside is all that lies inside the outermost memory. An area is nil where that of the part it is a share of is not known.
  static func priced(_ machine: Accelerator, with logic: Logic, _ cost: ModelledMachine) -> (
    machine: Accelerator, area: Area?, basis: String
  ) {
    var (changed, area, basis): (Accelerator, Area?, String)
    switch logic {
    case .gates:
      (changed, area, basis) = counted(machine, cost, movesEnergy: false) {
        SparseLogic.gates(of: bits($0.weights))
      }
      basis = "gates: \(basis), by transistors"
    case .selectors(let group):
      (changed, area, basis) = counted(machine, cost, movesEnergy: true) {
        SparseLogic.selectors(of: bits($0.inputs), among: group)
      }
      basis = "selectors: \(basis) and as much of its energy, by transistors"
    case .pairFinding:
      let model = cost.model.sparseLogic
      changed = scalingEnergies(of: machine) { _ in 1 + model.pairFindingEnergy.value }
      area = cost.area(from: 1).map { $0 * model.pairFindingArea.value }
      basis =
        "finding pairs: \(share(model.pairFindingArea)) of the area inside \(cost.base.memories.first?.name ?? "the memory"), and \(share(model.pairFindingEnergy)) more for each MAC that is executed"
    }
    if let area { changed = changed.grown(by: area) }
    return (
      changed, area, area == nil ? basis + "; the area this is a share of is not known" : basis
    )
  }

  /// The area of what spreads the non-zeros of weights at the rate of a memory; nil where that of a multiplier is not known.
  ///
  ///     A = A_mac / T_mac * T(w)      w = bytes that its ports move in a cycle / bytes of a weight
  ///
  /// Its energy is not counted: of an element it is a few per cent of a MAC, beside the bits that a memory moves for it.
  static func decoder(at memory: MemoryLevel, on machine: Accelerator, _ cost: ModelledMachine)
    -> Area?
  {
    guard let index = machine.computeIndex, let own = cost.areas[index],
      let unit = machine.compute, let widest = widest(unit),
      let transistors = MacTransistors.count(widest),
      let port = memory.ports.filter({ $0.kind != .write })
        .map({ $0.bandwidth.value.perCycle(at: machine.technology.frequency.value).value }).max()
    else { return nil }
    let narrow = unit.formats.map { bits($0.arithmetic.weights) }.min() ?? 8
    let elements = port * 8 / max(1, narrow)
    return own * (SparseLogic.decoder(of: elements, bits: narrow) / transistors)
  }

  // MARK: Parts

  /// Logic beside each multiplier, in transistors.
  private static func counted(
    _ machine: Accelerator, _ cost: ModelledMachine, movesEnergy: Bool,
    _ transistors: (ArithmeticFormat) -> Double
  ) -> (Accelerator, Area?, String) {
    func growth(_ format: ArithmeticFormat) -> Double {
      MacTransistors.count(format).map { 1 + transistors(format) / $0 } ?? 1
    }
    var changed = movesEnergy ? scalingEnergies(of: machine, by: growth) : machine
    guard let index = machine.computeIndex, case .compute(var unit) = changed.path[index] else {
      return (changed, nil, "of a multiplier")
    }
    for place in unit.formats.indices {
      let factor = growth(unit.formats[place].arithmetic)
      unit.formats[place].area = unit.formats[place].area?.scaled(by: factor)
      unit.formats[place].area?.provenance.confidence = .estimated
    }
    changed.path[index] = .compute(unit)
    // The widest format holds the logic of all: it is the one that the area of a multiplier is of.
    let own = (widest(unit).map(growth) ?? 1) - 1
    let area = cost.areas[index].map { $0 * (own * Double(machine.computeInstances)) }
    return (changed, area, "\(Format.percent(own)) of a multiplier's area")
  }

  private static func scalingEnergies(
    of machine: Accelerator, by factor: (ArithmeticFormat) -> Double
  ) -> Accelerator {
    guard let index = machine.computeIndex, case .compute(var unit) = machine.path[index] else {
      return machine
    }
    for place in unit.formats.indices {
      unit.formats[place].energy = unit.formats[place].energy?
        .scaled(by: factor(unit.formats[place].arithmetic))
      unit.formats[place].energy?.provenance.confidence = .estimated
    }
    var changed = machine
    changed.path[index] = .compute(unit)
    return changed
  }

  private static func widest(_ unit: ComputeUnit) -> ArithmeticFormat? {
    unit.formats.map(\.arithmetic).max {
      (MacTransistors.count($0) ?? 0) < (MacTransistors.count($1) ?? 0)
    }
  }

  private static func bits(_ format: NumberFormat) -> Double {
    format.bitsPerElement.value.rounded(.down)
  }

  /// `39 % (SCNN 0.34, SIGMA 0.38, Cambricon-X 0.45)`.
  private static func share(_ value: Sourced<Double>) -> String {
    Format.percent(value.value) + " (\(value.provenance.text))"
  }
}

extension Accelerator {
  /// The place of the arithmetic on the path.
  fileprivate var computeIndex: Int? {
    path.lastIndex { if case .compute = $0 { true } else { false } }
  }
}
