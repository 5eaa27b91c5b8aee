// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterQuantities
import RafterWorkload

extension TimeloopArchitecture {
  /// Attributes that are read, or that bear on energies and areas, which stay open.
  private static let known: Set<String> = [
    "depth", "width", "datawidth", "word-bits", "block_size", "cluster_size", "n_banks",
    "read_bandwidth",
    "write_bandwidth", "shared_bandwidth", "multiple_buffering", "sizeKB", "entries",
    "memory_depth", "memory_width",
    "technology",
    "global_cycle_seconds", "cycle_seconds", "type", "version", "action_latency_cycles",
    "n_instances", "n_rw_ports", "n_rd_ports", "n_wr_ports", "meshX", "meshY", "update_fifo_depth",
    "has_power_gating", "power_gated_at", "reduction_supported", "min_utilization",
    "allow_overbooking",
  ]

  mutating func readMemory(
    _ name: String, _ attributes: [String: DocumentNode], _ node: DocumentNode, kind: String
  ) {
    func number(_ keys: String...) -> DocumentNode? {
      keys.lazy.compactMap { attributes[$0] }.first { !$0.isEmpty && $0.scalar != "null" }
    }
    let width = number("width", "memory_width").flatMap { origin.number($0, of: "'width'") }
    let word =
      number("datawidth", "word-bits").flatMap { origin.number($0, of: "'datawidth'") } ?? width
      ?? 8
    var capacity: Sourced<ByteCount>?
    if let depth = number("depth", "memory_depth").flatMap({ origin.number($0, of: "'depth'") }),
      let width
    {
      capacity = origin.stated(BitCount(depth * width).bytes)
    } else if let entries = number("entries").flatMap({ origin.number($0, of: "'entries'") }) {
      capacity = origin.stated(BitCount(entries * word).bytes)
    } else if let size = number("sizeKB").flatMap({ origin.number($0, of: "'sizeKB'") }) {
      capacity = origin.stated(ByteCount(size * 1024))
    } else if !kind.uppercased().contains("DRAM") {
      origin.note(
        .chosen(
          "the capacity of '\(name)'", "unlimited", "it states no depth", at: node.location))
    }
    var ports: [Port] = []
    let granularity: Sourced<ByteCount>? =
      width.flatMap { $0 > word ? origin.stated(BitCount($0).bytes) : nil }
    for (key, port) in [("read_bandwidth", Port.Kind.read), ("write_bandwidth", .write)] {
      guard let words = number(key).flatMap({ origin.number($0, of: "'\(key)'") }), words > 0 else {
        continue
      }
      ports.append(
        Port(
          kind: port, bandwidth: origin.stated(.perCycle(BandwidthPerCycle(words * word / 8))),
          sustained: Origin.whole, granularity: granularity))
    }
    if let words = number("shared_bandwidth").flatMap({
      origin.number($0, of: "'shared_bandwidth'")
    }),
      words > 0
    {
      if !ports.isEmpty {
        origin.note(
          .noCounterpart(
            "read_bandwidth, write_bandwidth", "reads and writes share one port as well",
            at: node.location))
      }
      ports = [
        Port(
          kind: .readWrite,
          bandwidth: origin.stated(.perCycle(BandwidthPerCycle(words * word / 8))),
          sustained: Origin.whole, granularity: granularity)
      ]
    } else if ports.count == 1 {
      origin.note(
        .chosen(
          "the other bandwidth of '\(name)'", "the one that is stated", "only one is",
          at: node.location))
      ports[0].kind = .readWrite
    }
    let multiple = number("multiple_buffering").flatMap {
      origin.number($0, of: "'multiple_buffering'")
    }
    let absent = Self.known.subtracting(attributes.keys).sorted()
    for (key, value) in attributes.sorted(by: { $0.key < $1.key }) where !Self.known.contains(key) {
      if inherited[key] == nil, !isName(key, in: attributes) {
        origin.note(
          .noCounterpart(
            key, "no attribute of a memory that is known", among: absent, at: value.location))
      }
    }
    elements.append(
      .memory(
        MemoryLevel(
          name: names.name(name), capacity: capacity, holds: holds(node, name),
          buffering: (multiple ?? 1) >= 2 ? .double : .single, ports: ports, readEnergy: nil,
          writeEnergy: nil, provenance: origin.part)))
    origin.note(
      .leftOpen(
        "the energy of '\(name)'", "Accelergy works it out from class '\(kind)'", at: node.location)
    )
  }

  /// Whether other attributes are worked out from this one.
  private func isName(_ key: String, in attributes: [String: DocumentNode]) -> Bool {
    attributes.contains { other, node in
      other != key
        && (node.scalar?.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == key }
          ?? false)
    }
  }

  /// What its constraints keep; all operands where they say nothing.
  private mutating func holds(_ node: DocumentNode, _ name: String) -> Set<Operand> {
    guard let dataspace = node["constraints"]?["dataspace"] else { return Set(Operand.allCases) }
    var kept: Set<Operand>?
    if let keep = dataspace["keep"] { kept = operands(keep, of: "'keep' of '\(name)'") }
    guard let bypass = dataspace["bypass"] else { return kept ?? Set(Operand.allCases) }
    let around = operands(bypass, of: "'bypass' of '\(name)'")
    return kept ?? Set(Operand.allCases).subtracting(around)
  }

  /// The operands that words name; of a word that is none it is said.
  mutating func operands(_ node: DocumentNode, of what: String) -> Set<Operand> {
    var found: Set<Operand> = []
    for (text, place) in origin.texts(node, of: what) ?? [] {
      switch text.lowercased() {
      case "weights", "weight", "filter", "filters", "b": found.insert(.weights)
      case "inputs", "input", "ifmap", "a": found.insert(.inputs)
      case "outputs", "output", "ofmap", "psum", "z": found.insert(.outputs)
      default:
        origin.note(
          .noCounterpart(text, "its role among weights, inputs and outputs is not known", at: place)
        )
      }
    }
    return found
  }

  mutating func readCompute(_ name: String, _ attributes: [String: DocumentNode], kind: String) {
    let place = SourceLocation(file: origin.file)
    let isFloat = kind.lowercased().hasPrefix("fp")
    func bits(_ keys: String...) -> Int? {
      keys.compactMap { attributes[$0]?.scalar }.compactMap { origin.value(of: $0) }
        .first { (1...4096).contains($0) }.map { Int($0) }
    }
    let operand = bits("multiplier_width", "datawidth", "word-bits", "width") ?? 8
    let sum = bits("adder_width") ?? 32
    let format = isFloat ? (operand > 16 ? NumberFormat.fp32 : .fp16) : integer(operand)
    let accumulate = isFloat ? .fp32 : integer(max(sum, operand))
    origin.note(
      .chosen(
        "the arithmetic", "\(format.rawValue) x \(format.rawValue) into \(accumulate.rawValue)",
        "from class '\(kind)' and its widths", at: place))
    compute = ComputeUnit(
      name: names.name(name),
      formats: [
        ComputeFormat(
          arithmetic: ArithmeticFormat(inputs: format, weights: format, accumulate: accumulate),
          rate: origin.stated(MACsPerCycle(1)), energy: nil)
      ], sustained: Origin.whole, provenance: origin.part)
    origin.note(
      .leftOpen("the energy of '\(name)'", "Accelergy works it out from class '\(kind)'", at: place)
    )
  }

  private func integer(_ bits: Int) -> NumberFormat {
    let formats: [NumberFormat] = [.int2, .int4, .int8, .int16, .int20, .int24, .int32, .int48]
    return formats.first { $0.bitsPerElement.value >= Double(bits) } ?? .int64
  }
}
