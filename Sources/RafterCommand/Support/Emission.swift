// SPDX-License-Identifier: Apache-2.0
import Rafter

/// Writes the rows of an advice, so that an analysis of its own repeats each.
struct Emission {
  /// A row: a change, and what it is called.
  struct Row {
    var name: String
    var change: Intervention.Change
    /// The changed machine; nil where only the workload changes.
    var machine: Accelerator?

    init(_ effect: Effect) {
      name = "\(effect.intervention.name) (\(effect.intervention.lever.rawValue))"
      change = effect.intervention.change
      machine = effect.intervention.machine
    }

    init(_ trade: Trade) {
      name = trade.name
      change = .machine(trade.machine)
      machine = trade.machine
    }
  }

  var folder: String
  /// The machine as the command line names it.
  var place: String
  /// The workload as the command line names it.
  var workload: String
  var command: ReproducingCommand

  /// Writes each changed machine as a file, and all command lines into `reproduce.sh`.
  func write(_ rows: [Row], of base: Analysis) throws(DiagnosticList) {
    try Output.makeFolder(folder)
    var lines = [
      "#!/bin/sh",
      "# Each line repeats a row of rafter advise \(workload) --on \(place), the most time saved first.",
      "# Times and energies of a batch are those of all its samples.",
    ]
    for row in rows {
      lines.append("# \(row.name)")
      var options: [(option: String, value: String?)] = []
      switch row.change {
      case .machine: break
      case .precision(let word), .formats(let word, _): options.append(("--precision", word))
      case .batch(let size): options.append(("--batch", "\(size)"))
      case .zeros(let densities, _): options.append(("--density", densities.text))
      case .residency(let residency): if residency == .kept { options.append(("--fusion", nil)) }
      case .variant(.cache(let format)): options.append(("--kv", format.rawValue))
      case .variant(.tensorParallel(let devices)):
        options.append(("--tensor-parallel", "\(devices)"))
      }
      if let machine = row.machine, machine != base.accelerator {
        let path = "\(folder)/\(Self.fileName(machine.name)).yaml"
        try write(machine, row, of: base, to: path)
        options.append(("--on", path))
      }
      lines.append(command.line(options))
    }
    try Output.write(lines.joined(separator: "\n") + "\n", to: "\(folder)/reproduce.sh")
  }

  private func write(
    _ machine: Accelerator, _ row: Row, of base: Analysis, to path: String
  ) throws(DiagnosticList) {
    var file = machine
    file.source.confidence = .assumed
    let heading = [
      "\(base.accelerator.name) with \(row.name).",
      "Written by rafter advise \(workload) --on \(place); rafter analyze on this file gives the same numbers.",
    ]
    try Output.write(AcceleratorWriter.text(file, heading: heading), to: path)
  }

  /// A name that any system takes for a file.
  private static func fileName(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
  }
}
