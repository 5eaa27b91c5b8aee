// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport

/// Analyses with numbers that agree with one another, made without a mapper.
enum SyntheticAnalysis {
  /// The small convolutional network.
  static func small(_ machine: SyntheticMachine = SyntheticMachine()) -> Analysis {
    var generator = SeededGenerator(seed: 15)
    return make("resnet-like", SyntheticLayers.small, machine, &generator)
  }

  /// The long network of matrix products.
  static func long(_ machine: SyntheticMachine = SyntheticMachine()) -> Analysis {
    var generator = SeededGenerator(seed: 200)
    return make("decoder-like", SyntheticLayers.long(&generator), machine, &generator)
  }

  static func make(
    _ name: String, _ layers: [Layer], _ machine: SyntheticMachine,
    _ generator: inout SeededGenerator
  ) -> Analysis {
    var results = layers.map { PlacedLayer($0, machine, &generator).analysis }
    let latency = results.reduce(Seconds.zero) { $0 + $1.latency }
    let energies = results.compactMap(\.energy)
    let energy = energies.count == results.count ? energies.reduce(Energy.zero, +) : nil
    for i in results.indices {
      results[i].shareOfTime = results[i].latency.ratio(to: latency)
      if let energy, let own = results[i].energy {
        results[i].shareOfEnergy = own.ratio(to: energy)
      }
    }
    let workload = Workload(
      name: name, source: "\(name).onnx", layers: layers,
      parameters: layers.reduce(0) { $0 + $1.parameters },
      parameterBytes: layers.reduce(0) { $0 + $1.parameterBytes },
      peakActivationBytes: layers.map { $0.compulsoryBytes - $0.parameterBytes }.max() ?? 0,
      peakActivationLayer: layers.first?.id, bindings: ["input=1x3x224x224"])
    let macs = layers.reduce(0) { $0 + $1.macs }
    let totals = NetworkTotals(
      macs: macs, operations: MACs(macs).operations,
      vectorOperations: Operations(layers.reduce(0) { $0 + $1.vectorOperations }),
      latency: latency, energy: energy,
      roofTime: results.reduce(Seconds.zero) { $0 + $1.work / $1.roof },
      roofEnergy: energy == nil
        ? nil
        : results.reduce(Energy.zero) { sum, layer in
          sum + (layer.energyRoof.map { layer.work / $0 } ?? .zero)
        })
    return Analysis(
      workload: workload, accelerator: machine.accelerator, options: AnalysisOptions(),
      fit: [
        CapacityCheck(
          memory: "dram", content: "all weights and activations at their peak",
          operands: Operand.allCases,
          needed: ByteCount(workload.parameterBytes + workload.peakActivationBytes),
          available: ByteCount(0x1p32))
      ],
      roofs: machine.roofs, layers: results, totals: totals,
      headline: [
        "DRAM reads bind most of the time of \(name) on edge-npu: fewer bytes from dram, by a "
          + "larger buffer, fusion or fewer bits, would help; more multipliers would not.",
        "Most of the energy goes to dram.",
      ])
  }
}

/// One layer placed on the synthetic machine: traffic by chance, everything else from it.
private struct PlacedLayer {
  let layer: Layer
  let machine: SyntheticMachine
  let work: Double
  let utilization: Double
  /// Bytes by level: compulsory, attainable, mapped.
  let bytes: [(compulsory: Double, attainable: Double, mapped: Double)]
  let written: Double
  let isVector: Bool

  init(_ layer: Layer, _ machine: SyntheticMachine, _ generator: inout SeededGenerator) {
    self.layer = layer
    self.machine = machine
    isVector = layer.nests.isEmpty
    work = isVector ? Double(layer.vectorOperations) : Double(layer.macs) * 2
    utilization =
      isVector ? 1 : [1.0, 1.0, 0.97, 0.875, 0.5].randomElement(using: &generator) ?? 1
    let border = Double(layer.compulsoryBytes)
    let shareOfOutputs = layer.tensors.filter { $0.role == .outputs }.reduce(0) { $0 + $1.bytes }
    written = Double(shareOfOutputs) / border
    var bytes: [(compulsory: Double, attainable: Double, mapped: Double)] = []
    for level in machine.levels.indices {
      if isVector, level > 0 {
        bytes.append((0, 0, 0))
        continue
      }
      let attainable: Double = [1.0, 1.0, 1.15, 1.7].randomElement(using: &generator) ?? 1
      let mapped: Double = [1.0, 1.0, 1.05, 1.4].randomElement(using: &generator) ?? 1
      let least: Double = level == 0 ? border : max(2 * border, work / (level == 1 ? 64 : 0.6))
      bytes.append((least, least * attainable, least * attainable * mapped))
    }
    self.bytes = bytes
  }

  private var compute: Double {
    isVector ? work / machine.vectorPeak : work / (machine.peak * machine.sustained * utilization)
  }
  private func time(_ bytes: Double, _ level: Int) -> Double {
    bytes / machine.levels[level].bandwidth
  }

  private var chain: [ChainEntry] {
    var entries: [ChainEntry] = []
    var last = 0.0
    func add(_ step: ChainStep, atLeast seconds: Double) {
      let next = max(last, seconds)
      entries.append(
        ChainEntry(step: step, seconds: Seconds(next), factor: last > 0 ? last / next : 1))
      last = next
    }
    if isVector {
      add(.vector, atLeast: compute)
    } else {
      add(.peak, atLeast: work / machine.peak)
      add(.format, atLeast: 0)
      add(.sustained, atLeast: work / (machine.peak * machine.sustained))
      add(.spatial, atLeast: compute)
    }
    let inward = machine.levels.indices.reversed()
    for l in inward {
      add(.compulsory(level: machine.levels[l].name), atLeast: time(bytes[l].compulsory, l))
    }
    for l in inward {
      add(.attainable(level: machine.levels[l].name), atLeast: time(bytes[l].attainable, l))
    }
    for l in inward {
      add(.mapped(level: machine.levels[l].name), atLeast: time(bytes[l].mapped, l))
    }
    add(.fill, atLeast: last + 0.1e-6)
    add(.load, atLeast: last * 1.02)
    add(.offload, atLeast: last * 1.01)
    add(.launch, atLeast: last + machine.launch)
    return entries
  }

  private var levels: [LevelAnalysis] {
    func traffic(_ total: Double) -> Traffic {
      Traffic(read: ByteCount(total * (1 - written)), written: ByteCount(total * written))
    }
    return machine.levels.enumerated().map { l, level in
      LevelAnalysis(
        name: level.name, mapped: traffic(bytes[l].mapped),
        attainable: traffic(bytes[l].attainable), compulsory: traffic(bytes[l].compulsory),
        bytesByOperand: [
          .inputs: ByteCount(bytes[l].mapped * (1 - written)),
          .outputs: ByteCount(bytes[l].mapped * written),
        ], time: Seconds(time(bytes[l].mapped, l)),
        energy: level.energy.map { Energy($0 * bytes[l].mapped) }, isOverlapped: true)
    }
  }

  private func items(_ latency: Double) -> [EnergyItem] {
    var items = [
      EnergyItem(
        isVector ? .vector : .compute,
        Energy(work * (isVector ? machine.vectorEnergy : machine.energyPerOperation)))
    ]
    for (l, level) in machine.levels.enumerated() where bytes[l].mapped > 0 {
      let each = level.energy ?? 0
      items.append(
        EnergyItem(.compulsory(level: level.name), Energy(each * bytes[l].compulsory)))
      items.append(
        EnergyItem(
          .capacityExcess(level: level.name),
          Energy(each * (bytes[l].attainable - bytes[l].compulsory))))
      items.append(
        EnergyItem(
          .mappingExcess(level: level.name),
          Energy(each * (bytes[l].mapped - bytes[l].attainable))))
    }
    let useful = work / (isVector ? machine.vectorPeak : machine.peak)
    items.append(EnergyItem(.staticUseful, Energy(machine.staticPower * useful)))
    items.append(EnergyItem(.staticLost, Energy(machine.staticPower * (latency - useful))))
    return items
  }

  private func regime(_ latency: Double) -> (TimeRegime, TimeSublabel?) {
    let times = machine.levels.indices.map { time(bytes[$0].mapped, $0) }
    let busiest = times.indices.max { times[$0] < times[$1] } ?? 0
    let longest = times[busiest]
    if min(compute, longest) >= 0.9 * latency {
      return (.balanced(isVector ? "vector unit" : "arithmetic", machine.levels[busiest].name), nil)
    }
    if compute >= 0.9 * latency {
      return (isVector ? .vectorBound : utilization >= 0.9 ? .computeBound : .spatialBound, nil)
    }
    guard longest >= 0.9 * latency else { return (.latencyBound, nil) }
    let b = bytes[busiest]
    let sublabel: TimeSublabel =
      b.mapped > b.attainable / 0.9
      ? .mappingLimited : b.attainable > b.compulsory * 1.01 ? .capacityLimited : .compulsory
    return (
      .bandwidthBound(
        level: machine.levels[busiest].name, port: busiest == 0 ? "read" : "read-write"), sublabel
    )
  }

  private func energyRegime(_ items: [EnergyItem], _ total: Double) -> EnergyRegime {
    func share(_ wanted: (EnergyItem.Kind) -> Bool) -> Double {
      items.filter { wanted($0.kind) }.reduce(0) { $0 + $1.energy.value } / total
    }
    if share({ $0 == .compute }) > 0.5 { return .computeDominated }
    if share({ $0 == .vector }) > 0.5 { return .vectorDominated }
    if share({ $0 == .staticUseful || $0 == .staticLost }) > 0.5 { return .staticDominated }
    for level in machine.levels
    where share({
      $0 == .compulsory(level: level.name) || $0 == .capacityExcess(level: level.name)
        || $0 == .mappingExcess(level: level.name)
    }) > 0.5 {
      return .levelDominated(level.name)
    }
    return .mixed
  }

  private func roof(_ l: Int) -> LayerRoof {
    let ceiling = work / compute
    let others = machine.levels.indices.filter { $0 != l && bytes[$0].mapped > 0 }
    let arithmetic = isVector ? machine.vectorEnergy : machine.energyPerOperation
    let known = others.allSatisfy { machine.levels[$0].energy != nil }
    let moved = others.reduce(0) { $0 + (machine.levels[$1].energy ?? 0) * bytes[$1].mapped }
    return LayerRoof(
      level: machine.levels[l].name,
      ceiling: Throughput(
        others.reduce(ceiling) { min($0, work / time(bytes[$1].mapped, $1)) }),
      spatialCeiling: Throughput(ceiling), bandwidth: Bandwidth(machine.levels[l].bandwidth),
      energyPerOperation: known ? EnergyPerOperation(arithmetic + moved / work) : nil,
      energyPerByte: machine.levels[l].energy.map { EnergyPerByte($0) },
      staticPower: Power(machine.staticPower))
  }

  var analysis: LayerAnalysis {
    let chain = chain
    let latency = chain.last?.seconds.value ?? 0
    let used = machine.levels.indices.filter { bytes[$0].mapped > 0 }
    let unknown = used.filter { machine.levels[$0].energy == nil }.map { machine.levels[$0].name }
    let items = unknown.isEmpty ? items(latency) : []
    let total = items.reduce(0) { $0 + $1.energy.value }
    let (regime, sublabel) = regime(latency)
    let roofSeconds = used.reduce(compute) { max($0, time(bytes[$1].mapped, $1)) }
    let least = items.reduce(0) { sum, item in
      switch item.kind {
      case .compute, .vector, .compulsory, .staticUseful: sum + item.energy.value
      default: sum
      }
    }
    return LayerAnalysis(
      layer: layer, work: Operations(work), timeChain: chain, energyItems: items,
      latency: Seconds(latency), energy: unknown.isEmpty ? Energy(total) : nil,
      unknownEnergies: unknown, roof: Throughput(work / roofSeconds),
      energyRoof: unknown.isEmpty ? EnergyEfficiency(work / least) : nil,
      roofs: used.map(roof), timeRegime: regime, timeSublabel: sublabel,
      energyRegime: unknown.isEmpty ? energyRegime(items, total) : nil, levels: levels,
      spatialUtilization: utilization, mappings: [], shareOfTime: 0)
  }
}
