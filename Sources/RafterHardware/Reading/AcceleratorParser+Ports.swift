// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

extension AcceleratorParser {
  /// The ports of a memory.
  mutating func readPorts(
    in record: inout RecordReader, title: String, _ scope: SourceScope,
    _ places: inout [String: SourceLocation]
  ) -> [Port] {
    var ports: [Port] = []
    for node in reader.list("ports", in: &record) ?? [] {
      guard let port = readPort(node, title: title, scope, index: ports.count, &places) else {
        continue
      }
      ports.append(port)
    }
    return ports
  }

  private mutating func readPort(
    _ node: DocumentNode, title: String, _ outer: SourceScope, index: Int,
    _ places: inout [String: SourceLocation]
  ) -> Port? {
    guard
      var record = reader.record(
        node, as: AcceleratorFields.port, title: "port \(index + 1) of \(title)")
    else { return nil }
    places["ports.\(index)"] = record.place(of: "kind")
    let scope = scope(of: &record, in: outer)
    let kind = reader.word("kind", in: &record).flatMap { Port.Kind(rawValue: $0.text) }
    let bandwidth = portBandwidth(in: &record, scope)
    let sustained = share("sustained", in: &record, scope)
    let granularity = quantity("granularity", of: Byte.self, in: &record, scope)
    let serves = readServes(in: &record, kind, index: index, &places)
    reader.finish(record)
    guard let kind, let bandwidth else { return nil }
    return Port(
      kind: kind, bandwidth: bandwidth, sustained: sustained, granularity: granularity,
      serves: serves)
  }

  /// The key `bandwidth`, in the unit it is given in.
  mutating func portBandwidth(in record: inout RecordReader, _ scope: SourceScope)
    -> Sourced<PortBandwidth>?
  {
    reader.quantity("bandwidth", in: &record).flatMap { stated in
      sourced(stated, scope) { value, unit in
        unit == Per<Byte, Second>.exponents
          ? PortBandwidth.perSecond(Bandwidth(value)) : .perCycle(BandwidthPerCycle(value))
      }
    }
  }

  /// `[inputs to-array, weights]`; an operand alone stands for all directions of the port's kind.
  private mutating func readServes(
    in record: inout RecordReader, _ kind: Port.Kind?, index: Int,
    _ places: inout [String: SourceLocation]
  ) -> [Transfer]? {
    guard let nodes = reader.list("serves", in: &record) else { return nil }
    var transfers: [Transfer] = []
    for node in nodes {
      guard let text = reader.text(node, of: "'serves'") else { continue }
      for transfer in readTransfer(text, kind) {
        places["ports.\(index).serves.\(transfers.count)"] = text.location
        transfers.append(transfer)
      }
    }
    return transfers
  }

  private mutating func readTransfer(_ text: LocatedWord, _ kind: Port.Kind?) -> [Transfer] {
    let words = text.text.split(separator: " ").map(String.init)
    guard let first = words.first, words.count <= 2 else {
      reader.report(.notATransfer(text.text, at: text.location))
      return []
    }
    guard let operand = Operand(rawValue: first) else {
      reader.report(
        .unknownName(first, of: "operand", among: AcceleratorFields.operands, at: text.location))
      return []
    }
    guard let last = words.dropFirst().first else {
      return TransferDirection.allCases.filter { kind.allows($0) }.map { Transfer(operand, $0) }
    }
    guard let direction = TransferDirection(rawValue: last) else {
      reader.report(
        .unknownName(
          last, of: "direction", among: TransferDirection.allCases.map(\.rawValue),
          at: text.location))
      return []
    }
    guard kind.allows(direction) else {
      reader.report(
        .wrongDirection(text.text, kind: kind?.rawValue ?? "", at: text.location))
      return []
    }
    return [Transfer(operand, direction)]
  }
}

extension Port.Kind? {
  /// Whether a port of this kind can do it; one of unknown kind can do anything.
  fileprivate func allows(_ direction: TransferDirection) -> Bool {
    switch self {
    case .read: direction.isRead
    case .write: !direction.isRead
    case .readWrite, nil: true
    }
  }
}
