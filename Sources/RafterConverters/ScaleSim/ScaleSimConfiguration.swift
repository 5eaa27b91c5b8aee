// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

/// SCALE-Sim configurations: sections of `key : value` lines.
///
/// A systolic array with one double-buffered scratchpad for each operand; words are bytes there.
struct ScaleSimConfiguration {
  /// A line.
  struct Entry {
    var value: String
    var place: SourceLocation
  }

  private var origin: Origin
  private var entries: [String: Entry] = [:]
  private var asked: Set<String> = []

  static func convert(text: String, file: String) throws(DiagnosticList) -> Conversion {
    var parser = ScaleSimConfiguration(origin: Origin(file: file))
    parser.split(text)
    let accelerator = parser.read()
    return try parser.origin.finished(.scalesim, accelerator)
  }

  private init(origin: Origin) { self.origin = origin }

  private mutating func split(_ text: String) {
    var last: String?
    for (number, text) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = Self.trimmed(text.prefix { $0 != "#" && $0 != ";" })
      guard !line.isEmpty, !line.hasPrefix("[") else { continue }
      let place = SourceLocation(
        file: origin.file, position: .text(line: number + 1, column: 1, length: line.count))
      guard let mark = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
        // An indented line goes on with the value before it.
        if text.first?.isWhitespace == true, let last, let value = entries[last]?.value {
          entries[last]?.value = value.isEmpty ? line : value + "," + line
          continue
        }
        origin.note(.foreignForm("'\(line)'", expected: "key : value", at: place))
        continue
      }
      let key = Self.trimmed(line[..<mark]).lowercased()
      let value = Self.trimmed(line[line.index(after: mark)...])
      last = key
      if entries.updateValue(Entry(value: value, place: place), forKey: key) != nil {
        origin.note(.foreignForm("'\(key)'", expected: "one line for each key", at: place))
      }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  private mutating func take(_ keys: String...) -> Entry? {
    asked.formUnion(keys)
    return keys.compactMap { entries[$0] }.first { !$0.value.isEmpty }
  }

  private mutating func whole(_ keys: String, _ others: String..., in range: ClosedRange<Double>)
    -> Int?
  {
    asked.formUnion([keys] + others)
    guard let entry = ([keys] + others).compactMap({ entries[$0] }).first else {
      origin.note(
        .foreignMissing(keys, in: "[architecture_presets]", at: SourceLocation(file: origin.file)))
      return nil
    }
    guard let value = Double(entry.value), range.contains(value), value == value.rounded() else {
      origin.note(
        .foreignNumber(
          entry.value, of: "'\(keys)'",
          "a whole number from \(Int(range.lowerBound)) to \(Int(range.upperBound)) is expected",
          at: entry.place))
      return nil
    }
    return Int(value)
  }

  private mutating func read() -> Accelerator? {
    let name = take("run_name")?.value.filter { $0 != "\"" } ?? Origin.base(origin.file)
    let rows = whole("arrayheight", in: 1...1e6)
    let columns = whole("arraywidth", in: 1...1e6)
    let inputs = whole("ifmapsramszkb", "ifmapsramsz", in: 1...1e9)
    let weights = whole("filtersramszkb", "filtersramsz", in: 1...1e9)
    let outputs = whole("ofmapsramszkb", "ofmapsramsz", in: 1...1e9)
    let dataflow = readDataflow()
    let ports = readBandwidth()
    noteTheRest()
    guard let rows, let columns, let inputs, let weights, let outputs, let dataflow else {
      return nil
    }
    let scratchpads = MemoryLevel(
      name: "scratchpads",
      capacity: origin.stated(ByteCount(Double(inputs + weights + outputs) * 1024)),
      partitions: [
        .inputs: origin.stated(ByteCount(Double(inputs) * 1024)),
        .weights: origin.stated(ByteCount(Double(weights) * 1024)),
        .outputs: origin.stated(ByteCount(Double(outputs) * 1024)),
      ], holds: Set(Operand.allCases), buffering: .double, ports: scratchpadPorts(rows, columns),
      readEnergy: nil, writeEnergy: nil, provenance: origin.part)
    let dram = MemoryLevel(
      name: "dram", capacity: nil, holds: Set(Operand.allCases), buffering: .single, ports: ports,
      readEnergy: nil, writeEnergy: nil, provenance: origin.part)
    let place = SourceLocation(file: origin.file)
    origin.note(.leftOpen("every energy", "SCALE-Sim leaves it to Accelergy", at: place))
    origin.note(
      .chosen(
        "the arithmetic", "int8 x int8 into int32", "SCALE-Sim counts words of a byte", at: place))
    var names = NameBook()
    return Accelerator(
      name: names.name(name), file: origin.file, source: origin.source("SCALE-Sim", name),
      technology: Technology(frequency: origin.assumedClock("SCALE-Sim")),
      path: [
        .memory(dram), .memory(scratchpads), .array(dataflow.array(rows, columns, origin)),
        .memory(dataflow.register(origin)), .compute(compute()),
      ])
  }

  private mutating func readDataflow() -> ScaleSimDataflow? {
    guard let entry = take("dataflow") else {
      origin.note(
        .foreignMissing(
          "dataflow", in: "[architecture_presets]", at: SourceLocation(file: origin.file)))
      return nil
    }
    guard let dataflow = ScaleSimDataflow(rawValue: entry.value.lowercased()) else {
      origin.note(.foreignForm("'\(entry.value)'", expected: "os, ws or is", at: entry.place))
      return nil
    }
    return dataflow
  }

  /// Words a cycle between DRAM and each scratchpad; none where the simulator works out what it needs.
  private mutating func readBandwidth() -> [Port] {
    let mode = take("interfacebandwidth")
    guard let entry = take("bandwidth") else { return [] }
    if mode?.value.uppercased() == "CALC" {
      origin.note(
        .noCounterpart(
          "bandwidth",
          "with InterfaceBandwidth CALC the simulator takes what never stalls: no port is described",
          at: entry.place))
      return []
    }
    let words = entry.value.split(separator: ",").compactMap { Double(Self.trimmed($0)) }
    guard let first = words.first, words.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      origin.note(
        .foreignNumber(
          entry.value, of: "'bandwidth'", "words a cycle are expected", at: entry.place))
      return []
    }
    if Set(words).count > 1 {
      origin.note(
        .noCounterpart(
          "bandwidth", "one width for all operands: the first is taken", at: entry.place))
    }
    let operands: [(Operand, Port.Kind)] = [
      (.inputs, .read), (.weights, .read), (.outputs, .readWrite),
    ]
    return operands.map { operand, kind in
      Port(
        kind: kind, bandwidth: origin.stated(.perCycle(BandwidthPerCycle(first))),
        sustained: Origin.whole,
        serves: (kind == .read ? [.toArray] : [TransferDirection.toArray, .fromArray]).map {
          Transfer(operand, $0)
        })
    }
  }

  /// Wide enough to feed the array in every cycle, as the simulator has it.
  private func scratchpadPorts(_ rows: Int, _ columns: Int) -> [Port] {
    let width = BandwidthPerCycle(Double(max(rows, columns)) * 4)
    return [Port.Kind.read, .write].map {
      Port(kind: $0, bandwidth: origin.chosen(.perCycle(width)), sustained: Origin.whole)
    }
  }

  private func compute() -> ComputeUnit {
    ComputeUnit(
      name: "mac",
      formats: [
        ComputeFormat(
          arithmetic: ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32),
          rate: origin.stated(MACsPerCycle(1)), energy: nil)
      ], sustained: Origin.whole, provenance: origin.part)
  }

  private mutating func noteTheRest() {
    let quiet: Set<String> = [
      "ifmapoffset", "filteroffset", "ofmapoffset", "topologycsvloc", "layoutcsvloc",
      "save_disk_space",
    ]
    for (key, entry) in entries.sorted(by: { $0.key < $1.key })
    where !asked.contains(key) && !quiet.contains(key) {
      origin.note(
        .noCounterpart(
          key, "it steers the simulation, or is not known",
          among: asked.subtracting(entries.keys).sorted(), at: entry.place))
    }
  }
}
