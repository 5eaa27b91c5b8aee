// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterRoofline

/// What moving a machine to another supply and clock does to its numbers.
struct MachineScaling {
  var found: ScaledOperation
  var describedVoltage: Voltage
  var describedClock: Frequency
  /// Memories that stay as they are.
  var ownSupply: Set<String>

  init(
    to found: ScaledOperation, from voltage: Voltage, clock: Frequency, ownSupply: Set<String>
  ) {
    self.found = found
    describedVoltage = voltage
    describedClock = clock
    self.ownSupply = ownSupply
  }

  private var voltageRatio: Double { found.point.voltage.ratio(to: describedVoltage) }
  private var clockRatio: Double { found.point.frequency.ratio(to: describedClock) }

  func applied(to machine: Accelerator) -> Accelerator {
    var moved = machine
    moved.technology.voltage = Sourced(found.point.voltage, derived(nil))
    moved.technology.frequency = Sourced(
      found.point.frequency, derived(machine.technology.frequency.provenance))
    moved.power.staticPower = staticPower(machine.power.staticPower)
    for index in moved.path.indices {
      switch moved.path[index] {
      case .memory(let memory): moved.path[index] = .memory(applied(to: memory))
      case .array(var array):
        array.wireEnergy = dynamic(array.wireEnergy)
        moved.path[index] = .array(array)
      case .compute(let unit): moved.path[index] = .compute(applied(to: unit))
      }
    }
    moved.vector?.energy = dynamic(machine.vector?.energy)
    for kind in SpecialFunction.operators {
      guard let own = machine.vector?.special[kind] else { continue }
      moved.vector?.special[kind]?.energy = dynamic(own.energy)
    }
    moved.operatingMove = OperatingMove(
      voltage: found.point.voltage, frequency: found.point.frequency,
      describedVoltage: describedVoltage, describedFrequency: describedClock,
      dynamicEnergyFactor: found.dynamicEnergyFactor)
    // Table and law go through the point of the description, which this no longer is.
    moved.voltageFrequency = nil
    return moved
  }

  private func applied(to memory: MemoryLevel) -> MemoryLevel {
    var memory = memory
    let isApart = ownSupply.contains(memory.name)
    for index in memory.ports.indices {
      memory.ports[index].bandwidth = bandwidth(
        memory.ports[index].bandwidth, isApart: isApart)
    }
    guard !isApart else { return memory }
    memory.readEnergy = dynamic(memory.readEnergy)
    memory.writeEnergy = dynamic(memory.writeEnergy)
    return memory
  }

  private func applied(to unit: ComputeUnit) -> ComputeUnit {
    var unit = unit
    for index in unit.formats.indices {
      unit.formats[index].energy = dynamic(unit.formats[index].energy)
    }
    guard var array = unit.inMemory else { return unit }
    array.energies.stated = array.energies.stated.mapValues {
      scaled($0, found.dynamicEnergyFactor)
    }
    array.rewrite.energy = dynamic(array.rewrite.energy)
    array.rewrite.bandwidth = array.rewrite.bandwidth.map { bandwidth($0, isApart: false) }
    unit.inMemory = array
    return unit
  }

  /// The width of a port at the new clock.
  ///
  /// One in bytes per cycle follows the clock by itself; one in bytes per second is brought along. A memory with a clock of its
  /// own does neither.
  private func bandwidth(_ port: Sourced<PortBandwidth>, isApart: Bool)
    -> Sourced<PortBandwidth>
  {
    var port = port
    switch (port.value, isApart) {
    case (.perCycle(let width), true):
      port.value = .perSecond(width * describedClock)
      port.range = port.range.map { range in
        range.lowerBound * describedClock.value...range.upperBound * describedClock.value
      }
    case (.perSecond, false) where clockRatio != 1:
      port = port.scaled(by: clockRatio)
      port.provenance = derived(port.provenance)
    default: break
    }
    return port
  }

  private func dynamic<D: Dimension>(_ energy: Sourced<Quantity<D>>?) -> Sourced<Quantity<D>>? {
    energy.map { scaled($0, found.dynamicEnergyFactor) }
  }

  /// That of the table where it states one, else in proportion to the supply.
  private func staticPower(_ described: Sourced<Power>?) -> Sourced<Power>? {
    guard let stated = found.point.staticPower, described.map({ $0.value * voltageRatio }) != stated
    else { return described.map { scaled($0, voltageRatio) } }
    return Sourced(stated, derived(described?.provenance))
  }

  private func scaled<D: Dimension>(_ number: Sourced<Quantity<D>>, _ factor: Double) -> Sourced<
    Quantity<D>
  > {
    // At the point of the description everything is as described, sources too.
    guard factor != 1 else { return number }
    var moved = number.scaled(by: factor)
    moved.provenance = derived(number.provenance)
    return moved
  }

  /// Where a number comes from that was stated for another point: it is an estimate now, if it was better.
  private func derived(_ provenance: Provenance?) -> Provenance {
    let point = "\(found.point.voltage.formatted()) and \(found.point.frequency.formatted())"
    guard var derived = provenance else {
      return Provenance(confidence: .estimated, text: point)
    }
    if derived.confidence != .assumed { derived.confidence = .estimated }
    derived.text += ", moved to \(point)"
    return derived
  }
}
