// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

extension GraphWalk {
  /// `SequenceMap`: the body runs once for each element of the first input; further sequences go along with it,
  /// tensors are given to every run.
  mutating func sequenceMap(_ node: ONNXNode, depth: Int, number: Int) {
    let inputs = node.inputs.map { lookup($0) }
    guard case .graph(let graph)? = attributes(node)["body"], let first = inputs.first ?? nil else {
      missingBody(node, depth: depth, number: number, inputs: inputs)
      return
    }
    guard let items = tensors[first].type.items else {
      report.openLoop(
        "SequenceMap", at: place(node, number),
        reason: "how many elements the sequence of SequenceMap has is known only in the run; "
          + "its body is not counted", deciders: [])
      close(node, depth: depth, number: number, inputs: inputs, results: [])
      return
    }
    var made = [[TensorType]](repeating: [], count: graph.outputs.count)
    var last: [Int?] = []
    let start = nodes.count
    var width = 0
    let firstNumber = NodeNumbers.first("body", of: node, number: number)
    for place in items.indices {
      var given: [Int] = []
      for input in inputs {
        guard let input, let parts = tensors[input].type.items else {
          given.append(input ?? addTensor(TensorInfo(name: "", type: .unknown)))
          continue
        }
        let type = place < parts.count ? parts[place] : .unknown
        given.append(addTensor(TensorInfo(name: "", type: type)))
      }
      let begin = nodes.count
      last = body(graph, given: given, depth: depth + 1, firstNumber: firstNumber)
      if place == 0 { width = nodes.count - begin } else { merge(from: begin, into: start, width) }
      for (index, tensor) in results(last).enumerated() where index < made.count {
        made[index].append(tensor.type)
      }
      // Of a sequence too long to follow the rest stays as the elements before it.
      if turnsLeft <= 0 { break }
    }
    close(
      node, depth: depth, number: number, inputs: inputs + last,
      results: made.map { TensorInfo(name: "", type: TensorType(items: $0)) })
  }

  /// The inputs of the main graph that hold few integers and decide on any of some tensors.
  ///
  /// A condition or a trip count that rests on such an input becomes known once the user gives its value.
  func deciders(of tensors: [Int?]) -> [String] {
    var producer: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for case let output? in node.outputs { producer[output] = index }
    }
    var stack = tensors.compactMap(\.self)
    var seen = Set(stack)
    var found: Set<Int> = []
    while let tensor = stack.popLast() {
      if tensor < inputCount {
        let info = self.tensors[tensor]
        let isWhole = info.format?.family == .integer || info.format == .bool
        if isWhole, info.value == nil, (info.shape?.elements ?? 0) <= 16 { found.insert(tensor) }
        continue
      }
      guard let node = producer[tensor] else { continue }
      for case let input? in nodes[node].inputs where seen.insert(input).inserted {
        stack.append(input)
      }
    }
    return found.sorted().map { self.tensors[$0].name }
  }
}
