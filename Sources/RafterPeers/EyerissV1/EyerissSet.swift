// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

extension ValidationSet {
  /// Traffic, time and energy of convolutions on Eyeriss.
  public static let eyerissV1 = ValidationSet(
    name: "eyeriss-v1",
    source: "Chen et al., IEEE JSSC 52(1) 2017, tables III and V",
    kindOfTruth: "silicon",
    peers: [
      "MAESTRO: 3.9 % mean error of the processing delay (recalled)",
      "Accelergy: 5 % of total energy, against simulation after layout (read in its abstract)",
      "no tool is known to be compared with the traffic or the bounds",
    ],
    summary: Summary(
      "traffic, latency and energy of AlexNet",
      peers: "MAESTRO 3.9 % of delay, Accelergy 5 % of energy"),
    builtIn: ["eyeriss-v1/alexnet.csv"],
    form: "a .csv of layers with \(EyerissLayer.columns.joined(separator: ", "))"
  ) { files throws(DiagnosticList) in
    try files.checkTables([EyerissLayer.self])
    let machine = try EyerissMachine(Library.machine("eyeriss-v1"))
    let shipped = try EyerissLayer.read(CaseTable(Library.caseFile("eyeriss-v1/alexnet.csv")))
    let own = EyerissRun.runs(shipped, on: machine)
    var networks: [[EyerissRun]] = []
    for table in try files.tables(EyerissLayer.columns, orBuiltIn: "eyeriss-v1/alexnet.csv") {
      let layers = try EyerissLayer.read(table)
      networks.append(layers == shipped ? own : EyerissRun.runs(layers, on: machine))
    }
    var comparison = EyerissComparison(fit: EyerissFit(own), machine: machine)
    for runs in networks where !runs.isEmpty {
      comparison.add(runs, isFitted: runs.map(\.layer) == shipped)
    }
    return comparison.findings
  }
}

/// Runs beside the model.
struct EyerissComparison {
  let fit: EyerissFit
  let machine: EyerissMachine
  private var rows: [ValidationRow] = []
  private var notes: [String] = []
  private var points: [MeasuredRoofline.Point] = []

  private static let printedTolerance = 0.01
  private static let searchTolerance = 0.05
  private static let dramTolerance = 0.03
  private static let latencyTolerance = 0.07
  private static let energyTolerance = 0.10

  init(fit: EyerissFit, machine: EyerissMachine) {
    self.fit = fit
    self.machine = machine
  }

  /// Adds a network.
  ///
  /// - Parameters:
  ///   - runs: its layers.
  ///   - isFitted: whether the constants are from these rows, so that errors of layers left out count.
  mutating func add(_ runs: [EyerissRun], isFitted: Bool) {
    for run in runs {
      addTraffic(run)
      addTime(run)
      addEnergy(run)
    }
    addSums(runs, isFitted: isFitted)
    for run in runs {
      guard let found = run.found else {
        notes.append("\(run.layer.name): no row-stationary mapping fits")
        continue
      }
      notes.append("\(run.layer.name): own search \(found.mapping.text)")
      if let prediction = prediction(run) { notes.append("\(run.layer.name): \(prediction)") }
    }
    if runs.contains(where: { $0.contradicted != nil }) {
      notes.append(
        "the mapping printed for CONV3, q=4 r=1 t=4, contradicts its measured traffic; q=3 r=2 t=2, as of CONV4, is taken, and both are shown"
      )
    }
    let bound = runs.filter(\.isNetworkBound).map(\.layer.name)
    if !bound.isEmpty {
      notes.append(
        "at the measured traffic the networks between buffer and elements bound \(bound.joined(separator: ", "))"
      )
    }
    notes += unprinted(runs)
  }

  /// What is said of layers without a printed mapping.
  private func unprinted(_ runs: [EyerissRun]) -> [String] {
    guard runs.contains(where: { $0.printed == nil }) else { return [] }
    var notes = [
      "layers without a printed mapping: what ran is taken to be the mapping whose traffic and active elements are nearest to the counters; its traffic is shown and not judged, time and energy follow from it without a measured time or power"
    ]
    notes += runs.compactMap { run in
      run.inferred.map { "\(run.layer.name): nearest mapping \($0.mapping.text)" }
    }
    let ratios = runs.compactMap { run in
      run.printed == nil
        ? run.layer.bufferTraffic.flatMap { measured in
          run.found?.cost.bufferTraffic(run.machine).ratio(to: measured)
        } : nil
    }
    if let least = ratios.min(), let most = ratios.max() {
      notes.append(
        "own search moves \(Text.percent(least)) to \(Text.percent(most)) of the traffic that was measured: the chip took fewer channels in a pass than fit"
      )
    }
    return notes
  }

  /// What is predicted of a layer of which nothing was measured, with the mapping of our search.
  private func prediction(_ run: EyerissRun) -> String? {
    let layer = run.layer
    let measured = [
      layer.bufferTraffic?.value, layer.dramTraffic?.value, layer.processingLatency?.value,
      layer.totalLatency?.value, layer.power?.value, layer.activeElements.map(Double.init),
    ].compactMap { $0 }
    guard measured.isEmpty, let cost = run.found?.cost, fit.energy.count == 3 else { return nil }
    let time = run.totalTime(cost, ramp: fit.ramp)
    let energy = Energy(RelativeFit.value(run.energyTerms(time), fit.energy))
    return
      "nothing of it was measured; predicted are \((cost.processing(ramp: fit.ramp) / run.machine.clock).formatted()), with transfers \(time.formatted()), \(energy.formatted()), \(cost.bufferTraffic(run.machine).formatted()) at the buffer and \(run.dramTraffic(cost).formatted()) at DRAM"
  }

  private mutating func addTraffic(_ run: EyerissRun) {
    let layer = run.layer
    if let measured = layer.bufferTraffic {
      if let printed = run.printed {
        rows.append(
          ValidationRow(
            layer.name, "buffer traffic, printed mapping", unit: "B", published: measured.value,
            predicted: printed.bufferTraffic(run.machine).value, tolerance: Self.printedTolerance))
      }
      if let contradicted = run.contradicted {
        rows.append(
          ValidationRow(
            shown: layer.name, "buffer traffic, q=4 t=4 as printed", unit: "B",
            published: measured.value, predicted: contradicted.bufferTraffic(run.machine).value))
      }
      if let inferred = run.inferred {
        rows.append(
          ValidationRow(
            shown: layer.name, "buffer traffic, nearest mapping", unit: "B",
            published: measured.value,
            predicted: inferred.cost.bufferTraffic(run.machine).value))
      }
      // What ran is not known to be the best, so our search is judged only where a mapping is printed.
      rows.append(
        ValidationRow(
          layer.name, "buffer traffic, own search", unit: "B", published: measured.value,
          predicted: run.found?.cost.bufferTraffic(run.machine).value,
          tolerance: Self.searchTolerance, role: run.printed == nil ? .shown : .judged))
    }
    if let measured = layer.dramTraffic {
      rows.append(
        ValidationRow(
          counted: layer.name, "DRAM traffic", unit: "B", published: measured.value,
          predicted: run.cost.map { run.dramTraffic($0).value }))
    }
    if let active = layer.activeElements {
      rows.append(
        run.printed.map {
          ValidationRow(
            layer.name, "active elements", published: active, predicted: $0.activeElements)
        }
          ?? ValidationRow(
            shown: layer.name, "active elements, own search", unit: "1",
            published: Double(active),
            predicted: run.found.map { Double($0.cost.activeElements) }))
    }
  }

  private mutating func addTime(_ run: EyerissRun) {
    let layer = run.layer
    guard let measured = layer.processingLatency, measured > .zero else { return }
    rows.append(
      ValidationRow(
        counted: layer.name, "processing latency", unit: "s", published: measured.value,
        predicted: run.cost.map { ($0.processing(ramp: fit.ramp) / run.machine.clock).value }))
    rows.append(
      ValidationRow(
        shown: layer.name, "processing latency, roof at measured traffic", unit: "s",
        published: measured.value, predicted: run.roofTime.value))
    if let total = layer.totalLatency, total > .zero {
      rows.append(
        ValidationRow(
          shown: layer.name, "latency with transfers", unit: "s", published: total.value,
          predicted: run.cost.map { run.totalTime($0, ramp: fit.ramp).value }))
    }
    if let traffic = layer.bufferTraffic {
      points.append(
        .init(
          layer.name, intensity: layer.macs.operations / traffic,
          measured: layer.macs.operations / measured,
          predicted: run.cost.map {
            layer.macs.operations / ($0.processing(ramp: fit.ramp) / run.machine.clock)
          }))
    }
  }

  private mutating func addEnergy(_ run: EyerissRun) {
    guard let energy = run.energy, energy > .zero, fit.energy.count == 3 else { return }
    func add(_ quantity: String, _ time: Seconds, _ role: ValidationRow.Role) {
      rows.append(
        ValidationRow(
          run.layer.name, quantity, unit: "J", published: energy.value,
          predicted: RelativeFit.value(run.energyTerms(time), fit.energy), tolerance: .infinity,
          role: role))
    }
    if let time = run.layer.totalLatency { add("energy, at measured time", time, .shown) }
    if let cost = run.cost {
      add("energy, at own time", run.totalTime(cost, ramp: fit.ramp), .counted)
    }
  }

  /// Sums and means over the layers.
  private mutating func addSums(_ runs: [EyerissRun], isFitted: Bool) {
    let name = "\(runs.count) layers"
    let traffic = runs.compactMap { run in
      run.layer.dramTraffic.flatMap { measured in
        run.cost.map { (measured, run.dramTraffic($0)) }
      }
    }
    if traffic.count == runs.count {
      let (published, predicted) = traffic.reduce((ByteCount.zero, ByteCount.zero)) {
        ($0.0 + $1.0, $0.1 + $1.1)
      }
      rows.append(
        ValidationRow(
          name, "DRAM traffic", unit: "B", published: published.value, predicted: predicted.value,
          tolerance: Self.dramTolerance,
          role: runs.allSatisfy { $0.printed != nil } ? .judged : .shown))
    }
    let transfers = runs.compactMap { run -> (Seconds, Seconds)? in
      guard let total = run.layer.totalLatency, let processing = run.layer.processingLatency,
        let cost = run.cost
      else { return nil }
      return (
        total - processing,
        run.totalTime(cost, ramp: fit.ramp) - cost.processing(ramp: fit.ramp) / machine.clock
      )
    }
    if transfers.count == runs.count {
      let (published, predicted) = transfers.reduce((Seconds.zero, Seconds.zero)) {
        ($0.0 + $1.0, $0.1 + $1.1)
      }
      rows.append(
        ValidationRow(
          shown: name, "time of transfers that stop it", unit: "s", published: published.value,
          predicted: predicted.value))
    }
    func mean(_ quantity: String, _ places: Range<Int>? = nil) -> Double? {
      let names = places.map { Set($0.map { runs[$0].layer.name }) }
      return rows.filter { row in
        row.quantity == quantity && (names?.contains(row.name) ?? true)
          && runs.contains { $0.layer.name == row.name }
      }.compactMap(\.error).meanMagnitude
    }
    if let latency = mean("processing latency") {
      rows.append(
        ValidationRow(
          over: name, "mean error of processing latency", latency,
          tolerance: Self.latencyTolerance))
    }
    if isFitted, runs.count > EyerissFit.rampLayers {
      rows.append(
        ValidationRow(
          over: "layers not fitted", "mean error of processing latency",
          mean("processing latency", EyerissFit.rampLayers..<runs.count),
          tolerance: Self.latencyTolerance))
      rows.append(
        ValidationRow(
          over: "each layer left out", "mean error of energy, at measured time",
          fit.energyErrors.meanMagnitude, tolerance: Self.energyTolerance))
      rows.append(
        ValidationRow(
          over: "each layer left out", "mean error of energy, at own time",
          fit.energyErrorsAtOwnTime.meanMagnitude, tolerance: Self.energyTolerance))
    } else {
      for quantity in ["energy, at measured time", "energy, at own time"] {
        guard let error = mean(quantity) else { continue }
        rows.append(
          ValidationRow(
            over: name, "mean error of \(quantity)", error, tolerance: Self.energyTolerance))
      }
    }
  }

  var findings: ValidationSet.Findings {
    let share = fit.energy.count == 3 ? "three" : "no"
    return ValidationSet.Findings(
      rows: rows, fitted: fit.printed,
      notes: notes + [
        "\(share) constants of energy and one of time, from the shipped rows of AlexNet whatever is compared",
        "time is never measured for a prediction but in the rows that say so; energy is the average power over the latency with transfers",
        "own search takes the least energy of DRAM, buffer and static power over row-stationary mappings that fit; it sees no measured number",
      ], rooflines: [roofline])
  }

  /// Layers at the operations of a byte of the global buffer, under the peak and the networks to and from the elements.
  private var roofline: MeasuredRoofline {
    MeasuredRoofline(
      machine: "eyeriss-v1", ceilings: [.init("16-bit", peak: machine.peak)],
      slopes: [.init("global buffer", bandwidth: machine.networks)], points: points)
  }
}
