// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities
import RafterWorkload

/// AccelForge's architecture files: a list of memories, fan-outs and compute units, outermost first.
///
/// Energies are per action, of one bit unless `bits_per_action` says otherwise; sizes in bits, areas in square metres.
struct AccelForgeArchitecture {
  var origin: Origin
  var names = NameBook()
  var sets = TensorSets()
  var calculator: Calculator
  var elements: [PathElement] = []
  var compute: ComputeUnit?
  var vector: VectorUnit?
  var clock: Frequency?
  var leakage = 0.0
  /// Parts of the arrays so far.
  var instances = 1

  static func convert(text: String, file: String) throws(DiagnosticList) -> Conversion {
    var origin = Origin(file: file)
    let plain = TemplateText(text, &origin)
    let document = try Document.parse(text: plain.text, file: file, dialect: .foreign)
    for diagnostic in document.diagnostics { origin.note(diagnostic) }
    var parser = AccelForgeArchitecture(
      origin: origin, calculator: Calculator(names: names(in: document.root)))
    let accelerator = parser.read(document.root)
    return try parser.origin.finished(.accelforge, accelerator)
  }

  /// Variables of the file, and what a workload of 8-bit values would give.
  private static func names(in root: DocumentNode) -> [String: String] {
    var names = ["weight": "1", "input": "1", "output": "1"]
    for operand in ["weight", "input", "output"] { names["\(operand).bits_per_value"] = "8" }
    for block in [root["variables"], root["arch"]?["variables"]] {
      for entry in block?.entries ?? [] {
        if let text = entry.value.scalar { names[entry.key] = text }
      }
    }
    return names
  }

  private mutating func read(_ root: DocumentNode) -> Accelerator? {
    guard var record = ForeignRecord(root, what: "the file", &origin),
      let arch = record.required("arch", &origin),
      var tree = ForeignRecord(arch, what: "'arch'", &origin)
    else { return nil }
    record.ignore("variables", "workload", "renames", "mapper", "mapping")
    record.finish(&origin)
    tree.ignore("variables", "name", "version")
    readTechnology(tree.take("extra_attributes_for_all_component_models"))
    let nodes = tree.required("nodes", &origin)
    tree.finish(&origin)
    guard let list = nodes?.elements else {
      if let nodes {
        origin.note(.foreignForm("'nodes'", expected: "a list of nodes", at: nodes.location))
      }
      return nil
    }
    // The clock is that of the multipliers: rates in cycles need it first.
    clock = Self.leaves(list).last { $0.tag == "Compute" }.flatMap { rate(of: $0) }.map {
      Frequency($0)
    }
    if let found = clock, !(1e3...2e10).contains(found.value) { clock = nil }
    for element in list { readPart(element) }
    guard let compute else {
      origin.note(
        .foreignForm("the list", expected: "memories and, last, !Compute", at: arch.location))
      return nil
    }
    let base = Origin.base(origin.file)
    let title = String(base.prefix { $0 != "." })
    var power = PowerBudget()
    if leakage > 0 { power.staticPower = origin.stated(Power(leakage)) }
    return Accelerator(
      name: names.name(title), file: origin.file, source: origin.source("AccelForge", title),
      technology: Technology(
        node: node, frequency: clock.map { origin.stated($0) } ?? origin.assumedClock("AccelForge")),
      power: power, path: surroundings() + elements + [.compute(compute)], vector: vector)
  }

  private var node: Sourced<ProcessNode>?

  /// A memory for what a macro on its own leaves to the machine around it.
  private mutating func surroundings() -> [PathElement] {
    if case .memory(let memory)? = elements.first, memory.holds.count == Operand.allCases.count {
      return []
    }
    origin.note(
      .chosen(
        "the memory around it", "'outside', without limits or energy",
        "no memory at the outermost place holds all operands", at: SourceLocation(file: origin.file)
      ))
    return [
      .memory(
        MemoryLevel(
          name: names.name("outside"), capacity: nil, holds: Set(Operand.allCases),
          buffering: .single,
          ports: [], readEnergy: nil, writeEnergy: nil, provenance: origin.part))
    ]
  }

  private init(origin: Origin, calculator: Calculator) {
    self.origin = origin
    self.calculator = calculator
  }

  private mutating func readTechnology(_ attributes: DocumentNode?) {
    guard let text = attributes?["tech_node"]?.scalar, let metres = try? calculator.value(text),
      metres > 0, metres < 1e-5
    else { return }
    node = origin.stated(ProcessNode(metres * 1e9))
  }

  private mutating func readPart(_ node: DocumentNode) {
    guard var record = ForeignRecord(node, what: "a node", &origin) else { return }
    let name = record.take("name")?.scalar ?? "part"
    if let spatial = record.take("spatial") { readSpatial(spatial, of: name) }
    for key in ["description", "enabled", "desc"] { record.ignore(key) }
    switch node.tag {
    case "Container", "Fanout": break
    case "Hierarchical", "Array":
      for part in record.take("nodes")?.elements ?? [] { readPart(part) }
    case "Memory": readMemory(&record, name)
    case "Compute": readCompute(&record, name)
    case "Toll":
      origin.note(
        .noCounterpart(
          "!Toll \(name)",
          "a charge for passing; state it as `wire` of the array behind it, or in the energies around it",
          at: node.location))
      return
    case "Fork":
      origin.note(
        .noCounterpart(
          "!Fork \(name)", "a branch beside the path, and a description has one path",
          at: node.location))
      return
    case "Network":
      origin.note(
        .noCounterpart(
          "!Network \(name)", "state it as `wire` of the array that it feeds", at: node.location))
      return
    default:
      origin.note(
        .noCounterpart(
          "!\(node.tag ?? "?") \(name)", "no such kind of node is known", at: node.location))
      return
    }
    for key in node.entries?.map(\.key) ?? [] where Self.modelKeys.contains(key) {
      record.drop(key, "it feeds the component model of '\(name)'", &origin)
    }
    record.finish(&origin)
  }

  /// The nodes of a list and of the lists within it, in their order.
  private static func leaves(_ nodes: [DocumentNode]) -> [DocumentNode] {
    nodes.flatMap { node -> [DocumentNode] in
      ["Hierarchical", "Array"].contains(node.tag) ? leaves(node["nodes"]?.elements ?? []) : [node]
    }
  }

  private static let modelKeys: Set<String> = [
    "extra_attributes_for_component_model", "bits_per_value", "actions_scale", "throughput_scale",
    "energy_scale", "area_scale", "leak_power_scale", "values_per_action", "n_parallel_instances",
    "direction",
    "attributes", "constraints", "network",
  ]

  private mutating func readSpatial(_ node: DocumentNode, of owner: String) {
    var axes: [FanOut.Axis] = []
    for element in node.elements ?? [] {
      guard var record = ForeignRecord(element, what: "'spatial' of '\(owner)'", &origin) else {
        continue
      }
      let name = record.take("name")?.scalar ?? owner
      let size = record.required("fanout", &origin).flatMap { number($0, of: "'fanout'") }
      // Without a word everything may be shared.
      var shared = Set(Operand.allCases)
      for key in ["may_reuse", "reuse"] {
        guard let node = record.take(key) else { continue }
        shared = operands(node, of: key) ?? shared
      }
      for key in ["min_usage", "loop_bounds", "power_gateable", "usage_scale"] {
        record.drop(key, "a constraint on mappings, not a part of the machine", &origin)
      }
      record.finish(&origin)
      guard let size, size >= 1, size <= 1e6, size == size.rounded() else { continue }
      instances *= Int(size)
      axes.append(
        FanOut.Axis(
          name: names.name("\(owner)-\(name)"), size: Int(size),
          multicast: shared.subtracting([.outputs]), reducesOutputs: shared.contains(.outputs)))
    }
    if !axes.isEmpty { elements.append(.array(FanOut(axes: axes, provenance: origin.part))) }
  }
}

extension AccelForgeArchitecture {
  /// What an expression comes to; nil, noted, where it does not.
  mutating func number(_ node: DocumentNode, of what: String) -> Double? {
    let text = node.scalar ?? ""
    do {
      return try calculator.value(text)
    } catch {
      origin.note(.noCounterpart("\(what): \(text)", error.words, at: node.location))
      return nil
    }
  }

  mutating func operands(_ node: DocumentNode, of what: String) -> Set<Operand>? {
    if let text = node.scalar, let found = sets.operands(text) { return found }
    origin.note(
      .noCounterpart(
        what, "'\(node.scalar ?? "a mapping")' is no expression of inputs, weights and outputs",
        at: node.location))
    return nil
  }
}
