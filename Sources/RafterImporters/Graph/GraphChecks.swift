// SPDX-License-Identifier: Apache-2.0
package import RafterDiagnostics

/// Finds what is wrong with a model before its shapes are looked at.
package enum GraphChecks {
  /// The newest version of the default domain whose operators we know.
  package static let newestOpset = 28
  /// A version beyond this does not exist for years to come: the file is wrong.
  static let impossibleOpset = 50
  /// The newest version of the file format that we know.
  static let newestIR = 14
  /// The most elements of a tensor: 2^48, 256 times a million times a million.
  ///
  /// Far more than any memory holds, and few enough that bytes and sums over the tensors of a model cannot overflow.
  package static let elementLimit = 1 << 48
  /// The most sides of a tensor.
  static let rankLimit = 64

  /// Checks a model and puts its nodes into an order in which they can run; a resolver calls this first.
  ///
  /// In the model that is returned, the nodes of every graph, body and function follow those whose results they read
  /// (`index` still tells their place in the file); every name that is read is made by a node, an input, an initializer
  /// or a graph around; no name is made twice; functions do not call themselves; sides are 0 or more, where -1 was
  /// written in a declared shape it is `unknown`; tensors have at most ``elementLimit`` elements; `opsets` has a version
  /// for every domain in use.
  ///
  /// - Returns: the model, and warnings and notes.
  /// - Throws: all errors at once, with the warnings.
  package static func check(
    _ model: ONNXModel, bytes: FileBytes, source: String
  ) throws(DiagnosticList) -> (model: ONNXModel, diagnostics: [Diagnostic]) {
    var checker = GraphChecker(bytes: bytes, source: source, fileSize: bytes.count)
    var checked = model
    checker.checkTraining(model)
    checker.checkVersions(&checked)
    checker.checkFunctions(&checked)
    checked.graph = checker.graph(checked.graph, outer: [])
    checker.reportDuplicates()
    let list = DiagnosticList(checker.diagnostics)
    if list.hasErrors { throw list }
    return (checked, checker.diagnostics)
  }
}

/// What the checks of one file share.
struct GraphChecker {
  /// Of one kind of error, no more than this many are listed.
  static let listLimit = 20

  let bytes: FileBytes
  let source: String
  let fileSize: Int
  private(set) var diagnostics: [Diagnostic] = []
  private var counts: [String: Int] = [:]
  /// Nodes with the name of another one: the first of them and how many there are.
  private var duplicates: (place: SourceLocation, first: Int, count: Int)?

  init(bytes: FileBytes, source: String, fileSize: Int) {
    self.bytes = bytes
    self.source = source
    self.fileSize = fileSize
  }

  /// Adds a diagnostic; after ``listLimit`` of the same id, one that says that there are more.
  mutating func add(_ diagnostic: Diagnostic) {
    let count = counts[diagnostic.id, default: 0] + 1
    counts[diagnostic.id] = count
    if count <= Self.listLimit {
      diagnostics.append(diagnostic)
    } else if count == Self.listLimit + 1 {
      diagnostics.append(.more(source, like: diagnostic))
    }
  }

  /// Notes a node that has the name of another one.
  mutating func noteDuplicate(of node: ONNXNode, first: Int) {
    duplicates = duplicates ?? (place(of: node), first, 0)
    duplicates?.count += 1
  }

  /// Warns once of all nodes that share their name.
  mutating func reportDuplicates() {
    guard let duplicates else { return }
    add(
      .duplicateNodeName(
        at: duplicates.place, first: duplicates.first, count: duplicates.count))
  }

  /// The place of a node.
  func place(of node: ONNXNode) -> SourceLocation {
    SourceLocation(file: source, position: .node(name: node.shownName, index: node.index))
  }

  /// A graph whose nodes are in order, after checking all that it holds.
  ///
  /// - Parameter outer: names that the graphs around it make.
  mutating func graph(_ graph: ONNXGraph, outer: Set<String>) -> ONNXGraph {
    var sorted = graph
    for tensor in graph.initializers {
      let source = source
      check(
        tensor, at: { SourceLocation(file: source) }, called: { "initializer '\(tensor.name)'" })
    }
    normaliseShapes(of: &sorted)
    let makers = checkNames(graph)
    var visible = outer
    visible.formUnion(makers.keys)
    for index in sorted.nodes.indices { checkAttributes(of: &sorted.nodes[index], outer: visible) }
    sorted.nodes = order(sorted.nodes, makers: makers, visible: visible)
    for output in graph.outputs where !visible.contains(output.name) {
      add(
        .unmadeOutput(
          source, output: output.name, nearest: nearest(to: output.name, among: visible)))
    }
    return sorted
  }

  /// The name that was probably meant; none is sought in very large graphs, where that would take seconds.
  func nearest(to name: String, among names: Set<String>) -> String? {
    guard names.count <= 20_000 else { return nil }
    let length = name.utf8.count
    let similar = names.filter { abs($0.utf8.count - length) <= 3 && !$0.isEmpty }
    return Suggestion.nearest(to: name, among: similar.sorted())
  }
}

extension ONNXNode {
  /// Its name, or `<Operator>__<index>` where it has none.
  package var shownName: String { name.isEmpty ? "\(`operator`)__\(index)" : name }
}
