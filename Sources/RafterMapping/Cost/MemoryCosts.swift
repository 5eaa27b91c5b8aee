// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// The least that crosses the two borders of a memory; nil where only each operand's own size is known.
struct MemoryLeast: Sendable {
  /// Towards the arithmetic.
  var inwards: Double?
  /// Towards the outermost memory.
  var outwards: Double?

  /// - Parameter stored: a bit for each operand that the mapping stores in the memory.
  init(nest: NestShape, machine: MachineShape, memory index: Int, stored: UInt8) {
    let memory = machine.memories[index]
    // What bypasses this memory crosses its borders too, so the bound is of no use there.
    guard stored == 7 else { return }
    let inside = machine.bitsInside(index, nest: nest)
    inwards = nest.leastBits(inside: inside)
    outwards = nest.leastBits(inside: inside + memory.totalBits * memory.instances)
  }
}

extension Evaluator {
  /// Rounds a memory's transfers up to whole accesses, and adds up its time and energy.
  static func memory(
    _ transfers: [TransferBits], memory: MemoryShape, least: MemoryLeast, isOverlapped: Bool,
    savings: (what: NestSavings, memory: Int, innermost: [Int])? = nil
  ) -> (MemoryCost, MemoryTime) {
    let sorted = transfers.sorted {
      ($0.operand, $0.direction.index) < ($1.operand, $1.direction.index)
    }
    var rounded = sorted.map { transfer in
      let port = memory.port(transfer.operand, transfer.direction)
      let granularity = port < 0 ? 0 : memory.ports[port].granularity
      return roundUp(transfer, granularity: granularity)
    }
    var attainable = rounded.map(\.compulsory)
    raise(&attainable, rounded, to: least.inwards) { $0 == .toArray || $0 == .fromArray }
    raise(&attainable, rounded, to: least.outwards) { $0 == .toMemory || $0 == .fromMemory }
    if let savings {
      let returnsSums = sorted.contains {
        $0.operand == Operand.outputs.index && $0.direction == .toArray && $0.mapped > 0
      }
      spare(&rounded, from: sorted, attainable: &attainable, memory: memory) {
        savings.what.left(
          of: $0.operand, $0.direction, at: savings.memory, innermost: savings.innermost,
          returnsSums: returnsSums)
      }
    }

    var costs: [TransferCost] = []
    let none = [Double](repeating: 0, count: memory.ports.count)
    var (mapped, bound, once, first, last) = (none, none, none, none, none)
    var energy: Double? = 0
    for (i, transfer) in rounded.enumerated() {
      let port = memory.port(transfer.operand, transfer.direction)
      costs.append(
        TransferCost(
          transfer: Transfer(Operand.allCases[transfer.operand], transfer.direction),
          port: max(0, port), mapped: BitCount(transfer.mapped),
          attainable: BitCount(attainable[i]), compulsory: BitCount(transfer.compulsory)))
      if transfer.mapped > 0 {
        let perBit = transfer.direction.isRead ? memory.readEnergy : memory.writeEnergy
        energy = energy.flatMap { sum in perBit.map { sum + $0 * transfer.mapped } }
      }
      guard port >= 0 else { continue }
      let width = memory.ports[port].bitsPerCycle
      mapped[port] += transfer.busiest / width
      bound[port] += attainable[i] / memory.instances / width
      once[port] += transfer.compulsory / memory.instances / width
      if transfer.operand == Operand.outputs.index {
        last[port] += transfer.edge / width
      } else {
        first[port] += transfer.edge / width
      }
    }
    let cycles = mapped.max() ?? 0
    let busiest = cycles > 0 ? mapped.firstIndex(of: cycles) : nil
    let cost = MemoryCost(
      transfers: costs, mappedCycles: Cycles(cycles),
      attainableCycles: Cycles(min(cycles, bound.max() ?? 0)),
      compulsoryCycles: Cycles(min(cycles, bound.max() ?? 0, once.max() ?? 0)),
      busiestPort: busiest, isOverlapped: isOverlapped, energy: energy.map { Energy($0) })
    return (
      cost,
      MemoryTime(
        cycles: cycles, first: first.max() ?? 0, last: last.max() ?? 0,
        isOverlapped: isOverlapped)
    )
  }

  /// A transfer in whole accesses: all round as the largest does, but for the first or last one, which is known.
  static func roundUp(_ transfer: TransferBits, granularity: Double) -> TransferBits {
    let factors = transfer.roundingUp(to: granularity)
    var rounded = transfer
    rounded.mapped *= factors.all
    rounded.busiest *= factors.all
    rounded.edge *= factors.edge
    return rounded
  }

  /// Shares what a bound on the sum of some transfers demands beyond compulsory traffic, in proportion
  /// to what the mapping moves beyond it: no transfer's share rises above what is mapped.
  private static func raise(
    _ attainable: inout [Double], _ transfers: [TransferBits], to least: Double?,
    where belongs: (TransferDirection) -> Bool
  ) {
    guard let least else { return }
    let chosen = transfers.indices.filter { belongs(transfers[$0].direction) }
    let once = chosen.reduce(0.0) { $0 + transfers[$1].compulsory }
    let excess = chosen.reduce(0.0) { $0 + transfers[$1].mapped } - once
    guard !chosen.isEmpty, excess > 0, least > once else { return }
    let share = min(1, (least - once) / excess)
    for i in chosen {
      attainable[i] += share * (transfers[i].mapped - transfers[i].compulsory)
    }
  }
}
