// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension TimeloopParser {
  /// Densities of the problem and optimisations of the architecture; nil where neither says anything.
  ///
  /// - Parameter levels: Names, outermost first, the units that compute last.
  mutating func sparsity(
    _ problemText: Document, written: Document?, of problem: TimeloopProblem?, on levels: [String]
  ) -> SparseloopDescription? {
    guard let problem, levels.count > 1 else { return nil }
    let stated = problemText.root["problem"]?["instance"]?["densities"]
    let nodes = (written.map { Self.components(in: $0.root) } ?? [])
      .filter { $0["sparse_optimizations"] != nil }
    guard stated != nil || !nodes.isEmpty else { return nil }
    var found = SparseloopDescription(
      densities: problem.dataSpaces.map { _ in nil },
      levels: levels.dropLast().map { _ in
        SparseloopDescription.Level(isCompressed: problem.dataSpaces.map { _ in false })
      }, compute: nil)
    for entry in stated?.entries ?? [] {
      guard let place = place(entry.key, in: problem, at: entry.value) else { continue }
      found.densities[place] = density(entry.value)
    }
    for node in nodes {
      guard let name = node["name"]?.scalar, let options = node["sparse_optimizations"] else {
        continue
      }
      guard let level = levels.firstIndex(of: Self.plain(name)) else {
        reader.report(
          .peerForm("'\(name)'", expected: "a level of the architecture", at: node.location))
        continue
      }
      if level == levels.count - 1 {
        found.compute = computeSaving(options)
        continue
      }
      for action in options["action_optimization"]?.elements ?? [] {
        found.levels[level].actions += actions(action, of: problem)
      }
      for space in options["representation_format"]?["data_spaces"]?.elements ?? [] {
        guard let word = space["name"]?.scalar, let place = place(word, in: problem, at: space)
        else { continue }
        found.levels[level].isCompressed[place] = isCompressed(space)
      }
    }
    return found
  }

  /// Components of a written architecture, at any depth.
  private static func components(in node: DocumentNode, depth: Int = 0) -> [DocumentNode] {
    guard depth < 16 else { return [] }
    var list = node["name"] != nil ? [node] : []
    for child in node.elements ?? [] { list += components(in: child, depth: depth + 1) }
    for entry in node.entries ?? []
    where ["architecture", "nodes", "local", "subtree"].contains(entry.key) {
      list += components(in: entry.value, depth: depth + 1)
    }
    return list
  }

  /// `PE[0..3]` is `PE`.
  private static func plain(_ name: String) -> String { String(name.prefix { $0 != "[" }) }

  private mutating func place(
    _ name: String, in problem: TimeloopProblem, at node: DocumentNode
  ) -> Int? {
    let place = problem.dataSpaces.firstIndex { $0.name == name }
    if place == nil {
      reader.report(
        .peerForm("'\(name)'", expected: "a data space of the problem", at: node.location))
    }
    return place
  }

  /// A number alone is that of a random tensor.
  private mutating func density(_ node: DocumentNode) -> SparseloopDescription.Density? {
    let value = node["density"] ?? node
    guard let share = reader.number(value, of: "a density", least: 0) else { return nil }
    guard share <= 1 else {
      reader.report(
        .peerForm("density \(share)", expected: "a share of at most 1", at: value.location))
      return nil
    }
    let word = node["distribution"]?.scalar ?? "hypergeometric"
    let names = [
      "fixed-structured": SparseloopDescription.Distribution.fixedStructured,
      "fixed_structured": .fixedStructured, "hypergeometric": .hypergeometric,
      "random": .hypergeometric,
    ]
    guard let distribution = names[word] else {
      reader.report(
        .peerForm(
          "distribution '\(word)'", expected: "fixed_structured or hypergeometric",
          at: node.location))
      return nil
    }
    return SparseloopDescription.Density(distribution: distribution, density: share)
  }

  private mutating func actions(
    _ node: DocumentNode, of problem: TimeloopProblem
  ) -> [SparseloopDescription.ActionOptimization] {
    guard let saving = saving(node) else { return [] }
    var list: [SparseloopDescription.ActionOptimization] = []
    for option in node["options"]?.elements ?? [] {
      guard let target = option["target"]?.scalar,
        let place = place(target, in: problem, at: option)
      else { continue }
      let words =
        option["condition_on"]?.elements?.compactMap(\.scalar)
        ?? option["condition_on"]?.scalar.map { [$0] } ?? []
      list.append(
        SparseloopDescription.ActionOptimization(
          saving: saving, target: place,
          conditions: words.compactMap { self.place($0, in: problem, at: option) }))
    }
    return list
  }

  private mutating func computeSaving(_ node: DocumentNode) -> SparseloopDescription.Saving? {
    let entries = node["compute_optimization"]?.elements ?? []
    return entries.compactMap { saving($0) }.last
  }

  private mutating func saving(_ node: DocumentNode) -> SparseloopDescription.Saving? {
    let word = node["type"]?.scalar ?? ""
    let found = SparseloopDescription.Saving(rawValue: word)
    if found == nil {
      reader.report(
        .peerForm("type '\(word)'", expected: "gating or skipping", at: node.location))
    }
    return found
  }

  /// Ranks in `UB` or `U` are stored whole; one that is coded in any other way leaves zeros out.
  private func isCompressed(_ node: DocumentNode) -> Bool {
    (node["ranks"]?.elements ?? []).contains {
      guard let word = $0["format"]?.scalar?.uppercased() else { return false }
      return !["U", "UB", "UOP"].contains(word)
    }
  }
}
