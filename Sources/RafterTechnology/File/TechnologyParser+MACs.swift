// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities

extension TechnologyParser {
  /// The multiply-accumulates; those of the file come before those of the model below it.
  mutating func readMACs(_ top: inout RecordReader, _ scope: TechnologyScope) {
    var stated: [TechnologyModel.StatedMAC] = []
    for node in reader.list("macs", in: &top) ?? [] {
      guard let mac = readMAC(node, scope) else { continue }
      if stated.contains(where: { $0.format == mac.format }) {
        reader.report(.macTwice(mac.format.description, at: node.location))
      }
      stated.append(mac)
    }
    model.statedMACs = stated + model.statedMACs
  }

  private mutating func readMAC(_ node: DocumentNode, _ outer: TechnologyScope)
    -> TechnologyModel.StatedMAC?
  {
    guard var record = reader.record(node, as: TechnologyFields.mac, title: "the MAC") else {
      return nil
    }
    let scope = scope(of: &record, in: outer)
    let operands = reader.text("operands", in: &record).flatMap { pair($0) }
    let accumulate = reader.word("accumulate", in: &record)
      .flatMap { NumberFormat(rawValue: $0.text) }
    let own = quantity("node", of: Nanometre.self, in: &record, scope)
    let energy = quantity("energy", of: Per<Joule, MAC>.self, in: &record, scope)
    let area = quantity("area", of: SquareMillimetre.self, in: &record, scope)
    reader.finish(record)
    guard let operands, let accumulate else { return nil }
    return TechnologyModel.StatedMAC(
      format: ArithmeticFormat(
        inputs: operands.0, weights: operands.1, accumulate: accumulate),
      node: own?.value, energy: energy, area: area)
  }

  /// `int8 x int4`.
  private mutating func pair(_ word: LocatedWord) -> (NumberFormat, NumberFormat)? {
    let parts = word.text.split(separator: " ").map(String.init)
    guard parts.count == 3, parts[1] == "x", let left = format(parts[0]),
      let right = format(parts[2])
    else {
      reader.report(.notAPair(word.text, at: word.location))
      return nil
    }
    return (left, right)
  }

  private func format(_ text: String) -> NumberFormat? {
    TechnologyFields.numberFormats.contains(text) ? NumberFormat(rawValue: text) : nil
  }
}
