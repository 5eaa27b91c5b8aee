// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension ZigZagCaseParser {
  mutating func layer(
    _ record: inout RecordReader, links: [String: String], title: String
  ) -> ZigZagLayer? {
    let before = reader.errorCount
    let dimensions = record.entry("dims").flatMap { entry in
      reader.entries(entry.value, of: "'dims'")?.compactMap { item in
        reader.size(item.value, of: "dimension '\(item.key)'").map {
          ZigZagLayer.Dimension(item.key, $0)
        }
      }
    }
    let limits = counts("input_extent", in: &record) ?? [:]
    let relations = record.entry("relations").flatMap { entry in
      reader.elements(entry.value, of: "'relations'")?.compactMap {
        relation($0, limits: limits)
      }
    }
    let bits = counts("precision_bits", in: &record)
    let equation = record.entry("equation")
    guard let dimensions, let relations, let bits, let equation,
      let tensors = self.tensors(equation.value)
    else { return nil }

    var operands: [ZigZagLayer.Operand] = []
    for (name, indices) in tensors {
      guard let link = links[name] else {
        reader.report(
          .peerForm(
            "'operand_links'", expected: "a link for operand '\(name)'", at: equation.value.location
          ))
        continue
      }
      guard let width = bits[name] else {
        reader.report(
          .peerForm(
            "'precision_bits'", expected: "bits for operand '\(name)'",
            at: record.place(of: "precision_bits")))
        continue
      }
      for index in indices
      where !dimensions.contains(where: { $0.name == index })
        && !relations.contains(where: { $0.index == index })
      {
        reader.report(.unknownZigZagIndex(index, of: name, at: equation.value.location))
      }
      operands.append(
        ZigZagLayer.Operand(name: name, memoryOperand: link, indices: indices, bits: width))
    }
    for relation in relations {
      for term in [relation.first, relation.second]
      where !dimensions.contains(where: { $0.name == term.dimension }) {
        reader.report(
          .unknownZigZagDimension(term.dimension, at: record.place(of: "relations")))
      }
    }
    var product = 1
    for dimension in dimensions {
      let (next, isOver) = product.multipliedReportingOverflow(by: dimension.size)
      guard !isOver, next <= 1 << 50 else {
        reader.report(.peerIterations(at: record.place(of: "dims")))
        return nil
      }
      product = next
    }
    guard reader.errorCount == before, let output = operands.first else { return nil }
    return ZigZagLayer(
      dimensions: dimensions, relations: relations, output: output,
      finalBits: bits["\(output.name)_final"] ?? output.bits, inputs: Array(operands.dropFirst()))
  }

  /// A mapping from names to whole numbers.
  private mutating func counts(_ key: String, in record: inout RecordReader) -> [String: Int]? {
    guard let entry = record.entry(key), let items = reader.entries(entry.value, of: "'\(key)'")
    else { return nil }
    var found: [String: Int] = [:]
    for item in items {
      let range = key == "precision_bits" ? 1...64 : 1...(1 << 40)
      found[item.key] = reader.count(item.value, of: "'\(item.key)'", in: range)
    }
    return found
  }

  /// `IX = 2*OX + 1*FX`.
  private mutating func relation(_ node: DocumentNode, limits: [String: Int])
    -> ZigZagLayer.Relation?
  {
    guard let found = reader.text(node, of: "a relation") else { return nil }
    let text = found.text.filter { $0 != " " }
    let sides = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    let terms = sides.count == 2 ? sides[1].split(separator: "+").compactMap(Self.term) : []
    guard sides.count == 2, !sides[0].isEmpty, terms.count == 2,
      sides[1].split(separator: "+").count == 2
    else {
      reader.report(
        .peerForm("'\(found.text)'", expected: "IX = 1*OX + 1*FX", at: node.location))
      return nil
    }
    let index = sides[0].uppercased()
    return ZigZagLayer.Relation(
      index: index, first: terms[0], second: terms[1], limit: limits[index] ?? limits[sides[0]])
  }

  private static func term(_ text: Substring) -> ZigZagLayer.Term? {
    let parts = text.split(separator: "*", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return ZigZagLayer.Term(1, parts[0].uppercased())
    case 2:
      guard let stride = Int(parts[0]), (1...(1 << 20)).contains(stride), !parts[1].isEmpty else {
        return nil
      }
      return ZigZagLayer.Term(stride, parts[1].uppercased())
    default: return nil
    }
  }

  /// `O[b][k] = I[b][c] * W[c][k]`: output first.
  private mutating func tensors(_ node: DocumentNode) -> [(String, [String])]? {
    guard let found = reader.text(node, of: "'equation'") else { return nil }
    let sides = found.text.filter { $0 != " " }.replacingPlusEquals.split(separator: "=")
    let products = sides.count == 2 ? sides[1].split(separator: "*") : []
    let all = (sides.first.map { [$0] } ?? []) + products
    let tensors = all.compactMap(Self.tensor)
    guard sides.count == 2, tensors.count == all.count, tensors.count >= 2,
      Set(tensors.map(\.0)).count == tensors.count
    else {
      reader.report(
        .peerForm("'equation'", expected: "O[b][k] = I[b][c] * W[c][k]", at: node.location))
      return nil
    }
    return tensors
  }

  private static func tensor(_ text: Substring) -> (String, [String])? {
    guard text.last == "]" else { return nil }
    let parts = text.dropLast().split(separator: "[", omittingEmptySubsequences: false)
    guard parts.count >= 2, !parts[0].isEmpty else { return nil }
    var indices: [String] = []
    for (place, part) in parts.dropFirst().enumerated() {
      let isLast = place == parts.count - 2
      guard isLast || part.last == "]" else { return nil }
      let name = isLast ? part : part.dropLast()
      guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
        return nil
      }
      indices.append(name.uppercased())
    }
    return (String(parts[0]), indices)
  }
}

extension String {
  /// `+=` means the same as `=` in an equation.
  fileprivate var replacingPlusEquals: String {
    var text = ""
    for character in self {
      if character == "=", text.last == "+" { text.removeLast() }
      text.append(character)
    }
    return text
  }
}
