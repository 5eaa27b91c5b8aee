// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities
import RafterWorkload

/// ZigZag 3 hardware: memories from the inside out, each linked to operands and shared across dimensions of the array.
struct ZigZagHardware {
  /// A memory as the file has it.
  struct Memory {
    var name: String
    var level: MemoryLevel
    /// Dimensions of the array over which one instance is shared.
    var shared: [String]
    var place: SourceLocation
  }

  /// The array.
  struct Array {
    var dimensions: [(name: String, size: Int)] = []
    var systolic: Set<String> = []
    var macEnergy: Energy?
    var area: Area?
    var bits: (inputs: Int, weights: Int) = (8, 8)
  }

  var origin: Origin
  var array = Array()
  var memories: [Memory] = []

  static func convert(text: String, file: String) throws(DiagnosticList) -> Conversion {
    let document = try Document.parse(text: text, file: file, dialect: .foreign)
    var parser = ZigZagHardware(origin: Origin(file: file))
    for diagnostic in document.diagnostics { parser.origin.note(diagnostic) }
    let accelerator = parser.read(document.root)
    return try parser.origin.finished(.zigzag, accelerator)
  }

  private mutating func read(_ root: DocumentNode) -> Accelerator? {
    guard var record = ForeignRecord(root, what: "the file", &origin) else { return nil }
    let name = record.take("name")?.scalar ?? Origin.base(origin.file)
    if let node = record.required("operational_array", &origin) { readArray(node) }
    if let node = record.required("memories", &origin) {
      for entry in node.entries ?? [] {
        if let memory = readMemory(entry.value, name: entry.key, at: entry.keyLocation) {
          memories.append(memory)
        }
      }
      if memories.isEmpty {
        origin.note(
          .foreignForm("'memories'", expected: "a mapping of memories", at: node.location))
      }
    }
    record.finish(&origin)
    guard !array.dimensions.isEmpty, !memories.isEmpty else { return nil }
    var names = NameBook()
    return Accelerator(
      name: names.name(name), file: origin.file, source: origin.source("ZigZag", name),
      technology: Technology(frequency: origin.assumedClock("ZigZag")),
      path: ZigZagPath(self).elements(&origin) + [.compute(compute())])
  }

  private mutating func readArray(_ node: DocumentNode) {
    guard var record = ForeignRecord(node, what: "'operational_array'", &origin) else { return }
    let names = record.required("dimensions", &origin).flatMap {
      origin.texts($0, of: "'dimensions'")
    }
    let sizes = record.required("sizes", &origin)
    var counts: [Int] = []
    for element in sizes?.elements ?? [] {
      counts.append(origin.count(element, of: "a size of the array") ?? 1)
    }
    if let names, let sizes, names.count != counts.count {
      origin.note(
        .foreignForm("'sizes'", expected: "a list of \(names.count) numbers", at: sizes.location))
    }
    array.dimensions = zip(names ?? [], counts).map { ($0.0.0, $0.1) }
    if let node = record.take("systolic_dimensions") {
      array.systolic = Set((origin.texts(node, of: "'systolic_dimensions'") ?? []).map(\.0))
    }
    if let node = record.take("unit_energy"), let value = origin.number(node, of: "'unit_energy'") {
      array.macEnergy = Energy(value * 1e-12)
    }
    record.ignore("unit_area")
    if let node = record.take("input_precision"), let elements = node.elements, elements.count == 2
    {
      array.bits = (
        origin.count(elements[0], of: "a precision") ?? 8,
        origin.count(elements[1], of: "a precision") ?? 8
      )
    }
    if let node = record.take("is_imc"), node.scalar == "true" || node.scalar == "True" {
      origin.note(
        .leftOpen(
          "the energy of a MAC",
          "ZigZag works it out from its model of in-memory arrays; state it with `imc` keys",
          at: node.location))
    }
    for key in ["imc_type", "bit_serial_precision", "adc_resolution", "cells_size", "nb_rows"] {
      record.drop(key, "it belongs to ZigZag's model of in-memory arrays", &origin)
    }
    record.finish(&origin)
  }

  /// The arithmetic: an accumulator as wide as the narrowest memory of outputs can hold.
  private mutating func compute() -> ComputeUnit {
    let room =
      memories.filter { $0.level.holds.contains(.outputs) }
      .compactMap { $0.level.capacity?.value.bits.value }.min() ?? 32
    let accumulate: NumberFormat = Self.widest(within: room)
    let inputs = integer(array.bits.inputs)
    let weights = integer(array.bits.weights)
    origin.note(
      .chosen(
        "the arithmetic", "\(inputs.rawValue) x \(weights.rawValue) into \(accumulate.rawValue)",
        "ZigZag's layers say the widths; the accumulator is what the smallest memory of outputs holds",
        at: SourceLocation(file: origin.file)))
    return ComputeUnit(
      name: "mac",
      formats: [
        ComputeFormat(
          arithmetic: ArithmeticFormat(inputs: inputs, weights: weights, accumulate: accumulate),
          rate: origin.stated(MACsPerCycle(1)),
          energy: array.macEnergy.map { origin.stated(EnergyPerMAC($0.value)) })
      ], sustained: Origin.whole, provenance: origin.part)
  }

  private static func widest(within bits: Double) -> NumberFormat {
    [.int32, .int24, .int20, .int16].first { $0.bitsPerElement.value <= bits } ?? .int8
  }

  private func integer(_ bits: Int) -> NumberFormat {
    switch bits {
    case ...2: .int2
    case 3...4: .int4
    case 5...8: .int8
    case 9...16: .int16
    default: .int32
    }
  }
}
