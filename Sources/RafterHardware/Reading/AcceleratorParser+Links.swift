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
    let energy = quantity("energy", of: Per<Joule, Bit>.self, in: &record, scope)
    reader.finish(record)
    reportOpen(record, ["energy"], of: "the links")
    guard let bandwidth, let start, let step, let ramp, let topology else { return }
    draft.links = Links(
      bandwidth: bandwidth, sustained: sustained, start: start, step: step, ramp: ramp,
      topology: topology, energy: energy, open: record.open([.energy: "energy"]))
  }
}
