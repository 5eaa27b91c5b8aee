// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

/// Reads one problem of Timeloop: dimensions, data spaces with their projections, and an instance.
enum TimeloopReader {
  static func read(_ document: Document, file: String, name: String) throws(DiagnosticList)
    -> Workload
  {
    let root = document.root["problem"] ?? document.root
    var problem = TimeloopProblem(root: root)
    let layer = problem.layer(named: name)
    let list = DiagnosticList((document.diagnostics + problem.diagnostics).inOrderOfPlace())
    guard !list.hasErrors, let layer else { throw list }
    return try ListedWorkload(
      name: name, source: file, layers: [(layer, root.location)]
    ).workload(diagnostics: list.diagnostics + [.assumedFormats(file, "the problem")])
  }
}

/// A problem while it is read; keys are accepted with hyphens as older versions have them.
struct TimeloopProblem {
  var root: DocumentNode
  private(set) var diagnostics: [Diagnostic] = []
  private var bounds: [String: (value: Int, place: SourceLocation)] = [:]
  private var coefficients: [String: Int] = [:]
  private var used: Set<String> = []

  init(root: DocumentNode) { self.root = root }

  /// A tensor and its axes.
  private struct DataSpace {
    var name: String
    var axes: [AxisProjection]
    var isResult: Bool
    var place: SourceLocation
  }

  mutating func layer(named name: String) -> ListedLayer? {
    guard let shape = value("shape", in: root), shape.entries != nil else {
      add(
        .timeloop(
          at: root.location, "the problem has no 'shape' with dimensions and data spaces",
          remedy: "write the shape out: predefined ones (`shape: cnn-layer`) are not known"))
      return nil
    }
    readInstance()
    let dimensions = dimensions(shape)
    readCoefficients(shape)
    guard let nodes = value("data_spaces", in: shape)?.elements, diagnostics.isEmpty || !hasErrors
    else {
      if value("data_spaces", in: shape)?.elements == nil {
        add(
          .timeloop(
            at: shape.location, "the shape has no list of 'data_spaces'",
            remedy: "add one entry with `projection` for each tensor"))
      }
      return nil
    }
    let spaces = nodes.compactMap { dataSpace($0, dimensions) }
    guard !hasErrors, let work = work(spaces, dimensions, at: shape.location) else { return nil }
    let idle = bounds.keys.sorted().filter { key in
      !used.contains(key) && !dimensions.contains { $0.name == key }
    }
    if let first = idle.first, let place = bounds[first]?.place {
      add(.timeloopUnused(idle, at: place))
    }
    let title = value("name", in: shape)?.scalar ?? name
    return ListedLayer(
      name: title, operator: "einsum", work: work,
      formats: .init(inputs: .int8, weights: .int8, outputs: .int8, accumulate: .int32))
  }

  private var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  private mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  private func value(_ key: String, in node: DocumentNode) -> DocumentNode? {
    node[key] ?? node[String(key.map { $0 == "_" ? "-" : $0 })]
  }

  private mutating func readInstance() {
    guard let instance = value("instance", in: root), let entries = instance.entries else {
      add(
        .timeloop(
          at: root.location, "the problem has no 'instance' with the bounds of its dimensions",
          remedy: "add `instance: {C: 3, M: 32, ...}`"))
      return
    }
    for entry in entries {
      if entry.key == "densities" || entry.key == "version" {
        if entry.key == "densities" { add(.timeloopIgnored(entry.key, at: entry.keyLocation)) }
        continue
      }
      guard let text = entry.value.scalar, let number = Int(text), 0...(1 << 32) ~= number else {
        add(
          .badDimension(entry.key, entry.value.scalar ?? "no number", at: entry.value.location))
        continue
      }
      bounds[entry.key] = (number, entry.keyLocation)
    }
  }

  private mutating func dimensions(_ shape: DocumentNode) -> [LoopDimension] {
    guard let names = value("dimensions", in: shape)?.elements, !names.isEmpty else {
      add(
        .timeloop(
          at: shape.location, "the shape has no list of 'dimensions'",
          remedy: "add `dimensions: [C, M, R, S, N, P, Q]`"))
      return []
    }
    var dimensions: [LoopDimension] = []
    for node in names.prefix(64) {
      guard let name = node.scalar, !node.isEmpty else {
        add(.timeloop(at: node.location, "a dimension is no name", remedy: "write its letter"))
        continue
      }
      guard !dimensions.contains(where: { $0.name == name }) else {
        add(
          .timeloop(at: node.location, "dimension '\(name)' is there twice", remedy: "take one out")
        )
        continue
      }
      guard let bound = bounds[name]?.value, bound > 0 else {
        add(
          .timeloop(
            at: node.location, "dimension '\(name)' has no bound in 'instance'",
            remedy: "add `\(name): ...` there"))
        continue
      }
      dimensions.append(LoopDimension(name, bound))
    }
    return dimensions
  }

  private mutating func readCoefficients(_ shape: DocumentNode) {
    for node in value("coefficients", in: shape)?.elements ?? [] {
      guard let name = value("name", in: node)?.scalar else { continue }
      let standard = value("default", in: node)?.scalar.flatMap { Int($0) }
      used.insert(name)
      guard let number = bounds[name]?.value ?? standard, 1...(1 << 24) ~= number else {
        add(
          .timeloop(
            at: node.location,
            "coefficient '\(name)' has neither a default nor a value in 'instance'",
            remedy: "add `default: 1`"))
        continue
      }
      coefficients[name] = number
    }
  }

  private mutating func dataSpace(_ node: DocumentNode, _ dimensions: [LoopDimension]) -> DataSpace?
  {
    guard let name = value("name", in: node)?.scalar,
      let axes = value("projection", in: node)?.elements
    else {
      add(
        .timeloop(
          at: node.location, "a data space has no 'name' or no 'projection'",
          remedy: "write `{name: Weights, projection: [[[C]], [[M]]]}`"))
      return nil
    }
    var space = DataSpace(name: name, axes: [], isResult: false, place: node.location)
    if let word = value("read_write", in: node)?.scalar?.lowercased() {
      space.isResult = word == "true" || word == "yes"
    }
    for axis in axes {
      guard let made = self.axis(axis, dimensions) else { return nil }
      space.axes.append(made)
    }
    return space
  }

  /// One axis: a sum of products of a dimension and coefficients.
  private mutating func axis(_ node: DocumentNode, _ dimensions: [LoopDimension]) -> AxisProjection?
  {
    var terms: [AxisProjection.Term] = []
    // `[K]` for `[[K]]` is accepted, as Timeloop does.
    let sum = node.elements ?? [node]
    for product in sum {
      let factors = product.elements ?? [product]
      var dimension: Int?
      var stride = 1
      for factor in factors {
        let name = factor.scalar ?? ""
        if let index = dimensions.firstIndex(where: { $0.name == name }), dimension == nil {
          dimension = index
        } else if let number = coefficients[name] ?? Int(name), 1...(1 << 24) ~= number,
          let product = try? Count.product(stride, number)
        {
          stride = product
        } else {
          add(
            .timeloop(
              at: factor.location,
              "'\(name)' is neither a dimension nor a coefficient of the shape",
              remedy: "dimensions are \(dimensions.map(\.name).joined(separator: ", "))"))
          return nil
        }
      }
      guard let dimension else {
        add(
          .timeloop(
            at: product.location, "a term of the projection has no dimension", remedy: "add one"))
        return nil
      }
      terms.append(.init(dimension: dimension, stride: stride))
    }
    guard 1...2 ~= terms.count, Set(terms.map(\.dimension)).count == terms.count else {
      add(
        .timeloop(
          at: node.location,
          "an axis is the sum of \(terms.count) terms; one, or two of unlike dimensions, can be mapped",
          remedy: "flatten the shape"))
      return nil
    }
    // The axis is as long as its loops reach: no padding is stated.
    var extent = 1
    for term in terms {
      guard let reach = try? Count.product(dimensions[term.dimension].bound - 1, term.stride),
        let sum = try? Count.sum([extent, reach])
      else { return nil }
      extent = sum
    }
    // The place of a window comes before its tap.
    terms.sort {
      dimensions[$0.dimension].bound * $0.stride > dimensions[$1.dimension].bound * $1.stride
    }
    return AxisProjection(terms: terms, extent: extent)
  }

  private mutating func work(
    _ spaces: [DataSpace], _ dimensions: [LoopDimension], at place: SourceLocation
  ) -> ListedLayer.Work? {
    let results = spaces.filter(\.isResult)
    let operands = spaces.filter { !$0.isResult }
    guard results.count == 1, operands.count == 2 else {
      add(
        .timeloop(
          at: place,
          "the shape has \(operands.count) data spaces to read and \(results.count) to write, not 2 and 1",
          remedy: "mark the result with `read_write: true`; a product has two operands"))
      return nil
    }
    // Weights by their name, or else the one without a sliding window.
    let weights =
      operands.firstIndex {
        $0.name.lowercased().hasPrefix("weight") || $0.name.lowercased() == "filters"
      }
      ?? operands.firstIndex { $0.axes.allSatisfy { $0.terms.count == 1 } } ?? 0
    let (w, i) = (operands[weights], operands[1 - weights])
    return .product(
      kind: .einsum,
      ListedLayer.Loops(
        dimensions: dimensions, weights: w.axes, inputs: i.axes, outputs: results[0].axes,
        names: (w.name, i.name, results[0].name)))
  }
}
