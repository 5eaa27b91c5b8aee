// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The energies of the events of an in-memory array.
public struct InMemoryEnergies: Sendable, Hashable {
  /// An event that costs energy.
  public enum Event: String, Sendable, Hashable, CaseIterable {
    /// One cell works for one step; those of columns left over do too.
    case cell
    /// One column of active rows works for one step.
    case bitline
    /// One row is driven for one step.
    case dac
    /// One column is converted once.
    case adc
    /// The adder tree or accumulator of one column works for one step.
    case accumulate
    /// The datapath at the columns finishes one output.
    case datapath

    /// The events that an array of a style has, beside its cells.
    static func all(of style: InMemoryArray.Style) -> [Event] {
      switch style {
      case .analog: [.dac, .adc, .datapath]
      case .digital: [.accumulate, .datapath]
      }
    }
  }

  /// The energy of each event; nothing for those that are not stated.
  public var stated: [Event: Sourced<Energy>]
  /// The events of which nothing is said; a technology model may fill them.
  public var open: Set<Event>
  /// The events whose energy is said to be unknown.
  public var unknown: Set<Event>

  /// Creates energies.
  public init(
    stated: [Event: Sourced<Energy>] = [:], open: Set<Event> = [], unknown: Set<Event> = []
  ) {
    self.stated = stated
    self.open = open
    self.unknown = unknown
  }

  /// The energy of an event; zero where it is none of this array's.
  public func energy(of event: Event) -> Energy { stated[event]?.value ?? .zero }

  /// Whether every event of the array has an energy.
  public var isComplete: Bool { open.isEmpty && unknown.isEmpty }
}

/// What a MAC takes in an in-memory array, by what takes it.
///
/// With R active rows, C columns, c columns of a weight, n weights in a row and s steps of an input:
///
///     array      = s*C*e_cell/n + s*C/n*e_bitline/R
///     dac        = s*e_dac/n
///     adc        = s*c*e_adc/R
///     accumulate = s*c*e_accumulate/R
///     datapath   = e_datapath/R
///
/// (E_mac = E_cell + E_adc/rows + E_dac/cols [rooflines 3.6].) It is that of the full array.
public struct InMemoryBreakdown: Sendable, Hashable {
  /// Cells, bit lines, and drivers where they are not told apart.
  public var array: EnergyPerMAC
  /// Row drivers.
  public var dac: EnergyPerMAC
  /// Column converters.
  public var adc: EnergyPerMAC
  /// Adders of the columns.
  public var accumulate: EnergyPerMAC
  /// The datapath at the columns.
  public var datapath: EnergyPerMAC

  /// What a published number of that scope includes.
  public func energy(_ scope: InMemoryArray.Scope) -> EnergyPerMAC {
    let macro = array + dac + adc + accumulate
    return scope == .macro ? macro : macro + datapath
  }
}

extension InMemoryArray {
  /// What a MAC of these widths takes in the full array; nil where an energy of an event is missing.
  public func breakdown(weightBits: Int, inputBits: Int) -> InMemoryBreakdown? {
    guard let shared = shared(weightBits: weightBits, inputBits: inputBits) else { return nil }
    let rows = Double(activeRows)
    let weights = Double(weightsPerRow(weightBits: weightBits))
    return InMemoryBreakdown(
      array: shared.cells + EnergyPerMAC(shared.bitline.value / rows),
      dac: EnergyPerMAC(shared.perInput.value / weights),
      adc: EnergyPerMAC(shared.adc.value / rows),
      accumulate: EnergyPerMAC(shared.accumulate.value / rows),
      datapath: EnergyPerMAC(shared.datapath.value / rows))
  }

  /// The efficiency of the full array within a scope; nil where an energy of an event is missing.
  public func efficiency(weightBits: Int, inputBits: Int, _ scope: Scope) -> EnergyEfficiency? {
    breakdown(weightBits: weightBits, inputBits: inputBits).map {
      EnergyEfficiency(1 / $0.energy(scope).perOperation.value)
    }
  }

  /// Energies by what shares them: a MAC, the MACs of an input, the MACs of an output.
  struct Shared {
    /// Of one MAC.
    var cells: EnergyPerMAC
    /// Of one input, whichever columns use it.
    var perInput: Energy
    /// Of one sum over the active rows, however many of them are used.
    var bitline, adc, accumulate, datapath: Energy

    var perOutput: Energy { bitline + adc + accumulate + datapath }
  }

  func shared(weightBits: Int, inputBits: Int) -> Shared? {
    let weights = Double(weightsPerRow(weightBits: weightBits))
    guard energies.isComplete, weights > 0 else { return nil }
    let steps = Double(steps(inputBits: inputBits))
    let width = Double(columns(weightBits: weightBits))
    let all = Double(columns) / weights
    return Shared(
      cells: EnergyPerMAC(energies.energy(of: .cell).value * steps * all),
      perInput: energies.energy(of: .dac) * steps,
      bitline: energies.energy(of: .bitline) * (steps * all),
      adc: energies.energy(of: .adc) * (steps * width),
      accumulate: energies.energy(of: .accumulate) * (steps * width),
      datapath: energies.energy(of: .datapath))
  }
}
