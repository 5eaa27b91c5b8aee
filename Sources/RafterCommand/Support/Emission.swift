// SPDX-License-Identifier: Apache-2.0
import Rafter

/// Writes the rows of an advice, so that an analysis of its own repeats each.
struct Emission {
  /// A row: changes, and what they are called.
  struct Row {
    var name: String
    /// What the file of the machine is called; nil for the machine's own name.
    var file: String?
    /// One after another.
    var changes: [Intervention.Change]
    /// The changed machine; nil where only the workload changes.
    var machine: Accelerator?

    init(_ effect: Effect) {
      name = "\(effect.intervention.name) (\(effect.intervention.lever.rawValue))"
      changes = [effect.intervention.change]
      machine = effect.intervention.machine
    }

    init(_ trade: Trade) {
      name = trade.name
      changes = [.machine(trade.machine)]
      machine = trade.machine
    }

    /// - Parameter number: That of its row in the table.
    init(_ bundle: Bundle, number: Int) {
      name = "bundle \(number): \(bundle.name)"
      file = "bundle-\(number)"
      changes = bundle.steps.map(\.change)
      machine = bundle.steps.compactMap(\.machine).last
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
      for own in row.changes.compactMap(\.option) {
        // A step is chosen on the design that those before it left: the last word holds.
        options.removeAll { $0.option == own.option }
        options.append(own)
      }
      if let machine = row.machine, machine != base.accelerator {
        let path = "\(folder)/\(Self.fileName(row.file ?? machine.name)).yaml"
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

extension Intervention.Change {
  /// How `rafter analyze` is told of it; nil where the file of the machine says all.
  fileprivate var option: (option: String, value: String?)? {
    switch self {
    case .machine: nil
    case .precision(let word), .formats(let word, _): ("--precision", word)
    case .batch(let size): ("--batch", "\(size)")
    case .zeros(let densities, _): ("--density", densities.text)
    case .residency(let residency): residency == .kept ? ("--fusion", nil) : nil
    case .variant(.cache(let format)): ("--kv", format.rawValue)
    case .variant(.tensorParallel(let devices)): ("--tensor-parallel", "\(devices)")
    }
  }
}
