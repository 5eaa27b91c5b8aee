// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

// Loops: the body is walked iteration by iteration while that is little work, so that states that change their
// shape or value come out right; else once, counted as often as it runs.
extension GraphWalk {
  mutating func loop(_ node: ONNXNode, depth: Int, number: Int) {
    let inputs = node.inputs.map { lookup($0) }
    guard case .graph(let graph)? = attributes(node)["body"] else {
      missingBody(node, depth: depth, number: number, inputs: inputs)
      return
    }
    let first = NodeNumbers.first("body", of: node, number: number)
    let limit = inputs.first?.map { tensors[$0].value?.integers?.first } ?? .some(Int.max)
    let states = Array(inputs.dropFirst(2))
    let condition = inputs.count > 1 ? inputs[1] : nil
    let isNeverRun = condition.map { tensors[$0].value?.doubles.first == 0 } ?? false
    let trips = isNeverRun ? 0 : limit.map { max($0, 0) }
    let affordable = max(max(turnsLeft, 0) / max(graph.nodes.count, 1), 1)
    let turn = Turn(
      graph: graph, states: states.count, depth: depth + 1, firstNumber: first)
    var result = TurnResult(
      states: states.map { $0.map { tensors[$0] } ?? TensorInfo(name: "", type: .unknown) },
      scans: Array(repeating: [], count: max(graph.outputs.count - 1 - states.count, 0)))
    // An unknown limit with a condition that only the run knows: one turn stands for all.
    if trips == 0 {
      result.count = 0
    } else if let trips, trips <= affordable || condition != nil && trips == Int.max {
      unroll(turn, states: states, trips: min(trips, affordable), into: &result)
      if result.count == nil || !result.isSettled && trips > affordable {
        report.openLoop(
          "Loop", at: place(node, number),
          reason: "how often the Loop runs is known only in the run; "
            + "\(result.count ?? 1) turns are counted",
          deciders: deciders(of: [inputs.first ?? nil, condition]))
      }
    } else {
      once(turn, states: states, trips: trips, into: &result)
      if trips == nil || trips == Int.max {
        report.openLoop(
          "Loop", at: place(node, number),
          reason: "how often the Loop runs is known only in the run; one turn is counted",
          deciders: deciders(of: [inputs.first ?? nil, condition]))
      }
    }
    let scans = result.scans.map { stacked($0, count: result.count, isSingle: result.isSingle) }
    close(
      node, depth: depth, number: number, inputs: inputs + result.last,
      results: result.states + scans)
  }

  /// `Scan`: slices of its last inputs go through the body one by one.
  mutating func scan(_ node: ONNXNode, depth: Int, number: Int) {
    var inputs = node.inputs.map { lookup($0) }
    let given = attributes(node)
    guard case .graph(let graph)? = given["body"],
      case .int(let scanned)? = given["num_scan_inputs"],
      scanned >= 1, opset(node) >= 9 || inputs.count >= 1, scanned <= inputs.count
    else {
      missingBody(node, depth: depth, number: number, inputs: inputs)
      return
    }
    // Version 8 has sequence lengths in front, and a batch axis that is walked as a whole.
    let isOld = opset(node) < 9
    if isOld { inputs.removeFirst() }
    guard scanned <= inputs.count else {
      missingBody(node, depth: depth, number: number, inputs: inputs)
      return
    }
    let states = Array(inputs.dropLast(scanned))
    var axes = [Int](repeating: 0, count: scanned)
    if case .ints(let named)? = given["scan_input_axes"], named.count == scanned { axes = named }
    var trips: Int?
    var slices: [Int] = []
    for (place, input) in inputs.suffix(scanned).enumerated() {
      var slice = TensorInfo(
        name: graph.inputs.dropFirst(states.count + place).first?.name ?? "", type: .unknown)
      if let input, var shape = tensors[input].shape {
        let axis = (axes[place] < 0 ? axes[place] &+ shape.count : axes[place]) + (isOld ? 1 : 0)
        if shape.indices.contains(axis) {
          trips = trips ?? shape.remove(at: axis)
          if shape.count == tensors[input].shape?.count { shape.remove(at: axis) }
          if isOld { shape.removeFirst() }
          slice.type = TensorType(tensors[input].format, shape)
        }
      }
      tensors.append(slice)
      slices.append(tensors.count - 1)
    }
    let turn = Turn(
      graph: graph, states: states.count, depth: depth + 1,
      firstNumber: NodeNumbers.first("body", of: node, number: number))
    var result = TurnResult(
      states: states.map { $0.map { tensors[$0] } ?? TensorInfo(name: "", type: .unknown) },
      scans: Array(repeating: [], count: max(graph.outputs.count - states.count, 0)))
    let batch = isOld ? inputs.last.flatMap { $0 }.flatMap { tensors[$0].shape?.first } : nil
    scanOnce(turn, states: states, slices: slices, trips: trips, batch: batch, into: &result)
    var scans: [TensorInfo] = []
    for (place, items) in result.scans.enumerated() {
      var axis = 0
      if case .ints(let named)? = given["scan_output_axes"], place < named.count {
        axis = named[place]
      }
      scans.append(stacked(items, count: result.count, isSingle: true, axis: axis, batch: batch))
    }
    close(
      node, depth: depth, number: number, inputs: inputs + result.last,
      results: result.states + scans)
  }

  // MARK: Turns

  /// A body that runs over and over.
  private struct Turn {
    var graph: ONNXGraph
    var states: Int
    var depth: Int
    var firstNumber: Int
  }

  /// What the turns of a loop made.
  private struct TurnResult {
    var states: [TensorInfo]
    /// For each stacked output, the results of the turns that were walked.
    var scans: [[TensorInfo]]
    /// How many turns there are; nil if only the run knows.
    var count: Int? = 0
    /// Whether one walked turn stands for all.
    var isSingle = false
    /// Whether the loop ended by itself.
    var isSettled = false
    /// The tensors that the last walked turn made.
    var last: [Int?] = []
  }

  private mutating func unroll(
    _ turn: Turn, states: [Int?], trips: Int, into result: inout TurnResult
  ) {
    var carried = states.map { $0 ?? addTensor(TensorInfo(name: "", type: .unknown)) }
    let start = nodes.count
    var width = 0
    for index in 0..<trips {
      let step = addTensor(
        TensorInfo(
          name: "", type: TensorType(.int64, []), origin: .sizes, value: .integers([index])))
      let condition = addTensor(
        TensorInfo(name: "", type: TensorType(.bool, []), origin: .sizes, value: .integers([1])))
      let begin = nodes.count
      let outputs = body(
        turn.graph, given: [step, condition] + carried, depth: turn.depth,
        firstNumber: turn.firstNumber)
      if index == 0 { width = nodes.count - begin } else { merge(from: begin, into: start, width) }
      let made = Array(outputs.dropFirst())
      carried = made.prefix(turn.states).map {
        $0 ?? addTensor(TensorInfo(name: "", type: .unknown))
      }
      for (place, output) in made.dropFirst(turn.states).enumerated() {
        result.scans[place].append(results([output])[0])
      }
      result.last = made
      result.count = index + 1
      if let goOn = outputs.first.flatMap({ $0 }).flatMap({ tensors[$0].value?.doubles.first }),
        goOn == 0
      {
        result.isSettled = true
        break
      }
      // Bodies of bodies use up the turns faster than their number tells: the rest stays uncounted.
      if index + 1 < trips, turnsLeft <= 0 {
        result.count = nil
        break
      }
      // A condition of the run: one turn stands for all, and nobody knows how many.
      if trips > 1, outputs.first.flatMap({ $0 }).map({ tensors[$0].origin == .run }) ?? false {
        result.count = nil
        break
      }
    }
    result.states = results(carried.map { $0 })
  }

  /// Walks one turn and multiplies its work.
  private mutating func once(
    _ turn: Turn, states: [Int?], trips: Int?, into result: inout TurnResult
  ) {
    let step = addTensor(TensorInfo(name: "", type: TensorType(.int64, [])))
    let condition = addTensor(TensorInfo(name: "", type: TensorType(.bool, [])))
    let known = trips == Int.max ? nil : trips
    oneTurn(
      turn, leading: [step, condition], states: states, trailing: [], skipped: 1, trips: known,
      into: &result)
  }

  private mutating func scanOnce(
    _ turn: Turn, states: [Int?], slices: [Int], trips: Int?, batch: Int?,
    into result: inout TurnResult
  ) {
    var states = states
    if batch != nil {
      states = states.map { state in
        guard let state, let shape = tensors[state].shape, !shape.isEmpty else { return state }
        var one = tensors[state]
        one.type.shape = Array(shape.dropFirst())
        return addTensor(one)
      }
    }
    let begin = nodes.count
    oneTurn(
      turn, leading: [], states: states, trailing: slices, skipped: 0, trips: trips, into: &result)
    if let batch {
      multiply(from: begin, by: batch)
      for index in result.states.indices {
        if let shape = result.states[index].shape {
          result.states[index].type.shape = [batch] + shape
        }
      }
    }
  }

  private mutating func oneTurn(
    _ turn: Turn, leading: [Int], states: [Int?], trailing: [Int], skipped: Int, trips: Int?,
    into result: inout TurnResult
  ) {
    let begin = nodes.count
    // States change from turn to turn: of their values nothing is known.
    let carried = states.map { state -> Int in
      var tensor = state.map { tensors[$0] } ?? TensorInfo(name: "", type: .unknown)
      tensor.value = nil
      tensor.origin = .run
      tensor.parameter = nil
      return addTensor(tensor)
    }
    let outputs = body(
      turn.graph, given: leading + carried + trailing, depth: turn.depth,
      firstNumber: turn.firstNumber)
    if let trips { multiply(from: begin, by: trips) }
    let made = Array(outputs.dropFirst(skipped))
    result.isSingle = true
    result.count = trips
    result.last = made
    result.states = zip(made.prefix(turn.states), states).map { output, state in
      var tensor = results([output])[0]
      // A state that grows has a shape that one turn does not tell.
      if let state, tensor.shape != tensors[state].shape { tensor.type.shape = nil }
      tensor.value = nil
      tensor.origin = .run
      return tensor
    }
    for (place, output) in made.dropFirst(turn.states).enumerated() where place < result.scans.count
    {
      result.scans[place].append(results([output])[0])
    }
  }

  // MARK: Work of many turns

  private mutating func multiply(from begin: Int, by trips: Int) {
    for index in nodes.indices[begin...] {
      var node = nodes[index]
      let (old, oldVector) = (node.boundedMACs, node.vectorOperations)
      let factor = max(trips, 0)
      do throws(RuleFailure) {
        _ = try Count.product(max(old, 1), factor)
        node.vectorOperations = try Count.product(oldVector, factor)
        node.macsWithoutPadding = try Count.product(node.macsWithoutPadding, factor)
        node.elementsRead = try node.elementsRead.map { elements throws(RuleFailure) in
          try Count.product(elements, factor)
        }
      } catch {
        report.absurd(.absurdTotal(source, "2^60 multiplies"))
        return
      }
      if factor == 0 { node.nests = [] }
      for nest in node.nests.indices { node.nests[nest].repeats *= factor }
      nodes[index] = node
      count(
        macs: max(node.boundedMACs - old, 0),
        vectorOperations: max(node.vectorOperations - oldVector, 0))
    }
  }

  /// Adds the work of a later turn to the nodes of the first, where both have the same nodes.
  mutating func merge(from begin: Int, into start: Int, _ width: Int) {
    let isAlike =
      nodes.count - begin == width
      && (0..<width).allSatisfy { nodes[begin + $0].name == nodes[start + $0].name }
    guard isAlike else { return }
    for offset in 0..<width {
      let later = nodes[begin + offset]
      nodes[start + offset].add(later)
    }
    nodes.removeSubrange(begin...)
  }

  mutating func addTensor(_ tensor: TensorInfo) -> Int {
    tensors.append(tensor)
    return tensors.count - 1
  }

  /// The results of all turns along a new axis.
  private func stacked(
    _ items: [TensorInfo], count: Int?, isSingle: Bool, axis: Int = 0, batch: Int? = nil
  ) -> TensorInfo {
    var out = TensorInfo(name: "", type: TensorType(items.first?.format, nil))
    guard let count, let first = items.first, var shape = first.shape else { return out }
    guard items.allSatisfy({ $0.shape == first.shape }) else { return out }
    let front = axis < 0 ? axis &+ shape.count &+ 1 : axis
    guard 0...shape.count ~= front else { return out }
    shape.insert(count, at: front)
    if let batch { shape.insert(batch, at: 0) }
    guard (try? Count.product(shape)) != nil else { return out }
    out.type.shape = shape
    let values = items.compactMap(\.value)
    if !isSingle, values.count == items.count, values.count == count,
      shape.elements <= Numbers.most
    {
      out.value = .joined(values)
      out.origin = items.map(\.origin).max() ?? .run
    }
    return out
  }

  mutating func missingBody(_ node: ONNXNode, depth: Int, number: Int, inputs: [Int?]) {
    report.error(
      .misshapen(
        place(node, number), operator: node.`operator`,
        reason: "its body or one of its inputs is missing", remedy: nil, inputs: ""))
    close(node, depth: depth, number: number, inputs: inputs, results: [])
  }
}

extension ResolvedNode {
  /// Adds the work of the same node in a later turn of a loop.
  fileprivate mutating func add(_ later: ResolvedNode) {
    for nest in later.nests {
      if let same = nests.firstIndex(where: {
        $0.dimensions == nest.dimensions && $0.label == nest.label
      }) {
        nests[same].repeats &+= nest.repeats
      } else {
        nests.append(nest)
      }
    }
    macsWithoutPadding &+= later.macsWithoutPadding
    vectorOperations &+= later.vectorOperations
    for place in elementsRead.indices where place < later.elementsRead.count {
      elementsRead[place] &+= later.elementsRead[place]
    }
    isFolded = isFolded && later.isFolded
  }
}
