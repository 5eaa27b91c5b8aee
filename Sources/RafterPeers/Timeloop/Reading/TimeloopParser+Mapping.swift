// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension TimeloopParser {
  mutating func tilings(
    _ document: Document, of problem: TimeloopProblem?, on levels: [TimeloopLevel]
  ) -> [TimeloopTiling] {
    guard let problem, levels.count > 1,
      let root = required("mapping", in: document.root, of: "the mapping"),
      let directives = reader.elements(root, of: "'mapping'")
    else { return [] }
    let storage = levels.dropLast()
    var tilings = storage.map { _ in TimeloopTiling(keeps: problem.dataSpaces.map { _ in true }) }
    for directive in directives {
      guard let target = directive["target"]?.scalar, let type = directive["type"]?.scalar else {
        reader.report(
          .peerForm(
            "a directive", expected: "a mapping with 'target' and 'type'", at: directive.location))
        continue
      }
      guard let level = storage.firstIndex(where: { $0.name == target }) else {
        reader.report(
          .peerForm(
            "target '\(target)'", expected: "a level of the architecture", at: directive.location))
        continue
      }
      switch type {
      case "datatype", "bypass", "dataspace":
        let bypassed = (directive["bypass"]?.elements ?? []).compactMap(\.scalar)
        for (place, space) in problem.dataSpaces.enumerated() where bypassed.contains(space.name) {
          tilings[level].keeps[place] = false
        }
      case "temporal": tilings[level].temporal = loops(directive, of: problem)
      case "spatial": tilings[level].spatial = loops(directive, of: problem)
      default:
        reader.report(
          .peerForm(
            "type '\(type)'", expected: "datatype, temporal or spatial", at: directive.location))
      }
    }
    check(tilings, of: problem, at: root)
    return tilings
  }

  /// The product of the loops of each dimension is its size.
  private mutating func check(
    _ tilings: [TimeloopTiling], of problem: TimeloopProblem, at node: DocumentNode
  ) {
    for (place, size) in problem.sizes.enumerated() {
      var product = 1
      for tiling in tilings {
        for loop in tiling.temporal + tiling.spatial where loop.dimension == place {
          let (next, isOver) = product.multipliedReportingOverflow(by: loop.bound)
          product = isOver ? .max : next
        }
      }
      if product != size {
        reader.report(
          .timeloopFactors(
            problem.dimensions[place], product: product, size: size, at: node.location))
      }
    }
  }

  /// Loops of a directive, innermost first: `factors: C1 M8`, `permutation: MC`.
  private mutating func loops(_ directive: DocumentNode, of problem: TimeloopProblem)
    -> [TimeloopTiling.Loop]
  {
    guard let node = required("factors", in: directive, of: "a directive") else { return [] }
    var bounds: [Int: Int] = [:]
    for text in words(node) {
      let name = text.prefix { !$0.isNumber && $0 != "=" }
      let number = text.dropFirst(name.count).drop { $0 == "=" || $0 == " " }
      guard let place = problem.dimensions.firstIndex(of: String(name)), let bound = Int(number),
        bound >= 1
      else {
        reader.report(
          .peerForm(
            "factor '\(text)'", expected: "a dimension and its bound, `C3`", at: node.location))
        continue
      }
      bounds[place] = bound
    }
    var order: [Int] = []
    if let node = directive["permutation"] {
      for name in names(node, of: problem) {
        guard let place = problem.dimensions.firstIndex(of: name) else {
          reader.report(.unknownZigZagDimension(name, at: node.location))
          continue
        }
        if !order.contains(place) { order.append(place) }
      }
    }
    for place in problem.dimensions.indices where !order.contains(place) { order.append(place) }
    return order.compactMap { place in
      bounds[place].flatMap { $0 > 1 ? TimeloopTiling.Loop(dimension: place, bound: $0) : nil }
    }
  }

  /// A list, or a text divided by commas or spaces.
  private func words(_ node: DocumentNode) -> [String] {
    if let elements = node.elements { return elements.compactMap(\.scalar) }
    return (node.scalar ?? "").split { $0 == " " || $0 == "," }.map(String.init)
  }

  /// The same, or names one after the other: `QPCMRSN`.
  private func names(_ node: DocumentNode, of problem: TimeloopProblem) -> [String] {
    let words = words(node)
    guard words.count == 1, let text = words.first, !problem.dimensions.contains(text) else {
      return words
    }
    var names: [String] = []
    var rest = text[...]
    while !rest.isEmpty {
      let longest = problem.dimensions.filter { rest.hasPrefix($0) }.max { $0.count < $1.count }
      let name = longest ?? String(rest.prefix(1))
      names.append(name)
      rest = rest.dropFirst(name.count)
    }
    return names
  }
}
