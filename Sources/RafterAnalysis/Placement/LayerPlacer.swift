// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Places one layer under the two rooflines of a machine.
struct LayerPlacer {
  private let facts: MachineFacts
  private let portNames: [[String]]
  /// Whether the multipliers work straight from or into a memory.
  private let feedsMultipliers: [Bool]

  var machine: Accelerator { facts.machine }

  init(_ machine: Accelerator) {
    let facts = MachineFacts(machine)
    self.facts = facts
    portNames = facts.memories.map(Self.names)
    let innermost = Operand.allCases.compactMap { operand in
      facts.memories.lastIndex { $0.holds.contains(operand) }
    }
    feedsMultipliers = facts.memories.indices.map(innermost.contains)
  }

  /// The layer with its chain of bounds, its energy items, its roofs and its labels; shares of the
  /// network are filled in by the roll-up.
  ///
  /// - Parameter resident: tensors that stay somewhere; those of products are in the savings of their mappings too.
  func place(
    _ layer: Layer, _ format: ComputeFormat?, _ results: [MappingResult],
    resident: [ResidentTensor] = []
  ) -> LayerAnalysis {
    var mapped: [MappedNest] = []
    for result in results {
      switch result {
      case .mapped(let nest): mapped.append(nest)
      case .infeasible(let reason): return unplaced(layer, because: reason)
      }
    }
    let demand = demand(
      layer, format, mapped,
      extra: VectorTraffic.transfers(of: layer, on: machine, resident: resident))
    let isVector = mapped.isEmpty
    let work =
      isVector ? Operations(layer.vectorOperations) : MACs(layer.macs).operations
    let (chain, breakdown) = (demand.chain, demand.breakdown)
    let roofs = RoofFacts(
      work: work, levels: demand.levels, chain: chain, breakdown: breakdown, facts: facts,
      isVector: isVector)
    return LayerAnalysis(
      layer: layer, work: work, timeChain: chain.entries, energyItems: breakdown?.items ?? [],
      latency: chain.end, energy: breakdown?.total,
      unknownEnergies: unknownEnergies(demand, format), roof: roofs.roof,
      energyRoof: breakdown.flatMap { $0.roof > .zero ? work / $0.roof : nil },
      roofs: roofs.roofs, timeRegime: demand.timeRegime,
      timeSublabel: sublabel(demand.timeRegime, demand.levels),
      energyRegime: demand.energyRegime,
      levels: zip(facts.memories, demand.levels).map { analysis($0.name, $1) },
      spatialUtilization: spatialUtilization(mapped), mappings: mapped, infeasibility: nil,
      shareOfTime: 0, shareOfEnergy: nil, uncertainty: nil, zeros: LayerZeros(mapped, on: machine),
      resident: resident)
  }

  /// What a layer asks of the machine under its mappings: the part of its analysis that only rates, energies and power
  /// move.
  ///
  /// - Parameter extra: what tensors move that no nest moves.
  func demand(
    _ layer: Layer, _ format: ComputeFormat?, _ mapped: [MappedNest], extra: [ExtraTransfer]
  ) -> LayerDemand {
    let parts = LayerPart.parts(
      of: layer, mapped: mapped, format: format, extra: extra, on: facts)
    let chain = chain(parts, isVector: mapped.isEmpty)
    let levels = levels(parts)
    return LayerDemand(
      parts: parts, levels: levels, chain: chain, breakdown: breakdown(parts, levels, chain))
  }

  /// The sum of the chains of all parts, with the launch and the power cap once for the layer.
  private func chain(_ parts: [LayerPart], isVector: Bool) -> ChainOfBounds {
    let times = parts.enumerated().map { index, part in
      self.times(part, isVector: isVector, launch: index == 0 ? machine.launch?.value : nil)
    }
    return ChainOfBounds.sum(times.map { ChainOfBounds($0) })
      ?? ChainOfBounds(LayerTimes(peak: .zero, format: .zero, spatial: .zero, levels: []))
  }

  private func times(_ part: LayerPart, isVector: Bool, launch: Seconds?) -> LayerTimes {
    let vector = part.vectorCycles / facts.clock
    let compute = isVector ? Cycles.zero : part.computeCycles
    let levels = part.levels.indices.reversed().map {
      level($0, part.levels[$0], inStepWith: compute)
    }
    return LayerTimes(
      unit: isVector ? .vector : .array,
      peak: isVector ? vector : part.peakCycles / facts.clock,
      format: isVector ? vector : part.formatCycles / facts.clock,
      sustainedFormat: isVector ? vector : part.sustainedCycles / facts.clock,
      spatial: isVector ? vector : part.computeCycles / facts.clock,
      vector: isVector ? .zero : vector, levels: levels, powerCap: powerCap(part),
      fill: part.fillCycles / facts.clock, load: part.loadCycles / facts.clock,
      offload: part.offloadCycles / facts.clock, launch: launch ?? .zero)
  }

  /// The times of a level.
  ///
  /// A port that works in step with the multipliers, as those of registers do, is a part of the array and
  /// no resource of its own, unless it is the slower of the two. Otherwise every busy array would be
  /// called balanced with its own registers.
  private func level(_ index: Int, _ load: LevelLoad, inStepWith compute: Cycles) -> LevelTimes {
    let slowest = feedsMultipliers[index] ? compute * (1 + 1e-9) : .zero
    return LevelTimes(
      name: facts.memories[index].name, compulsory: load.cycles.compulsory / facts.clock,
      attainable: load.cycles.attainable / facts.clock, mapped: load.cycles.mapped / facts.clock,
      isOverlapped: load.isOverlapped,
      ports: zip(portNames[index], load.portCycles).filter { $1 > slowest }.map {
        LevelTimes.Port(name: $0, time: $1 / facts.clock)
      })
  }

  /// The time the power cap asks for; nil without a cap or where the energy is unknown.
  private func powerCap(_ part: LayerPart) -> Seconds? {
    guard let cap = machine.power.cap?.value, let dynamic = part.dynamicEnergy else { return nil }
    return PowerCap.time(cap: cap, staticPower: facts.staticPower, dynamicEnergy: dynamic)
  }

  private func levels(_ parts: [LayerPart]) -> [LevelLoad] {
    facts.memories.indices.map { index in
      parts.dropFirst().reduce(
        parts.first?.levels[index] ?? LevelLoad(memory: facts.memories[index])
      ) { $0 + $1.levels[index] }
    }
  }

  private func breakdown(_ parts: [LayerPart], _ levels: [LevelLoad], _ chain: ChainOfBounds)
    -> EnergyBreakdown?
  {
    var energies: [LevelEnergies] = []
    for index in levels.indices.reversed() {
      let energy = levels[index].energy
      guard let compulsory = energy.compulsory, let attainable = energy.attainable,
        let mapped = energy.mapped
      else { return nil }
      energies.append(
        LevelEnergies(
          name: facts.memories[index].name, compulsory: compulsory, attainable: attainable,
          mapped: mapped))
    }
    var compute = Energy.zero
    var vector = Energy.zero
    var wires: [LayerEnergies.Wires] = []
    for part in parts {
      guard let ofCompute = part.computeEnergy, let ofVector = part.vectorEnergy else { return nil }
      compute += ofCompute
      vector += ofVector
      for wire in part.wires {
        if let known = wires.firstIndex(where: { $0.array == wire.array }) {
          wires[known].energy += wire.energy
        } else {
          wires.append(LayerEnergies.Wires(array: wire.array, energy: wire.energy))
        }
      }
    }
    return EnergyBreakdown(
      LayerEnergies(
        compute: compute, vector: vector, levels: energies, wires: wires,
        staticPower: facts.staticPower,
        peakTime: chain.start, endTime: chain.end))
  }

  private func sublabel(_ regime: TimeRegime, _ levels: [LevelLoad]) -> TimeSublabel? {
    guard case .bandwidthBound(let level, _) = regime,
      let index = facts.memories.firstIndex(where: { $0.name == level })
    else { return nil }
    let traffic = levels[index].traffic
    return TimeSublabel(
      LevelTraffic(
        compulsory: traffic.compulsory.total, attainable: traffic.attainable.total,
        mapped: traffic.mapped.total))
  }

  private func analysis(_ name: String, _ load: LevelLoad) -> LevelAnalysis {
    LevelAnalysis(
      name: name, mapped: load.traffic.mapped, attainable: load.traffic.attainable,
      compulsory: load.traffic.compulsory, bytesByOperand: load.bytesByOperand,
      time: load.cycles.mapped / facts.clock, energy: load.energy.mapped,
      isOverlapped: load.isOverlapped)
  }

  private func unknownEnergies(
    _ demand: LayerDemand, _ format: ComputeFormat?
  ) -> [String] {
    let parts = demand.parts
    var names = zip(facts.memories, demand.levels).filter { $1.energy.mapped == nil }.map(\.0.name)
    if parts.contains(where: { $0.computeEnergy == nil }) {
      names.append(format.map { "a MAC in \($0.arithmetic.description)" } ?? "a MAC")
    }
    if parts.contains(where: { $0.vectorEnergy == nil }) { names.append("a vector operation") }
    return names
  }

  /// The MACs of all products over what the multipliers could do in their steps.
  private func spatialUtilization(_ mapped: [MappedNest]) -> Double {
    var used = Cycles.zero
    var all = Cycles.zero
    for nest in mapped {
      let cycles = nest.cost.computeCycles * Double(nest.nest.repeats)
      used += cycles * nest.cost.spatialUtilization
      all += cycles
    }
    return all > .zero ? used.ratio(to: all) : 1
  }

  private func unplaced(_ layer: Layer, because reason: Infeasibility) -> LayerAnalysis {
    LayerAnalysis(
      layer: layer, work: MACs(layer.macs).operations, timeChain: [], energyItems: [],
      latency: .zero, energy: nil, unknownEnergies: [], roof: .zero, energyRoof: nil, roofs: [],
      timeRegime: .latencyBound, timeSublabel: nil, energyRegime: nil, levels: [],
      spatialUtilization: 0, mappings: [], infeasibility: reason, shareOfTime: 0,
      shareOfEnergy: nil, uncertainty: nil)
  }

  /// Ports are called by what they do; several of a kind are numbered.
  private static func names(_ memory: MemoryLevel) -> [String] {
    memory.ports.enumerated().map { index, port in
      let same = memory.ports.indices.filter { memory.ports[$0].kind == port.kind }
      guard same.count > 1, let place = same.firstIndex(of: index) else {
        return port.kind.rawValue
      }
      return "\(port.kind.rawValue)-\(place + 1)"
    }
  }
}

extension LayerPart {
  /// All energy but static power; nil where a part is unknown.
  var dynamicEnergy: Energy? {
    var sum = computeEnergy + vectorEnergy
    for level in levels { sum = sum + level.energy.mapped }
    for wire in wires { sum = sum + wire.energy }
    return sum
  }
}
