// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

/// What `voltage-frequency` says, before it is known to be right.
struct StatedVoltageFrequency {
  /// A table or a law; nil where neither could be read.
  var relation: VoltageFrequency.Relation?
  var nominal: Sourced<Voltage>?
  /// The memories that are named; nil for the outermost.
  var ownSupply: [LocatedWord]?
  var location: SourceLocation
}

extension AcceleratorParser {
  /// How the clock follows the supply.
  mutating func readVoltageFrequency(_ entry: DocumentEntry, _ outer: SourceScope) {
    guard
      var record = reader.record(
        entry.value, as: AcceleratorFields.voltageFrequency, title: "'voltage-frequency'")
    else { return }
    let scope = scope(of: &record, in: outer)
    var stated = StatedVoltageFrequency(location: entry.keyLocation)
    stated.nominal = quantity("nominal", of: Volt.self, in: &record, scope)
    if record.has("own-supply") {
      var names: [LocatedWord] = []
      for node in reader.list("own-supply", in: &record) ?? [] {
        if let name = reader.text(node, of: "'own-supply'") { names.append(name) }
      }
      stated.ownSupply = names
    }
    let given = AcceleratorFields.lawKeys.filter(record.has)
    let law = readLaw(in: &record, scope)
    switch (record.has("table"), given.isEmpty) {
    case (true, false):
      _ = record.entry("table")
      reader.report(.tableAndLaw(given, at: record.place(of: "table")))
    case (true, true):
      stated.relation = readTable(in: &record, scope).map { .table($0) }
    case (false, false):
      let missing = AcceleratorFields.lawKeys.filter { !record.has($0) && !record.isMisspelt($0) }
      if !missing.isEmpty {
        reader.report(.incompleteLaw(missing, at: entry.keyLocation))
      }
      stated.relation = law.map { .alphaPower($0) }
    case (false, true):
      if !record.isMisspelt("table") { reader.report(.noRelation(at: entry.keyLocation)) }
    }
    reader.finish(record)
    draft.voltageFrequency = stated
  }

  private mutating func readLaw(in record: inout RecordReader, _ scope: SourceScope)
    -> VoltageFrequency.Law?
  {
    let threshold = quantity("v-threshold", of: Volt.self, in: &record, scope)
    let alpha = reader.quantity("alpha", in: &record).flatMap { stated in
      sourced(stated, scope) { value, _ in value }
    }
    let lowest = quantity("v-min", of: Volt.self, in: &record, scope)
    let highest = quantity("v-max", of: Volt.self, in: &record, scope)
    guard let threshold, let alpha, let lowest, let highest else { return nil }
    return VoltageFrequency.Law(
      threshold: threshold, alpha: alpha, lowest: lowest, highest: highest)
  }

  /// The points by rising voltage; nil where one of them could not be read.
  private mutating func readTable(in record: inout RecordReader, _ outer: SourceScope)
    -> [VoltageFrequency.Point]?
  {
    let nodes = reader.list("table", in: &record) ?? []
    var points: [VoltageFrequency.Point] = []
    for node in nodes {
      guard
        var point = reader.record(
          node, as: AcceleratorFields.operatingPoint, title: "a point of 'table'")
      else { continue }
      let scope = scope(of: &point, in: outer)
      let voltage = quantity("voltage", of: Volt.self, in: &point, scope)
      let frequency = quantity("frequency", of: Per<Cycle, Second>.self, in: &point, scope)
      let staticPower = quantity("static", of: Per<Joule, Second>.self, in: &point, scope)
      reader.finish(point)
      if let voltage, let frequency {
        points.append(
          VoltageFrequency.Point(
            voltage: voltage, frequency: frequency, staticPower: staticPower))
      }
    }
    return points.count == nodes.count
      ? points.sorted { $0.voltage.value < $1.voltage.value } : nil
  }
}
