// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// The recursion of AccelForge 1.0.467 over a mapping, from the computation outward [mapping 6.2].
///
/// First reads of an output are skipped, since nothing is there yet. A spatial loop multiplies what is skipped whatever its
/// rank: where it splits a reduction over units that do not reduce, each part counts as first, and the reads that
/// would join the parts are never counted. That is a fault of the peer, kept here because its numbers have it; our
/// own model counts them.
public struct AccelForgeModel: Sendable {
  /// Bits read and written at a memory for one tensor.
  public struct Actions: Sendable, Hashable {
    /// The memory.
    public var memory: String
    /// The tensor.
    public var tensor: String
    /// Bits read.
    public var reads = 0
    /// Bits written.
    public var writes = 0
  }

  /// What one step costs.
  public struct Result: Sendable, Hashable {
    /// Actions, in the order of the mapping.
    public var actions: [Actions]
    /// Computations in all.
    public var computes: Int
    /// Energy by component, memories in the order of the machine, then the units.
    public var energy: [(component: String, energy: Energy)] {
      zip(componentNames, componentEnergies).map { ($0, $1) }
    }
    /// Time by component, in the same order.
    public var time: [(component: String, time: Seconds)] {
      zip(componentNames, componentTimes).map { ($0, $1) }
    }
    var componentNames: [String]
    var componentEnergies: [Energy]
    var componentTimes: [Seconds]

    /// The slowest component: the rest overlaps with it.
    public var latency: Seconds { componentTimes.max() ?? .zero }
    /// Energy in all.
    public var totalEnergy: Energy { Energy(componentEnergies.reduce(0) { $0 + $1.value }) }
  }

  /// A count in all units, and at the unit that has most.
  private struct Count {
    var total: Int
    var perUnit: Int

    init(_ count: Int) { (total, perUnit) = (count, count) }
  }

  /// Traffic of a tensor that the node above will see.
  private struct Pending {
    var reads = 0
    var writes = 0
    /// Reads that are skipped, being the first.
    var skipped = 0
  }

  private struct Record {
    var memory: String
    var tensor: Int
    var reads: Count
    var writes: Count
    var skippedReads: Int
    var skippedWrites: Int
  }

  let einsum: AccelForgeEinsum
  let machine: AccelForgeMachine

  /// Creates the model of a step on a machine.
  public init(_ einsum: AccelForgeEinsum, on machine: AccelForgeMachine) {
    self.einsum = einsum
    self.machine = machine
  }

  /// Counts, energy and time of a mapping.
  ///
  /// - Throws: diagnostics where a node names what there is not, or loops do not multiply to the sizes.
  public func evaluate(_ nodes: [AccelForgeNode]) throws(DiagnosticList) -> Result {
    try check(nodes)
    var extents: [String: Int] = [:]
    var records: [Record] = []
    var computes = Count(1)
    var pending = einsum.tensors.map { tensor in
      tensor.role == .output ? Pending(reads: 1, writes: 1, skipped: 1) : Pending(reads: 1)
    }
    for (place, node) in nodes.enumerated().reversed() {
      switch node {
      case .loop(let rank, let bound):
        extents[rank, default: 1] *= bound
        computes.total *= bound
        computes.perUnit *= bound
        for index in records.indices {
          let isRelevant = einsum.tensors[records[index].tensor].ranks.contains(rank)
          records[index].reads.total *= bound
          records[index].reads.perUnit *= bound
          records[index].writes.total *= bound
          records[index].writes.perUnit *= bound
          if isRelevant {
            records[index].skippedReads *= bound
            records[index].skippedWrites *= bound
          }
        }
        for (index, tensor) in einsum.tensors.enumerated() {
          pending[index].reads *= bound
          pending[index].writes *= bound
          if tensor.ranks.contains(rank) { pending[index].skipped *= bound }
        }
      case .unroll(let rank, let factor, let fanOut):
        extents[rank, default: 1] *= factor
        computes.total *= factor
        for index in records.indices {
          records[index].reads.total *= factor
          records[index].writes.total *= factor
          records[index].skippedReads *= factor
          records[index].skippedWrites *= factor
        }
        for (index, tensor) in einsum.tensors.enumerated()
        where tensor.ranks.contains(rank) || !fanOut.shares(tensor.role) {
          pending[index].reads *= factor
          pending[index].writes *= factor
          pending[index].skipped *= factor
        }
      case .store(let name, let memory):
        guard let index = einsum.tensors.firstIndex(where: { $0.name == name }) else { continue }
        let tensor = einsum.tensors[index]
        let tile = tensor.ranks.reduce(1) { $0 * (extents[$1] ?? 1) }
        var record = Record(
          memory: memory, tensor: index, reads: Count(pending[index].reads),
          writes: Count(pending[index].writes), skippedReads: pending[index].skipped,
          skippedWrites: 0)
        // The outermost memory of a tensor is its home: nothing comes from above.
        let isHome = !nodes[..<place].contains {
          if case .store(name, _) = $0 { true } else { false }
        }
        pending[index] = Pending()
        if !isHome {
          record.writes = Count(record.writes.total + tile)
          pending[index].reads = tile
          if tensor.role == .output {
            record.reads = Count(record.reads.total + tile)
            record.skippedWrites = tile
            pending[index].writes = tile
            pending[index].skipped = tile
          }
        }
        records.append(record)
      }
    }
    return result(records.reversed(), computes)
  }

  private func result(_ records: [Record], _ computes: Count) -> Result {
    let bits = machine.wordBits
    var names: [String] = []
    var energies: [Energy] = []
    var times: [Seconds] = []
    for memory in machine.memories {
      let own = records.filter { $0.memory == memory.name }
      guard !own.isEmpty else { continue }
      let reads = Double(own.reduce(0) { $0 + $1.reads.total - $1.skippedReads } * bits)
      let writes = Double(own.reduce(0) { $0 + $1.writes.total - $1.skippedWrites } * bits)
      names.append(memory.name)
      energies.append(Energy(reads * memory.read.value + writes * memory.write.value))
      switch memory.timing {
      case .unlimited: times.append(.zero)
      // Memories with a limit have one instance, so that all actions are those of one unit.
      case .shared(let rate): times.append(Seconds((reads + writes) / rate.value))
      case .separate(let read, let write):
        times.append(Seconds(max(reads / read.value, writes / write.value)))
      }
    }
    if einsum.isScalar {
      names.append("ScalarUnit")
      energies.append(.zero)
      times.append(Seconds(Double(computes.perUnit) / machine.scalarRate))
    } else {
      names.append("MAC")
      energies.append(Energy(Double(computes.total) * machine.macEnergy.value))
      times.append(Seconds(Double(computes.perUnit) / machine.macRate))
    }
    return Result(
      actions: records.map { record in
        Actions(
          memory: record.memory, tensor: einsum.tensors[record.tensor].name,
          reads: (record.reads.total - record.skippedReads) * bits,
          writes: (record.writes.total - record.skippedWrites) * bits)
      }, computes: computes.total, componentNames: names, componentEnergies: energies,
      componentTimes: times)
  }

  private func check(_ nodes: [AccelForgeNode]) throws(DiagnosticList) {
    var faults: [Diagnostic] = []
    var extents: [String: Int] = [:]
    func multiply(_ rank: String, _ factor: Int) {
      guard einsum.sizes[rank] != nil else {
        faults.append(.unknownZigZagDimension(rank))
        return
      }
      let (product, isOver) = extents[rank, default: 1].multipliedReportingOverflow(by: factor)
      extents[rank] = isOver ? .max : product
    }
    for node in nodes {
      switch node {
      case .loop(let rank, let bound): multiply(rank, bound)
      case .unroll(let rank, let factor, _): multiply(rank, factor)
      case .store(let tensor, let memory):
        if !einsum.tensors.contains(where: { $0.name == tensor }) {
          faults.append(.unknownAccelForgeTensor(tensor, in: einsum.name))
        }
        // Registers cost nothing and hold one value; machines need not list them.
        if memory != "Register", !machine.memories.contains(where: { $0.name == memory }) {
          faults.append(.unknownAccelForgeMemory(memory, in: einsum.name))
        }
      }
    }
    for (rank, size) in einsum.sizes.sorted(by: { $0.key < $1.key })
    where extents[rank, default: 1] != size {
      faults.append(
        .accelForgeBounds(rank, product: extents[rank, default: 1], size: size, of: einsum.name))
    }
    guard faults.isEmpty else { throw DiagnosticList(faults) }
  }
}
