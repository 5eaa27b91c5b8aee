// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension TimeloopParser {
  mutating func problem(_ document: Document) -> TimeloopProblem? {
    guard let root = required("problem", in: document.root, of: "the problem"),
      let shape = required("shape", in: root, of: "'problem'"),
      let instance = required("instance", in: root, of: "'problem'"),
      let named = required("dimensions", in: shape, of: "'shape'"),
      let spaces = required("data_spaces", in: shape, of: "'shape'")
    else { return nil }
    let dimensions = reader.texts(named, of: "'dimensions'") ?? []
    var values: [String: Int] = [:]
    for node in shape["coefficients"]?.elements ?? [] {
      guard let name = node["name"]?.scalar, let value = node["default"] else { continue }
      values[name] = reader.count(value, of: "coefficient '\(name)'", in: 0...(1 << 20))
    }
    for entry in instance.entries ?? [] where values[entry.key] != nil {
      values[entry.key] = reader.count(
        entry.value, of: "coefficient '\(entry.key)'", in: 0...(1 << 20))
    }
    var sizes: [Int] = []
    var product = 1
    for name in dimensions {
      let size =
        instance[name].flatMap { reader.count($0, of: "dimension '\(name)'", in: 1...(1 << 40)) }
        ?? 1
      let (next, isOver) = product.multipliedReportingOverflow(by: size)
      guard !isOver, next <= 1 << 50 else {
        reader.report(.peerIterations(at: instance.location))
        return nil
      }
      product = next
      sizes.append(size)
    }
    let before = reader.errorCount
    let found = (reader.elements(spaces, of: "'data_spaces'") ?? []).compactMap {
      dataSpace($0, dimensions: dimensions, coefficients: values)
    }
    guard reader.errorCount == before else { return nil }
    return TimeloopProblem(dimensions: dimensions, sizes: sizes, dataSpaces: found)
  }

  private mutating func dataSpace(
    _ node: DocumentNode, dimensions: [String], coefficients: [String: Int]
  ) -> TimeloopProblem.DataSpace? {
    guard let named = required("name", in: node, of: "a data space"),
      let name = reader.text(named, of: "'name'")?.text,
      let projection = required("projection", in: node, of: "data space '\(name)'"),
      let ranks = reader.elements(projection, of: "'projection'")
    else { return nil }
    var found: [TimeloopProblem.Rank] = []
    for rank in ranks {
      var sum = dimensions.map { _ in 0 }
      for term in reader.elements(rank, of: "a rank of '\(name)'") ?? [] {
        // `[P, Wstride]` or `[P]`.
        let parts = term.elements ?? [term]
        guard let first = parts.first?.scalar, let place = dimensions.firstIndex(of: first) else {
          reader.report(.unknownZigZagDimension(parts.first?.scalar ?? "", at: term.location))
          continue
        }
        var factor = 1
        if parts.count > 1, let text = parts[1].scalar {
          guard let value = Int(text) ?? coefficients[text] else {
            reader.report(
              .peerForm(
                "'\(text)'", expected: "a coefficient of the problem", at: parts[1].location))
            continue
          }
          factor = value
        }
        sum[place] += factor
      }
      found.append(TimeloopProblem.Rank(coefficients: sum))
    }
    let isWritten = ["true", "True"].contains(node["read_write"]?.scalar ?? "")
    return TimeloopProblem.DataSpace(
      name: name, ranks: found, access: isWritten ? .readWrite : .read)
  }
}
