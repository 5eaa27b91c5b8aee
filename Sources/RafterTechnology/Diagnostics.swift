// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with a table of memories, a technology file, or the use of a model beyond its range.

extension Diagnostic {
  static func sramColumns(_ names: [String], at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "technology.sram-columns",
      "the table of memories lacks the columns \(names.joined(separator: ", "))", at: place,
      suggestion: "name the columns in the first line, as in sram-cacti.csv")
  }

  static func sramRow(_ line: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "technology.sram-row", "this line is no memory: '\(line.prefix(80))'", at: place,
      suggestion: "every number is above zero; the device is `lstp` or `hp`")
  }
}

extension Diagnostic {
  static func filledNumbers(
    _ machine: String, model: String, _ numbers: [String], at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.filled",
      "\(numbers.count) numbers that '\(machine)' leaves open are estimates of the technology model '\(model)'",
      at: place, suggestion: "state them, write `unknown`, or choose with --technology",
      notes: numbers)
  }
}

// Beyond the range of a rule: warnings, for the number is still given.

extension Diagnostic {
  static func sramNode(_ node: ProcessNode, fitted: [ProcessNode]) -> Diagnostic {
    let list = fitted.map { $0.value.inText }.joined(separator: ", ")
    return Diagnostic(
      .warning, id: "technology.sram-node",
      "no SRAM law is fitted at \(node.inText); energy is carried from the nearest node",
      suggestion: "state the energies of the memories, or a law for them in a technology file",
      notes: [
        "fitted at \(list) nm; below, energy goes with the root of the node and area with the node"
      ])
  }

  static func sramCapacity(_ capacity: ByteCount, fitted: ClosedRange<ByteCount>) -> Diagnostic {
    Diagnostic(
      .warning, id: "technology.sram-capacity",
      "the SRAM laws are fitted from 1 KiB to 32 MiB, not for"
        + " \((capacity.value / 1024).inText) KiB",
      suggestion: "state the energy of the memory, or the capacity of one of its parts")
  }

  static func anchorNode(
    _ node: ProcessNode, published: ClosedRange<ProcessNode>, what: String
  ) -> Diagnostic {
    Diagnostic(
      .warning, id: "technology.anchor-node",
      "\(what) is published from \(published.lowerBound.inText) to \(published.upperBound.inText),"
        + " not at \(node.inText); the line through these nodes goes on",
      suggestion: "state the number, or choose `scaling: stillmaker-baas` from 130 to 7 nm")
  }

  static func scalingNode(_ node: ProcessNode, what: String) -> Diagnostic {
    Diagnostic(
      .warning, id: "technology.scaling-node",
      "Stillmaker and Baas scale from 130 to 7 nm, not to \(node.inText) as for \(what)",
      suggestion: "state the number")
  }

  static func scalingVoltage(_ voltage: Voltage, what: String) -> Diagnostic {
    Diagnostic(
      .warning, id: "technology.scaling-voltage",
      "the scaling of \(what) holds from 0.6 to 1.2 V, not at"
        + " \(voltage.value.inText) V",
      suggestion: "state the number")
  }

  static func converterNode(_ node: ProcessNode) -> Diagnostic {
    Diagnostic(
      .warning, id: "technology.converter-node",
      "the laws of ADCs and DACs are those of \(ConverterModel.node.inText), used at"
        + " \(node.inText) as they are",
      suggestion: "state the energies of the converters under `imc`, or laws in a technology file")
  }

  static func notScaled(_ what: String, from node: ProcessNode, to wanted: ProcessNode)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "technology.not-scaled",
      "\(what) is stated at \(node.inText) and used at \(wanted.inText) as it is",
      suggestion: "state it at \(wanted.inText)",
      notes: ["only logic is scaled; SRAM, DRAM, PHYs and converters do not follow it"])
  }
}

// Why a number stays open.

extension Diagnostic {
  static func noNode(_ what: String) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.no-node", "\(what) stays open: the machine states no process node",
      suggestion: "add `technology: {node: 22 nm}`")
  }

  static func noKind(_ what: String, kinds: [String], key: String) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.no-kind", "\(what) stays open: its kind is not said",
      suggestion: "in a technology file write `\(key)`",
      notes: ["kinds are \(kinds.joined(separator: ", "))"])
  }

  static func unknownKind(
    _ kind: String, of what: String, among kinds: [String], at place: SourceLocation? = nil
  )
    -> Diagnostic
  {
    let near = Suggestion.nearest(to: kind, among: kinds)
    return Diagnostic(
      id: "technology.unknown-kind", "there is no kind '\(kind)' of \(what)", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "kinds are \(kinds.joined(separator: ", "))")
  }

  static func noCapacity(_ what: String) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.no-capacity", "\(what) stays open: its capacity is not stated",
      suggestion: "state the capacity of one instance")
  }

  static func noFormat(_ what: String) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.no-format", "\(what) stays open: no unit of these formats is counted",
      suggestion: "state its energy")
  }

  static func noLength(_ what: String) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.no-length",
      "\(what) stays open: the area of the array is not known, so the wires have no length",
      suggestion: "state the area of a unit, or the energy of the wires")
  }
}

extension Diagnostic {
  static func unknownLevel(_ name: String, of machine: String, among names: [String])
    -> Diagnostic
  {
    let near = Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
    return Diagnostic(
      .warning, id: "technology.unknown-level", "\(machine) has no memory '\(name)'",
      suggestion: near ?? "its memories are \(names.joined(separator: ", "))")
  }
}

// Why an in-memory array stays open.

extension Diagnostic {
  static func openEvents(_ value: String, _ events: [String]) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.open-events",
      "\(value) stays open: its array says nothing of \(events.joined(separator: ", "))",
      suggestion: "state them under `energy` of `imc`; no law of multipliers stands for cells")
  }

  static func noResolution(_ value: String) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.no-resolution", "\(value) stays open: its resolution is not stated",
      suggestion: "add `adc-bits` to `imc`")
  }

  static func noSupply(_ value: String) -> Diagnostic {
    Diagnostic(
      .note, id: "technology.no-supply",
      "\(value) stays open: it goes with the square of the supply",
      suggestion: "add `voltage` to `technology`")
  }
}
