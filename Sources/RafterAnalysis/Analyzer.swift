// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
public import RafterWorkload

/// Places a workload under the two rooflines of a machine.
public enum Analyzer {
  /// Chooses formats, maps every product, places every layer and rolls the network up.
  ///
  /// The result is the same, to the byte in reports, on any number of cores.
  /// - Parameters:
  ///   - workload: the layers, in the formats of the model.
  ///   - machine: what they run on.
  ///   - options: formats to run in, what a search makes least and how far it may go.
  ///   - parallelism: cores to use at most.
  ///   - memory: what other analyses have mapped; nil to search for everything.
  ///   - progress: told the number of different products each time one has been mapped.
  /// - Throws: what is wrong with the options; a layer that fits nowhere is a result, not an error.
  /// - Complexity: one mapping search for each different product, and one more where its zeros count.
  public static func analyze(
    _ workload: Workload, on machine: Accelerator, options: AnalysisOptions = AnalysisOptions(),
    parallelism: Int, memory: MappingMemory? = nil, progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(DiagnosticList) -> Analysis {
    let memories = machine.memories.map(\.name)
    if let level = options.level, !memories.contains(level) {
      throw DiagnosticList(.unknownLevel(level, levels: memories))
    }
    let workload = options.densities.map(workload.setting) ?? workload
    let assignment = try FormatAssignment(workload, on: machine, precision: options.precision)
    var plan: [[MappingResult]]
    if let draft = options.mapping {
      plan = try MappingPlan.given(
        draft, assignment.workload, formats: assignment.compute, on: machine, options: options)
    } else {
      try MappingPlan.check(
        options.constraints, assignment.workload.layers.flatMap(\.nests), on: machine)
      plan = await MappingPlan.map(
        assignment.workload, formats: assignment.compute, on: machine, options: options,
        parallelism: parallelism, memory: memory, progress: progress)
      plan = await MappingPlan.spared(
        plan, formats: assignment.compute, on: machine, options: options, parallelism: parallelism,
        memory: memory)
    }
    if options.detail == .alternatives {
      plan = MappingPlan.explained(plan, formats: assignment.compute, on: machine)
    }
    let placer = LayerPlacer(machine)
    var layers = assignment.workload.layers.indices.map { index in
      placer.place(assignment.workload.layers[index], assignment.compute[index], plan[index])
    }
    var fusion: FusionAnalysis?
    if options.residency == .kept {
      let placed = zip(layers, assignment.compute).map { PlacedLayer(analysis: $0, format: $1) }
      var study = FusionStudy(assignment.workload, placed, placer)
      fusion = study.run()
      layers = study.layers.map(\.analysis)
    }
    var totals = NetworkTotals(rollingUp: layers)
    let communication = Communication(assignment.workload, totals.latency, on: machine)
    if let communication {
      totals.add(communication, staticPower: machine.power.staticPower?.value ?? .zero)
    }
    totals.share(among: &layers)
    if options.bands == .studied {
      await study(&layers, assignment.compute, on: machine, parallelism)
    }
    let fit = Fit.checks(assignment.workload, on: machine)
    let used = (machine.compute?.formats ?? []).filter { format in
      assignment.compute.contains { $0?.arithmetic == format.arithmetic }
    }
    var notes = workload.diagnostics + assignment.notes
    if machine.vector == nil, totals.vectorOperations > .zero {
      notes.append(.noVectorUnit(machine.name))
    }
    if let pass = assignment.workload.pass, !pass.collectives.isEmpty, machine.links == nil {
      notes.append(.noLinks(machine.name, devices: pass.devices))
    }
    if let links = machine.links, let pass = assignment.workload.pass {
      let odd = Set(pass.collectives.map(\.devices)).filter { !links.holdsGroup(of: $0) }
      notes += odd.sorted().map { .noBlock(of: $0, links, of: machine.name) }
    }
    if let unused = machine.unusedSparsity(by: assignment.workload) { notes.append(unused) }
    notes += OverRoof.check(layers)
    return Analysis(
      workload: assignment.workload, accelerator: machine, options: options, fit: fit,
      roofs: MachineRoofs.of(machine, formats: used, vector: machine.vector),
      layers: layers, totals: totals,
      headline: Headline.sentences(
        assignment.workload, machine, layers, totals, fit, communication),
      uncertainty: options.bands == .studied
        ? UncertaintyStudy.network(layers, communication, machine) : nil, diagnostics: notes,
      fusion: fusion)
  }

  /// Gives each layer the bands of its constants and the labels that would flip within them.
  private static func study(
    _ layers: inout [LayerAnalysis], _ compute: [ComputeFormat?], on machine: Accelerator,
    _ parallelism: Int
  ) async {
    let study = UncertaintyStudy(machine)
    let formats = compute.map { format in
      machine.compute?.formats.firstIndex { $0.arithmetic == format?.arithmetic }
    }
    // Layers that differ in names alone rest on the same: the first of them is studied.
    var places: [UncertaintyStudy.Question: Int] = [:]
    var studied: [Int] = []
    let answers = layers.indices.map { index in
      let question = UncertaintyStudy.Question(layers[index], format: formats[index])
      if let question, let known = places[question] { return known }
      if let question { places[question] = studied.count }
      studied.append(index)
      return studied.count - 1
    }
    let uncertainties = await Parallel.map(studied, parallelism) { [layers] index in
      study.layer(layers[index], format: formats[index])
    }
    for index in layers.indices { layers[index].uncertainty = uncertainties[answers[index]] }
  }
}

extension NetworkTotals {
  /// Sums over the layers; nothing is averaged [rooflines 3.8].
  init(rollingUp layers: [LayerAnalysis]) {
    self.init(
      macs: 0, operations: .zero, vectorOperations: .zero, latency: .zero, energy: .zero,
      roofTime: .zero, roofEnergy: .zero)
    for layer in layers {
      let repeats = Double(layer.layer.repeats)
      macs += layer.layer.macs * layer.layer.repeats
      vectorOperations += Operations(layer.layer.vectorOperations) * repeats
      latency += layer.latency * repeats
      roofTime += layer.roofTime * repeats
      energy = energy + layer.energy.map { $0 * repeats }
      roofEnergy = roofEnergy + layer.roofEnergy.map { $0 * repeats }
    }
    operations = MACs(macs).operations
  }

  /// Adds what links take, after all layers: their time, the energy of sending, and static energy meanwhile.
  mutating func add(_ communication: Communication, staticPower: Power) {
    links = communication.time
    latency += communication.time
    linkEnergy = communication.energy.map { $0 + staticPower * communication.time }
    energy = energy + linkEnergy
  }

  /// Gives each layer its shares of the whole, links included.
  func share(among layers: inout [LayerAnalysis]) {
    for index in layers.indices {
      let repeats = Double(layers[index].layer.repeats)
      layers[index].shareOfTime =
        latency > .zero ? (layers[index].latency * repeats).ratio(to: latency) : 0
      if let energy, energy > .zero, let own = layers[index].energy {
        layers[index].shareOfEnergy = (own * repeats).ratio(to: energy)
      }
    }
  }
}

extension LayerAnalysis {
  /// The energy at the layer's own roof: without excess traffic and lost static energy.
  var roofEnergy: Energy? {
    guard energy != nil else { return nil }
    return energyItems.reduce(Energy.zero) { $1.kind.isInRoof ? $0 + $1.energy : $0 }
  }
}
