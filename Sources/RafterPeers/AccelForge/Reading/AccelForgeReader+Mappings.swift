// SPDX-License-Identifier: Apache-2.0
import RafterDocuments

extension AccelForgeReader {
  /// Mappings by run and step.
  typealias Mappings = [String: [String: [AccelForgeNode]]]

  /// `tag: {Matmul0: [store T0 MainMemory, for M 512]}`; `notes` are for people.
  mutating func mappings(_ document: Document, for runs: [AccelForgeRun]) -> Mappings {
    var mappings: Mappings = [:]
    for run in reader.entries(document.root, of: "the mappings") ?? [] where run.key != "notes" {
      var steps: [String: [AccelForgeNode]] = [:]
      let einsums = runs.first { $0.tag == run.key }?.einsums ?? []
      for step in reader.entries(run.value, of: "run '\(run.key)'") ?? [] {
        let texts = reader.texts(step.value, of: "the mapping of '\(step.key)'") ?? []
        if let copy = texts.first, texts.count == 1, copy.hasPrefix("same as ") {
          steps[step.key] = renamed(copy, steps, einsums, at: step.value)
        } else {
          steps[step.key] = texts.compactMap { node($0, at: step.value) }
        }
      }
      mappings[run.key] = steps
    }
    // The fused attention keeps every tensor in the global buffer, and is otherwise the unfused one.
    for run in runs where mappings[run.tag] == nil && run.tag.hasSuffix("_fus") {
      guard let unfused = mappings[run.tag.dropLast(3) + "unf"] else { continue }
      mappings[run.tag] = unfused.mapValues { nodes in
        nodes.map { node in
          if case .store(let tensor, "MainMemory") = node {
            .store(tensor: tensor, memory: "GlobalBuffer")
          } else {
            node
          }
        }
      }
    }
    return mappings
  }

  /// `store W0 Register`, `for M 128`, `unroll N 128 in`.
  private mutating func node(_ text: String, at place: DocumentNode) -> AccelForgeNode? {
    let words = text.split(separator: " ").map(String.init)
    switch words.first {
    case "store" where words.count == 3: return .store(tensor: words[1], memory: words[2])
    case "for" where words.count == 3:
      if let bound = Int(words[2]), bound >= 1 { return .loop(rank: words[1], bound: bound) }
    case "unroll" where words.count == 4:
      if let factor = Int(words[2]), factor >= 1,
        let fanOut = AccelForgeNode.FanOut(rawValue: words[3])
      {
        return .unroll(rank: words[1], factor: factor, fanOut: fanOut)
      }
    default: break
    }
    reader.report(
      .peerForm(
        "'\(text)'", expected: "'store T M', 'for R n' or 'unroll R n Z|in|out'", at: place.location
      ))
    return nil
  }

  /// `same as Matmul0 with T1 W1 T2`: the tensors in the order of the step.
  private mutating func renamed(
    _ text: String, _ steps: [String: [AccelForgeNode]], _ einsums: [AccelForgeEinsum],
    at place: DocumentNode
  ) -> [AccelForgeNode]? {
    let words = text.split(separator: " ").map(String.init)
    guard words.count > 4, words[3] == "with", let source = steps[words[2]],
      let einsum = einsums.first(where: { $0.name == words[2] }),
      einsum.tensors.count == words.count - 4
    else {
      reader.report(
        .peerForm(
          "'\(text)'", expected: "'same as STEP with TENSORS', after that step", at: place.location)
      )
      return nil
    }
    return source.map { node in
      guard case .store(let tensor, let memory) = node,
        let index = einsum.tensors.firstIndex(where: { $0.name == tensor })
      else { return node }
      return .store(tensor: words[4 + index], memory: memory)
    }
  }
}
