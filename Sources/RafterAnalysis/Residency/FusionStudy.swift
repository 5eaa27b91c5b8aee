// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// Decides which tensors stay between layers, and evaluates every layer again without the traffic that falls away.
///
/// Tensors are looked at in the order of the bytes they move at home, most first; each stays in the innermost memory that
/// has room for it, beside what stays already and beside the tiles of all layers that run meanwhile. Only memories that
/// are there once count. A joint mapping of layers would replace this choice: it would give other mappings to
/// ``place(_:_:)`` and other tenants to ``LevelRoom``.
struct FusionStudy {
  let workload: Workload
  let placer: LayerPlacer
  /// The layers with what stays so far.
  private(set) var layers: [PlacedLayer]
  private let atHome: [PlacedLayer]
  private var rooms: [LevelRoom]
  private var resident: [[ResidentTensor]]

  init(_ workload: Workload, _ layers: [PlacedLayer], _ placer: LayerPlacer) {
    self.workload = workload
    self.placer = placer
    self.layers = layers
    atHome = layers
    resident = layers.map { _ in [] }
    let machine = placer.machine
    rooms = machine.memories.indices.compactMap { index in
      let memory = machine.memories[index]
      guard machine.instances(ofMemory: index) == 1, let capacity = memory.capacity?.value else {
        return nil
      }
      let setAside = memory.partitions.values.reduce(BitCount.zero) { $0 + $1.value.bits }
      return LevelRoom(index, capacity: capacity.bits - setAside, layers, on: machine)
    }
  }

  /// Decides for every edge, then for the weights; ``layers`` are those that come out.
  mutating func run() -> FusionAnalysis {
    let edges = workload.edges
    var outcomes: [ResidencyOutcome?] = edges.map { _ in nil }
    let order = edges.indices.sorted {
      (movedAtHome(edges[$1]).value, $0) < (movedAtHome(edges[$0]).value, $1)
    }
    for index in order { outcomes[index] = decide(edges[index]) }
    let weights = decideWeights()
    for index in layers.indices { layers[index] = place(index, resident[index]) }
    let repeated = atHome.map { ($0.analysis, Double($0.analysis.layer.repeats)) }
    return FusionAnalysis(
      edges: zip(edges, outcomes).compactMap { edge, outcome in
        outcome.map {
          FusedEdge(
            edge: edge, producer: workload.layers[edge.producer].id,
            consumers: edge.consumers.map { workload.layers[$0].id }, outcome: $0)
        }
      },
      weights: weights, weightBytes: ByteCount(workload.parameterBytes),
      latencyAtHome: repeated.reduce(.zero) { $0 + $1.0.latency * $1.1 },
      energyAtHome: repeated.reduce(Energy.zero as Energy?) { sum, layer in
        sum + layer.0.energy.map { $0 * layer.1 }
      })
  }

  /// A layer evaluated with some tensors that stay.
  func place(_ index: Int, _ resident: [ResidentTensor]) -> PlacedLayer {
    let own = atHome[index]
    guard !resident.isEmpty, own.analysis.infeasibility == nil else { return own }
    let results = own.analysis.mappings.map { mapped -> MappingResult in
      var mapped = mapped
      mapped.savings.resident = mapped.residents(resident)
      for stay in mapped.savings.resident {
        mapped.mapping = mapped.mapping.storing(stay.operand, in: stay.memory)
      }
      if let format = own.format, !mapped.savings.resident.isEmpty {
        mapped.cost = Evaluator.cost(
          of: mapped.mapping, for: mapped.nest, on: placer.machine, format: format,
          savings: mapped.savings)
      }
      return .mapped(mapped)
    }
    return PlacedLayer(
      analysis: placer.place(own.analysis.layer, own.format, results, resident: resident),
      format: own.format)
  }

  // MARK: Edges

  private mutating func decide(_ edge: GraphEdge) -> ResidencyOutcome {
    let taking = [edge.producer] + edge.consumers
    if let broken = taking.first(where: { atHome[$0].analysis.infeasibility != nil }) {
      return .notKept(reason: "\(workload.layers[broken].id) has no mapping")
    }
    if Set(taking.map { workload.layers[$0].repeats }).count > 1 {
      return .notKept(reason: "its layers run a different number of times")
    }
    if edge.producer == edge.last { return .notKept(reason: "nobody reads it later") }
    var reasons: [String] = []
    var others: [String] = []
    for place in rooms.indices.reversed() {
      let memory = rooms[place].memory
      let name = placer.machine.memories[memory].name
      guard isInside(edge, memory) else { continue }
      guard areHeld(edge, memory) else {
        others.append(name)
        continue
      }
      for (extent, tenant) in candidates(edge, at: place) {
        let missing = rooms[place].missing(for: tenant)
        guard missing <= .zero else {
          if extent == .whole {
            reasons.append("\(name) lacks \(missing.bytes.formattedCapacity()) beside tiles")
          }
          continue
        }
        rooms[place].add(tenant)
        let stay = ResidentTensor(tensor: edge.tensor, memory: memory)
        let gain = gain(of: [stay], in: taking)
        for layer in taking { resident[layer].append(stay) }
        return .kept(
          memory: name, extent: extent,
          room: max(tenant.bits, tenant.bitsWhileMade).bytes, gain: gain)
      }
    }
    if reasons.isEmpty, !others.isEmpty {
      reasons = others.map { "\($0) does not hold it on both sides" }
    }
    if reasons.isEmpty { reasons = ["no memory further in is shared by all parts"] }
    return .notKept(reason: reasons.joined(separator: "; "))
  }

  /// Whole, or else some rows at a time.
  private func candidates(_ edge: GraphEdge, at place: Int)
    -> [(ResidentExtent, LevelRoom.Tenant)]
  {
    let room = rooms[place]
    let interval = edge.producer...edge.last
    let bits = edge.bytes.bits
    var found: [(ResidentExtent, LevelRoom.Tenant)] = [
      (
        .whole,
        LevelRoom.Tenant(
          tensors: [edge.tensor], layers: interval,
          bitsWhileMade: bits * growth(edge), bits: bits)
      )
    ]
    guard edge.consumers == [edge.producer + 1],
      let made = atHome[edge.producer].analysis.mappings.only,
      let used = atHome[edge.last].analysis.mappings.only,
      let rows = RowTiles(edge, from: made, to: used)
    else { return found }
    let staying: Set<String> = [edge.tensor]
    // Taking turns, each layer's tiles lie beside those of the other.
    found.append(
      (
        .rows,
        LevelRoom.Tenant(
          tensors: [edge.tensor], layers: interval,
          bitsWhileMade: rows.bits * growth(edge) + room.working(edge.last, without: staying),
          bits: rows.bits + room.working(edge.producer, without: staying))
      ))
    return found
  }

  /// Bits of the tensor while it is made over its own: more than 1 where unfinished sums leave the memory inside.
  private func growth(_ edge: GraphEdge) -> Double {
    for mapped in atHome[edge.producer].analysis.mappings
    where mapped.nest[.outputs].tensor == edge.tensor {
      let outside = mapped.cost.memories.dropLast()
      let returns = outside.contains { memory in
        memory.transfers.contains {
          $0.transfer.operand == .outputs && $0.transfer.direction == .toArray && $0.mapped > .zero
        }
      }
      let wide = mapped.nest.accumulate.bitsPerElement
      return returns ? max(1, wide.ratio(to: mapped.nest[.outputs].format.bitsPerElement)) : 1
    }
    return 1
  }

  /// Whether a memory is further in than the homes of the tensor, for all that touch it.
  private func isInside(_ edge: GraphEdge, _ memory: Int) -> Bool {
    roles(edge).allSatisfy { (placer.machine.home(of: $0) ?? Int.max) < memory }
  }

  /// Whether a memory holds the tensor whatever part it plays, and the vector unit is not further out.
  private func areHeld(_ edge: GraphEdge, _ memory: Int) -> Bool {
    let level = placer.machine.memories[memory]
    guard roles(edge).allSatisfy({ level.holds.contains($0) && level.partitions[$0] == nil })
    else { return false }
    let touchesVector = ([edge.producer] + edge.consumers).contains { place in
      workload.layers[place].tensors.contains { $0.name == edge.tensor && !$0.isMappedByNest }
    }
    return !touchesVector || memory <= (VectorTraffic.memory(of: placer.machine) ?? -1)
  }

  private func roles(_ edge: GraphEdge) -> Set<Operand> {
    var roles: Set<Operand> = []
    for place in [edge.producer] + edge.consumers {
      for tensor in workload.layers[place].tensors where tensor.name == edge.tensor {
        roles.insert(tensor.role)
      }
    }
    return roles
  }

  // MARK: Weights

  /// All weights stay from one run to the next, in the innermost memory that has room for all of them.
  private mutating func decideWeights() -> ResidencyOutcome {
    guard workload.parameterBytes > 0, let home = placer.machine.home(of: .weights) else {
      return .notKept(reason: "there are none")
    }
    let names = workload.layers.map { layer in
      layer.tensors.filter { $0.isConstant }.map(\.name)
    }
    let bits = ByteCount(workload.parameterBytes).bits
    var reasons: [String] = []
    for place in rooms.indices.reversed() where rooms[place].memory > home {
      let memory = rooms[place].memory
      let level = placer.machine.memories[memory]
      guard level.holds.contains(.weights), level.partitions[.weights] == nil else { continue }
      let tenant = LevelRoom.Tenant(
        tensors: names.flatMap { $0 }, layers: 0...max(0, layers.count - 1), bitsWhileMade: bits,
        bits: bits)
      let missing = rooms[place].missing(for: tenant)
      guard missing <= .zero else {
        reasons.append("\(level.name) lacks \(missing.bytes.formattedCapacity())")
        continue
      }
      rooms[place].add(tenant)
      let stays = names.map { $0.map { ResidentTensor(tensor: $0, memory: memory) } }
      var gain = ResidencyGain(bytes: .zero, time: .zero, energy: .zero)
      for layer in layers.indices where !stays[layer].isEmpty {
        gain += self.gain(of: stays[layer], in: [layer])
        resident[layer] += stays[layer]
      }
      return .kept(memory: level.name, extent: .whole, room: bits.bytes, gain: gain)
    }
    return .notKept(
      reason: reasons.isEmpty
        ? "no memory further in holds weights for all parts" : reasons.joined(separator: "; "))
  }

  // MARK: Gains

  /// What the tensors bring alone, over all repetitions of the layers.
  private func gain(of stays: [ResidentTensor], in taking: [Int]) -> ResidencyGain {
    var gain = ResidencyGain(bytes: .zero, time: .zero, energy: .zero)
    for index in taking {
      let before = atHome[index].analysis
      let after = place(index, stays).analysis
      let count = Double(before.layer.repeats)
      let home = stays.map { outer($0) }.min() ?? 0
      gain.bytes += (before.levels[home].mapped.total - after.levels[home].mapped.total) * count
      gain.time += (before.latency - after.latency) * count
      gain.energy =
        gain.energy
        + before.energy.flatMap { energy in
          after.energy.map { (energy - $0) * count }
        }
    }
    return gain
  }

  /// The outermost memory that the traffic of something that stays falls away from.
  private func outer(_ stay: ResidentTensor) -> Int {
    (0..<stay.memory).first { !placer.machine.memories[$0].holds.isEmpty } ?? 0
  }

  /// Bytes that a tensor moves at its home, once written and once read by each.
  private func movedAtHome(_ edge: GraphEdge) -> ByteCount {
    edge.bytes * Double(1 + edge.consumers.count)
      * Double(workload.layers[edge.producer].repeats)
  }
}

extension ResidencyGain {
  static func += (a: inout Self, b: Self) {
    a.bytes += b.bytes
    a.time += b.time
    a.energy = a.energy + b.energy
  }
}

extension Collection {
  /// The element of a collection of one.
  fileprivate var only: Element? { count == 1 ? first : nil }
}
