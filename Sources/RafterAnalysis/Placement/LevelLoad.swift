// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// What a stretch of work asks of one memory: bytes, time and energy under the three kinds of traffic.
struct LevelLoad {
  /// One amount for each kind of traffic [rooflines 3.4].
  struct ByTraffic<Value> {
    var compulsory: Value
    var attainable: Value
    var mapped: Value

    func map<Other>(_ change: (Value) -> Other) -> ByTraffic<Other> {
      ByTraffic<Other>(
        compulsory: change(compulsory), attainable: change(attainable), mapped: change(mapped))
    }
  }

  var traffic = ByTraffic(compulsory: Traffic(), attainable: Traffic(), mapped: Traffic())
  var cycles = ByTraffic(compulsory: Cycles.zero, attainable: Cycles.zero, mapped: Cycles.zero)
  /// Nil where an energy is unknown and something moves.
  var energy: ByTraffic<Energy?> = ByTraffic(
    compulsory: Energy.zero, attainable: Energy.zero, mapped: Energy.zero)
  var bytesByOperand: [Operand: ByteCount] = [:]
  /// Mapped cycles of each port.
  var portCycles: [Cycles]
  var isOverlapped = true

  /// Nothing moves.
  init(memory: MemoryLevel) {
    portCycles = Array(repeating: .zero, count: memory.ports.count)
  }

  /// What a mapped nest and the tensors that go straight to the vector unit ask of a memory.
  ///
  /// Ports take both in turn; where the extra tensors use none, the mapper's own times hold.
  init(
    _ cost: MemoryCost?, extra: [ExtraTransfer], memory: MemoryLevel, instances: Int,
    clock: Frequency
  ) {
    self.init(memory: memory)
    for transfer in cost?.transfers ?? [] {
      add(
        transfer.transfer, compulsory: transfer.compulsory, attainable: transfer.attainable,
        mapped: transfer.mapped, memory: memory)
    }
    isOverlapped = cost?.isOverlapped ?? true
    if let cost {
      cycles = ByTraffic(
        compulsory: cost.compulsoryCycles, attainable: cost.attainableCycles,
        mapped: cost.mappedCycles)
      if let port = cost.busiestPort { portCycles[port] = cost.mappedCycles }
    }
    guard !extra.isEmpty else { return }
    var ports = ByTraffic(compulsory: portCycles, attainable: portCycles, mapped: portCycles)
    ports = ports.map { $0.map { _ in .zero } }
    func load(_ port: Int, _ bits: BitCount, _ row: inout [Cycles]) {
      let width = memory.ports[port]
      let rate = width.bandwidth.value.perCycle(at: clock) * width.sustained.value
      row[port] += bits.bytes / Double(instances) / rate
    }
    for transfer in cost?.transfers ?? [] {
      load(transfer.port, transfer.compulsory, &ports.compulsory)
      load(transfer.port, transfer.attainable, &ports.attainable)
      load(transfer.port, transfer.mapped, &ports.mapped)
    }
    for transfer in extra {
      add(
        transfer.transfer, compulsory: transfer.bits, attainable: transfer.bits,
        mapped: transfer.bits, memory: memory)
      guard let port = memory.port(for: transfer.transfer) else { continue }
      load(port, transfer.bits, &ports.compulsory)
      load(port, transfer.bits, &ports.attainable)
      load(port, transfer.bits, &ports.mapped)
    }
    portCycles = zip(portCycles, ports.mapped).map { max($0, $1) }
    let busiest = ports.map { $0.max() ?? .zero }
    cycles = ByTraffic(
      compulsory: max(cycles.compulsory, busiest.compulsory),
      attainable: max(cycles.attainable, busiest.attainable),
      mapped: max(cycles.mapped, busiest.mapped))
  }

  private mutating func add(
    _ transfer: Transfer, compulsory: BitCount, attainable: BitCount, mapped: BitCount,
    memory: MemoryLevel
  ) {
    let isRead = transfer.direction.isRead
    let each = isRead ? memory.readEnergy : memory.writeEnergy
    func put(_ bits: BitCount, _ traffic: inout Traffic, _ energy: inout Energy?) {
      if isRead { traffic.read += bits.bytes } else { traffic.written += bits.bytes }
      guard bits > .zero else { return }
      energy = each.flatMap { value in energy.map { $0 + value.value * bits } }
    }
    put(compulsory, &traffic.compulsory, &energy.compulsory)
    put(attainable, &traffic.attainable, &energy.attainable)
    put(mapped, &traffic.mapped, &energy.mapped)
    bytesByOperand[transfer.operand, default: .zero] += mapped.bytes
  }

  /// The same work done a number of times.
  func times(_ count: Double) -> LevelLoad {
    var copy = self
    copy.traffic = traffic.map { Traffic(read: $0.read * count, written: $0.written * count) }
    copy.cycles = cycles.map { $0 * count }
    copy.energy = energy.map { $0.map { $0 * count } }
    copy.bytesByOperand = bytesByOperand.mapValues { $0 * count }
    copy.portCycles = portCycles.map { $0 * count }
    return copy
  }

  /// One stretch after another.
  static func + (a: LevelLoad, b: LevelLoad) -> LevelLoad {
    var sum = a
    sum.traffic = ByTraffic(
      compulsory: a.traffic.compulsory + b.traffic.compulsory,
      attainable: a.traffic.attainable + b.traffic.attainable,
      mapped: a.traffic.mapped + b.traffic.mapped)
    sum.cycles = ByTraffic(
      compulsory: a.cycles.compulsory + b.cycles.compulsory,
      attainable: a.cycles.attainable + b.cycles.attainable,
      mapped: a.cycles.mapped + b.cycles.mapped)
    sum.energy = ByTraffic(
      compulsory: a.energy.compulsory + b.energy.compulsory,
      attainable: a.energy.attainable + b.energy.attainable,
      mapped: a.energy.mapped + b.energy.mapped)
    for (operand, bytes) in b.bytesByOperand {
      sum.bytesByOperand[operand, default: .zero] += bytes
    }
    sum.portCycles = zip(a.portCycles, b.portCycles).map { $0 + $1 }
    sum.isOverlapped = a.isOverlapped && b.isOverlapped
    return sum
  }
}

/// The sum of two energies; nil as soon as one is unknown.
func + (a: Energy?, b: Energy?) -> Energy? {
  guard let a, let b else { return nil }
  // Not `a + b`: that would promote both to optionals and come back here.
  return Energy(a.value + b.value)
}
