// SPDX-License-Identifier: Apache-2.0

/// Who makes and who reads each tensor of a resolved graph, in flat tables.
///
/// Views are looked through: a tensor that is another one under a new shape or scale has that one as its
/// root, and reading it is reading the root. What remains are the nodes that do something at run time.
struct GraphIndex {
  /// What part a node plays at run time.
  enum Role: UInt8 {
    /// Evaluated before the run.
    case folded
    /// Its output is its input, seen otherwise.
    case view
    /// It reads and writes.
    case active
  }

  /// The graph itself.
  let graph: ResolvedGraph
  /// By node.
  let roles: [Role]
  /// By tensor: the node that makes it, folded ones and views included; -1 for inputs and initializers.
  let producer: [Int]
  /// By tensor: the tensor whose storage it shares.
  let root: [Int]
  /// By root: whether it, or a view of it, is an output of the graph or leaves a loop.
  let isOutput: [Bool]
  /// By active node: the longest way to it from the inputs, in active nodes.
  ///
  /// The order of the file does not show in it.
  let depth: [Int]
  /// Active nodes in the order of their depth, then of the graph.
  let byDepth: [Int]

  private let consumerStart: [Int]
  private let consumerList: [Int]

  /// Indexes a graph; time and memory grow with its size alone.
  init(_ graph: ResolvedGraph) {
    self.graph = graph
    let count = graph.tensors.count
    var producer = [Int](repeating: -1, count: count)
    var outputs = [Bool](repeating: false, count: count)
    for output in graph.outputs { outputs[output] = true }
    for (n, node) in graph.nodes.enumerated() {
      for case let t? in node.outputs { producer[t] = n }
    }
    var root = Array(0..<count)
    var roles: [Role] = []
    roles.reserveCapacity(graph.nodes.count)
    for node in graph.nodes {
      let role = ViewNodes.role(of: node, in: graph.tensors, isOutput: outputs)
      roles.append(role)
      for pair in ViewNodes.shared(by: node, as: role, in: graph.tensors) {
        if pair.isSame {
          root[pair.target] = root[pair.source]
        } else {
          outputs[pair.source] = true
        }
      }
    }
    var isOutput = [Bool](repeating: false, count: count)
    for t in 0..<count where outputs[t] { isOutput[root[t]] = true }

    var depth = [Int](repeating: 0, count: graph.nodes.count)
    var starts = [Int](repeating: 0, count: count + 1)
    var pairs: [(tensor: Int, node: Int)] = []
    for (n, node) in graph.nodes.enumerated() where roles[n] == .active {
      var seen: [Int] = []
      for case let t? in node.inputs {
        let r = root[t]
        let p = producer[r]
        if p >= 0, roles[p] == .active { depth[n] = max(depth[n], depth[p] + 1) }
        guard !seen.contains(r) else { continue }
        seen.append(r)
        starts[r + 1] += 1
        pairs.append((r, n))
      }
    }
    for t in 0..<count { starts[t + 1] += starts[t] }
    var next = starts
    var list = [Int](repeating: 0, count: pairs.count)
    for pair in pairs {
      list[next[pair.tensor]] = pair.node
      next[pair.tensor] += 1
    }
    self.roles = roles
    self.producer = producer
    self.root = root
    self.isOutput = isOutput
    self.depth = depth
    self.byDepth = graph.nodes.indices.filter { roles[$0] == .active }
      .sorted { (depth[$0], $0) < (depth[$1], $1) }
    consumerStart = starts
    consumerList = list
  }

  /// The active nodes that read a root or a view of it, each once, in the order of the graph.
  func consumers(of root: Int) -> ArraySlice<Int> {
    consumerList[consumerStart[root]..<consumerStart[root + 1]]
  }

  /// The active node that makes a root; nil for inputs, constants and what folded nodes made.
  func maker(of root: Int) -> Int? {
    let node = producer[root]
    return node >= 0 && roles[node] == .active ? node : nil
  }

  /// The only reader of a root that is no output of the graph.
  func soleConsumer(of root: Int) -> Int? {
    let readers = consumers(of: root)
    return readers.count == 1 && !isOutput[root] ? readers.first : nil
  }

  /// Whether a tensor is known before the run, or was left out.
  func isConstant(_ tensor: Int?) -> Bool {
    guard let tensor else { return true }
    return graph.tensors[tensor].isConstant || graph.tensors[root[tensor]].isConstant
  }

  /// The roots of a node's inputs that are made during the run, in their order, each once.
  func activations(of node: Int) -> [Int] {
    var found: [Int] = []
    for input in graph.nodes[node].inputs where !isConstant(input) {
      guard let input else { continue }
      if !found.contains(root[input]) { found.append(root[input]) }
    }
    return found
  }

  /// The root of a node's first output.
  func output(of node: Int) -> Int? {
    (graph.nodes[node].outputs.first ?? nil).map { root[$0] }
  }

  /// Elements of a tensor; 0 where the shape is unknown.
  func elements(_ tensor: Int) -> Int { graph.tensors[tensor].elements ?? 0 }
}
