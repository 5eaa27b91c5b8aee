// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

extension AcceleratorParser {
  /// The in-memory array of a compute unit; nil where it has none, or where it is wrong.
  mutating func readInMemory(in record: inout RecordReader, title: String, _ scope: SourceScope)
    -> InMemoryArray?
  {
    let kind = reader.word("kind", in: &record)
    let isInMemory = kind?.text == "in-memory"
    guard let entry = record.entry("imc") else {
      if isInMemory, let kind { reader.report(.noArray(title, at: kind.location)) }
      return nil
    }
    if !isInMemory, kind != nil || !record.has("kind") {
      reader.report(.arrayOfOther(title, at: entry.keyLocation))
    }
    guard
      var array = reader.record(
        entry.value, as: AcceleratorFields.inMemory, title: "'imc' of \(title)")
    else { return nil }
    return readArray(&array, title: title, scope)
  }

  private mutating func readArray(
    _ array: inout RecordReader, title: String, _ outer: SourceScope
  ) -> InMemoryArray? {
    let scope = scope(of: &array, in: outer)
    let rows = count("rows", in: &array)
    let columns = count("columns", in: &array)
    let activeRows = count("active-rows", in: &array)
    let perStep = count("input-bits-per-step", in: &array)
    let bitsPerCell = count("bits-per-cell", in: &array)
    let cellsPerWeight = count("cells-per-weight", in: &array)
    let extraColumns = count("extra-columns", in: &array)
    let dacBits = count("dac-bits", in: &array)
    let adcBits = count("adc-bits", in: &array)
    let perADC = count("columns-per-adc", in: &array)
    let cycles = quantity("cycles-per-step", of: Cycle.self, in: &array, scope)
    let style = reader.word("style", in: &array).flatMap { InMemoryArray.Style(rawValue: $0.text) }
    let energies = readEvents(in: &array, style: style ?? .analog, title: title, scope)
    let rewrite = readRewrite(in: &array, title: title, scope)
    let buffering = reader.word("buffering", in: &array)
      .flatMap { MemoryLevel.Buffering(rawValue: $0.text) }
    let quoted = reader.word("quoted-includes", in: &array)
      .flatMap { InMemoryArray.Scope(rawValue: $0.text) }
    reader.finish(array)
    guard let rows, let columns, let perStep, let style else { return nil }
    if let activeRows, activeRows > rows {
      reader.report(.activeRows(activeRows, of: rows, at: array.place(of: "active-rows")))
      return nil
    }
    return InMemoryArray(
      rows: rows, columns: columns, activeRows: activeRows, bitsPerCell: bitsPerCell ?? 1,
      cellsPerWeight: cellsPerWeight, extraColumns: extraColumns ?? 0, inputBitsPerStep: perStep,
      dacBits: dacBits, adcBits: adcBits, columnsPerADC: perADC ?? 1,
      cyclesPerStep: cycles
        ?? .ours(Cycles(Double(perADC ?? 1)), "one cycle for each column of a converter"),
      style: style, energies: energies, rewrite: rewrite, buffering: buffering ?? .single,
      quotedIncludes: quoted)
  }

  private mutating func count(_ key: String, in record: inout RecordReader) -> Int? {
    guard let entry = record.entry(key), case .count(let range) = record.record[key]?.kind else {
      return nil
    }
    return reader.count(entry.value, of: "'\(key)'", in: range)
  }

  private mutating func readEvents(
    in array: inout RecordReader, style: InMemoryArray.Style, title: String, _ outer: SourceScope
  ) -> InMemoryEnergies {
    var energies = InMemoryEnergies()
    var place = array.location
    if let entry = array.entry("energy"),
      case .record(let fields) = AcceleratorFields.inMemory["energy"]?.kind,
      var record = reader.record(entry.value, as: fields, title: "the energies of \(title)")
    {
      place = entry.keyLocation
      let scope = scope(of: &record, in: outer)
      for event in InMemoryEnergies.Event.allCases where record.has(event.rawValue) {
        energies.stated[event] = quantity(event.rawValue, of: Joule.self, in: &record, scope)
        if energies.stated[event] == nil { energies.unknown.insert(event) }
      }
      reader.finish(record)
    }
    // Cells may be given one by one or by the column, or both.
    let known = Set(energies.stated.keys).union(energies.unknown)
    var open = Set(InMemoryEnergies.Event.all(of: style)).subtracting(known)
    if known.isDisjoint(with: [.cell, .bitline]) { open.insert(.cell) }
    energies.open = open
    if !open.isEmpty {
      let names = InMemoryEnergies.Event.allCases.filter(open.contains).map(\.rawValue)
      reader.report(.openEvents(names, title, at: place))
    }
    return energies
  }

  private mutating func readRewrite(
    in array: inout RecordReader, title: String, _ outer: SourceScope
  ) -> InMemoryArray.Rewrite {
    guard let entry = array.entry("rewrite"),
      case .record(let fields) = AcceleratorFields.inMemory["rewrite"]?.kind,
      var record = reader.record(entry.value, as: fields, title: "'rewrite' of \(title)")
    else {
      reader.report(.noRewrite(title, at: array.location))
      return InMemoryArray.Rewrite()
    }
    let scope = scope(of: &record, in: outer)
    let bandwidth = portBandwidth(in: &record, scope)
    let energy = quantity("energy", of: Per<Joule, Bit>.self, in: &record, scope)
    reader.finish(record)
    reportOpen(record, ["energy"], of: "'rewrite' of \(title)")
    if !record.has("bandwidth") { reader.report(.noRewrite(title, at: record.location)) }
    return InMemoryArray.Rewrite(
      bandwidth: bandwidth, energy: energy, open: record.open([.writeEnergy: "energy"]))
  }
}
