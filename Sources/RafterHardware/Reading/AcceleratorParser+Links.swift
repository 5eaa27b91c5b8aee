// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterQuantities

extension AcceleratorParser {
  /// The links between devices.
  mutating func readLinks(_ node: DocumentNode, _ outer: SourceScope) {
    guard var record = reader.record(node, as: AcceleratorFields.links, title: "'links'") else {
      return
    }
    let scope = scope(of: &record, in: outer)
    let bandwidth = quantity("bandwidth", of: Per<Byte, Second>.self, in: &record, scope)
    let sustained = share("sustained", in: &record, scope)
    let start = quantity("start", of: Second.self, in: &record, scope)
    let step = quantity("step", of: Second.self, in: &record, scope)
    let ramp = quantity("ramp", of: Byte.self, in: &record, scope)
    let topology = reader.word("topology", in: &record).flatMap {
      Links.Topology(rawValue: $0.text)
    }
    let (dimensions, closes) = readGrid(in: &record, topology)
    let energy = quantity("energy", of: Per<Joule, Bit>.self, in: &record, scope)
    reader.finish(record)
    reportOpen(record, ["energy"], of: "the links")
    guard let bandwidth, let start, let step, let ramp, let topology else { return }
    draft.links = Links(
      bandwidth: bandwidth, sustained: sustained, start: start, step: step, ramp: ramp,
      topology: topology, dimensions: dimensions, closesEvery: closes, energy: energy,
      open: record.open([.energy: "energy"]))
  }
  /// The sides of the grid, and where blocks of it close; both have to make sense for the topology.
  private mutating func readGrid(in record: inout RecordReader, _ topology: Links.Topology?)
    -> ([Int], Int?)
  {
    let given = record.entry("dimensions")
    var dimensions: [Int] = []
    for node in given.flatMap({ reader.list($0.value, of: "'dimensions'") }) ?? [] {
      if let size = reader.count(node, of: "a side of the grid", in: Links.sides) {
        dimensions.append(size)
      }
    }
    var closes: Int?
    let multiple = record.entry("closes-every")
    if let multiple {
      closes = reader.count(multiple.value, of: "'closes-every'", in: Links.sides)
    }
    guard let topology else { return (dimensions, closes) }
    let sides = topology.sides
    if let given, given.value.elements != nil, !sides.contains(dimensions.count) {
      reader.report(.gridSides(dimensions.count, of: topology, at: given.value.location))
    } else if given == nil, !sides.contains(0) {
      reader.report(.noGrid(topology, at: record.location))
    }
    // Below 2^53, so that counts stay exact.
    if let given, dimensions.reduce(1.0, { $0 * Double($1) }) > 0x1p40 {
      reader.report(.gridTooLarge(at: given.value.location))
      dimensions = []
    }
    if let multiple, topology != .torus, topology != .ring {
      reader.report(.closesNothing(topology, at: multiple.keyLocation))
      closes = nil
    }
    return (dimensions, closes)
  }
}

extension Links {
  /// The devices that a side may have.
  static let sides = 2...65536
}

extension Links.Topology {
  /// How many sides its grid has; none where it may be left open how many devices there are.
  fileprivate var sides: ClosedRange<Int> {
    switch self {
    case .crossbar: 0...0
    case .ring, .fullyConnected: 0...1
    case .torus, .mesh: 1...3
    }
  }
}
