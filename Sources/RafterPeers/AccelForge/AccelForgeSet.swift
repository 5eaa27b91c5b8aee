// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

extension ValidationSet {
  /// Runs of AccelForge 1.0.467 with the mappings that give their counts.
  public static let accelforge = ValidationSet(
    name: "accelforge",
    source: "accelforge 1.0.467, Accelergy-Project; runs measured with the Python package",
    kindOfTruth: "another tool",
    summary: Summary("actions, energy and latency on given mappings", peers: "-"),
    builtIn: ["accelforge/accelforge-runs.yaml", "accelforge/accelforge-mappings.yaml"],
    form: "a folder with accelforge-runs.yaml and accelforge-mappings.yaml"
  ) { files throws(DiagnosticList) in
    func file(_ ending: String) throws(DiagnosticList) -> Document {
      guard let file = files.first(where: { $0.name.hasSuffix(ending) }) else {
        throw DiagnosticList(
          .missingPeerFile("accelforge-" + ending, in: files.first?.folder ?? ""))
      }
      return try Document.parse(text: file.text, file: file.path)
    }
    var reader = AccelForgeReader()
    let (machines, runs) = reader.runs(try file("runs.yaml"))
    let mappings = reader.mappings(try file("mappings.yaml"), for: runs)
    guard reader.reader.errorCount == 0 else {
      throw DiagnosticList(reader.reader.diagnostics)
    }
    var rows: [ValidationRow] = []
    for run in runs {
      guard let machine = machines[run.machine] else {
        throw DiagnosticList(.unknownAccelForgeMemory(run.machine, in: run.tag))
      }
      rows += try run.rows(on: machine, mapping: mappings[run.tag])
    }
    return Findings(rows: rows)
  }
}

extension AccelForgeRun {
  /// What the peer stores of sums is rounded to about seven digits.
  private static let tolerance = 1e-7

  func rows(on machine: AccelForgeMachine, mapping: [String: [AccelForgeNode]]?)
    throws(DiagnosticList) -> [ValidationRow]
  {
    guard let mapping else { return unmappedRows(on: machine) }
    var rows: [ValidationRow] = []
    var results: [(name: String, result: AccelForgeModel.Result)] = []
    for einsum in einsums {
      guard let nodes = mapping[einsum.name] else {
        throw DiagnosticList(.missingAccelForgeMapping(einsum.name, of: tag))
      }
      results.append((einsum.name, try AccelForgeModel(einsum, on: machine).evaluate(nodes)))
    }
    for (key, published) in actions {
      rows.append(
        ValidationRow(
          tag, key, unit: key.hasSuffix(".compute") ? "1" : "bit", published: published,
          predicted: Self.action(key, in: results).map(Double.init), tolerance: 0))
    }
    func add(_ quantity: String, _ unit: String, _ published: Double?, _ own: Double) {
      guard let published else { return }
      rows.append(
        ValidationRow(
          tag, quantity, unit: unit, published: published, predicted: own, tolerance: Self.tolerance
        ))
    }
    for (component, published) in energies {
      add(
        "\(component).energy", "J", published,
        results.reduce(0) { sum, step in
          sum + (step.result.energy.first { $0.component == component }?.energy.value ?? 0)
        })
    }
    for (component, published) in times {
      add(
        "\(component).latency", "s", published,
        results.reduce(0) { sum, step in
          sum + (step.result.time.first { $0.component == component }?.time.value ?? 0)
        })
    }
    add("energy", "J", values["energy_j"], results.reduce(0) { $0 + $1.result.totalEnergy.value })
    add("latency", "s", values["latency_s"], results.reduce(0) { $0 + $1.result.latency.value })
    return rows
  }

  /// A run without actions: its energies add up, and its multiply-accumulates are known.
  private func unmappedRows(on machine: AccelForgeMachine) -> [ValidationRow] {
    var rows: [ValidationRow] = []
    if let energy = values["energy_j"], !energies.isEmpty {
      rows.append(
        ValidationRow(
          tag, "energy", unit: "J", published: energy,
          predicted: energies.reduce(0) { $0 + $1.1 }, tolerance: Self.tolerance))
    }
    if let macs, let published = energies.first(where: { $0.0 == "MAC" })?.1 {
      rows.append(
        ValidationRow(
          tag, "MAC.energy", unit: "J", published: published,
          predicted: Double(macs) * machine.macEnergy.value, tolerance: Self.tolerance))
    }
    return rows
  }

  /// `Matmul0.LocalBuffer.T0.read`, `QK.MAC.None.compute`.
  private static func action(
    _ key: String, in results: [(name: String, result: AccelForgeModel.Result)]
  ) -> Int? {
    let parts = key.split(separator: ".").map(String.init)
    guard parts.count == 4, let step = results.first(where: { $0.name == parts[0] })?.result else {
      return nil
    }
    switch parts[3] {
    case "compute": return step.computes
    case "read", "write":
      let found = step.actions.first { $0.memory == parts[1] && $0.tensor == parts[2] }
      return parts[3] == "read" ? found?.reads : found?.writes
    default: return nil
    }
  }
}
