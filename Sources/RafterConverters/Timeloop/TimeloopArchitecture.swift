// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Timeloop's architecture files of version 0.4: containers and components in a tree, outermost first.
///
/// Energies are not in these files: Accelergy works them out from classes and attributes, and they stay open here.
struct TimeloopArchitecture {
  var origin: Origin
  var names = NameBook()
  /// Texts of the file's variables; attributes may name them, and each other.
  var variables: [String: String] = [:]
  /// Attributes that containers give all that follows.
  var inherited: [String: DocumentNode] = [:]
  var elements: [PathElement] = []
  var compute: ComputeUnit?
  var frequency: Sourced<Frequency>?
  var node: Sourced<ProcessNode>?
  var title: String?
  /// What storages and arithmetic do with zeros, together.
  var zeros = SparsitySupport()
  private var mesh = Mesh()

  private init(origin: Origin) { self.origin = origin }

  static func convert(text: String, file: String) throws(DiagnosticList) -> Conversion {
    let document = try Document.parse(text: text, file: file, dialect: .foreign)
    var parser = TimeloopArchitecture(origin: Origin(file: file))
    for diagnostic in document.diagnostics { parser.origin.note(diagnostic) }
    let accelerator = parser.read(document.root)
    return try parser.origin.finished(.timeloop, accelerator)
  }

  private mutating func read(_ root: DocumentNode) -> Accelerator? {
    guard var record = ForeignRecord(root, what: "the file", &origin),
      let architecture = record.required("architecture", &origin),
      var tree = ForeignRecord(architecture, what: "'architecture'", &origin)
    else { return nil }
    for entry in record.take("variables")?.entries ?? [] {
      if let text = entry.value.scalar { variables[entry.key] = text }
    }
    origin.calculator = Calculator(names: variables)
    record.ignore("components", "problem", "mapper", "globals", "mapspace")
    record.finish(&origin)
    tree.ignore("version")
    tree.drop(
      "subtree", "trees are of version 0.3 and before: Timeloop's own converter makes 0.4 of them",
      &origin)
    let flat = tree.take("local")
    let nodes = tree.take("nodes") ?? flat ?? tree.required("nodes", &origin)
    tree.finish(&origin)
    guard let list = nodes?.elements else {
      if let nodes {
        origin.note(.foreignForm("'nodes'", expected: "a list of components", at: nodes.location))
      }
      return nil
    }
    for (index, element) in list.enumerated() {
      let isLast = index == list.count - 1
      if flat != nil { readFlat(element, isLast: isLast) } else { read(element, isLast: isLast) }
    }
    guard let compute else {
      origin.note(
        .foreignForm(
          "the tree", expected: "storage and, last, a compute component", at: root.location))
      return nil
    }
    var unit = compute
    unit.sparsity = sparsity
    let name = title ?? Origin.base(origin.file)
    return Accelerator(
      name: names.name(name), file: origin.file, source: origin.source("Timeloop", name),
      technology: Technology(
        node: node, frequency: frequency ?? origin.assumedClock("Timeloop")),
      path: elements + [.compute(unit)])
  }

  /// A container, a component, or components side by side.
  private mutating func read(_ node: DocumentNode, isLast: Bool) {
    // A place that is kept free.
    if node.tag == "Nothing" { return }
    if node.tag == "Parallel" || node.tag == "Hierarchical" || node.tag == "Pipelined" {
      let list = node["nodes"]?.elements ?? []
      for (index, element) in list.enumerated() {
        read(element, isLast: isLast && node.tag == "Hierarchical" && index == list.count - 1)
      }
      return
    }
    guard var record = ForeignRecord(node, what: "a component", &origin) else { return }
    let name = record.take("name")?.scalar ?? "part"
    let (base, count) = Self.instances(name)
    let attributes = record.take("attributes")
    var beside = inherited
    for entry in attributes?.entries ?? [] { beside[entry.key] = entry.value }
    calculate(with: beside)
    readSpatial(record.take("spatial"), name: base, count: count)
    if let constraints = record.take("constraints") { note(constraints) }
    readZeros(record.take("sparse_optimizations"), of: base)
    record.drop("power_gated_at", "a description has one static power for all", &origin)
    for key in ["required_actions", "actions", "area_scale", "energy_scale"] {
      record.drop(key, "it is for Accelergy, and energies and areas stay open", &origin)
    }
    let kind = record.take("class")?.scalar ?? ""
    let detail = record.take("subclass")?.scalar
    record.ignore("enabled", "name")
    record.finish(&origin)
    guard node.tag != "Container", !kind.isEmpty else {
      if title == nil || elements.isEmpty { title = base }
      for entry in attributes?.entries ?? [] { inherited[entry.key] = entry.value }
      calculate(with: inherited)
      readGlobals()
      return
    }
    var known = inherited
    for entry in attributes?.entries ?? [] { known[entry.key] = entry.value }
    readComponent(base, known, node, kind: kind, detail: detail, isLast: isLast)
  }

  private mutating func readComponent(
    _ name: String, _ attributes: [String: DocumentNode], _ node: DocumentNode, kind: String,
    detail: String?, isLast: Bool
  ) {
    calculate(with: attributes)
    let isCompute =
      kind.lowercased().contains("mac") || kind == "compute" || (isLast && kind != "storage")
    if isCompute {
      readCompute(name, attributes, kind: detail ?? kind)
    } else {
      readMemory(name, attributes, node, kind: kind)
    }
  }

  /// Expressions may name variables and the attributes beside them.
  private mutating func calculate(with attributes: [String: DocumentNode]) {
    var names = variables
    for (key, node) in attributes {
      // `technology: technology` names the variable.
      if let text = node.scalar, text != key { names[key] = text }
    }
    origin.calculator = Calculator(names: names)
  }

  /// A component of a flattened file: sides of the mesh count all instances, and fan-outs are dummy storage.
  private mutating func readFlat(_ node: DocumentNode, isLast: Bool) {
    guard var record = ForeignRecord(node, what: "a component", &origin) else { return }
    let full = Self.instances(record.take("name")?.scalar ?? "part").name
    let name = full.split(separator: ".").last.map(String.init) ?? full
    if title == nil {
      title = Origin.base(origin.file).split(separator: ".").first.map(String.init)
    }
    let kind = record.take("class")?.scalar ?? ""
    let detail = record.take("subclass")?.scalar
    let attributes = record.take("attributes")
    record.ignore("required_actions", "enabled", "constraints", "actions")
    readZeros(record.take("sparse_optimizations"), of: name)
    record.finish(&origin)
    guard kind != "dummy_storage" else { return }
    var known: [String: DocumentNode] = [:]
    for entry in attributes?.entries ?? [] where entry.value.scalar != "null" {
      known[entry.key] = entry.value
    }
    var sides: [DocumentEntry] = []
    for (key, side) in [("meshX", \Mesh.x), ("meshY", \Mesh.y)] {
      guard let value = known[key], let size = origin.count(value, of: "'\(key)'") else { continue }
      let more = size / mesh[keyPath: side]
      mesh[keyPath: side] = size
      if more > 1 {
        sides.append(
          DocumentEntry(
            key: key, keyLocation: value.location,
            value: DocumentNode(.scalar("\(more)", .plain), at: value.location)))
      }
    }
    readSpatial(
      DocumentNode(.mapping(sides), at: node.location), name: "inter-\(name)", count: 1)
    for key in ["technology", "global_cycle_seconds"] where known[key]?.scalar != "SET ME" {
      inherited[key] = known[key] ?? inherited[key]
    }
    readGlobals()
    readComponent(name, known, node, kind: kind, detail: detail, isLast: isLast)
  }

  /// Instances along each side so far.
  struct Mesh {
    var x = 1
    var y = 1
  }

  /// `PE[0..15]` is `PE`, 16 times.
  static func instances(_ text: String) -> (name: String, count: Int) {
    guard let open = text.firstIndex(of: "["), text.hasSuffix("]") else { return (text, 1) }
    let range = text[text.index(after: open)...].dropLast().split(separator: ".")
    guard let first = range.first.flatMap({ Int($0) }), let last = range.last.flatMap({ Int($0) }),
      last >= first, last - first < 1_000_000
    else { return (text, 1) }
    return (String(text[..<open]), last - first + 1)
  }

  private mutating func readSpatial(_ node: DocumentNode?, name: String, count: Int) {
    var axes: [FanOut.Axis] = []
    func axis(_ suffix: String, _ size: Int, _ names: inout NameBook) -> FanOut.Axis {
      FanOut.Axis(
        name: names.name(name + suffix), size: size, multicast: [.weights, .inputs],
        reducesOutputs: true)
    }
    for entry in node?.entries ?? [] {
      guard ["meshX", "meshY", "meshZ"].contains(entry.key) else {
        origin.note(
          .noCounterpart(entry.key, "only meshX and meshY are known", at: entry.keyLocation))
        continue
      }
      guard let size = origin.count(entry.value, of: "'\(entry.key)'"), size > 1 else { continue }
      axes.append(axis("-" + entry.key.suffix(1), size, &names))
    }
    if axes.isEmpty, count > 1 { axes.append(axis("-x", count, &names)) }
    guard !axes.isEmpty else { return }
    elements.append(.array(FanOut(axes: axes, provenance: origin.part)))
  }

  /// Constraints of the mapper: what is kept is part of the machine, the rest is a choice among mappings.
  private mutating func note(_ node: DocumentNode) {
    for entry in node.entries ?? [] where entry.key != "dataspace" {
      origin.note(
        .noCounterpart(
          entry.key, "a constraint on mappings, not a part of the machine", at: entry.keyLocation))
    }
  }

  private mutating func readGlobals() {
    if let node = inherited["technology"], let word = node.scalar {
      let text = (variables[word] ?? word).filter { $0 != "\"" }
      let digits = text.prefix { $0.isNumber || $0 == "." }
      if let value = Double(digits), value > 0 {
        self.node = origin.stated(ProcessNode(value))
      } else {
        origin.note(
          .noCounterpart("technology", "'\(text)' is no node such as `45nm`", at: node.location))
      }
    }
    if let node = inherited["global_cycle_seconds"],
      let value = origin.number(node, of: "'global_cycle_seconds'"),
      value > 0
    {
      frequency = origin.stated(Frequency((1 / value).rounded()))
    }
  }
}
