// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

/// A run of AccelForge: what was mapped on what, and what it found.
struct AccelForgeRun {
  var tag: String
  var machine: String
  var einsums: [AccelForgeEinsum]
  /// Multiply-accumulates, where the run lists no actions to compare.
  var macs: Int?
  var values: [String: Double]
  var energies: [(String, Double)]
  var times: [(String, Double)]
  /// Bits per `einsum.memory.tensor.kind`, computations per `einsum.unit.None.compute`.
  var actions: [(String, Double)]
}

/// Reads runs and mappings.
struct AccelForgeReader {
  var reader = DocumentReader(confidences: [])

  /// Machines by name and the runs, in the order of the file.
  mutating func runs(_ document: Document) -> ([String: AccelForgeMachine], [AccelForgeRun]) {
    var machines = ["simple": AccelForgeMachine.simple]
    if let node = document.root["architectures"] {
      for entry in reader.entries(node, of: "'architectures'") ?? [] where entry.key != "simple" {
        machines[entry.key] = machine(entry.value)
      }
    }
    guard let node = document.root["runs"], let list = reader.elements(node, of: "'runs'") else {
      reader.report(
        .peerForm("the file", expected: "'architectures' and 'runs'", at: document.root.location))
      return (machines, [])
    }
    return (machines, list.compactMap { run($0) })
  }

  private mutating func machine(_ node: DocumentNode) -> AccelForgeMachine? {
    func rate(_ value: Double?) -> Quantity<Per<Bit, Second>>? { value.map { Quantity($0) } }
    var memories: [AccelForgeMachine.Memory] = []
    for (key, name) in [
      ("main_memory", "MainMemory"), ("global_buffer", "GlobalBuffer"),
      ("local_buffer", "LocalBuffer"),
    ] {
      guard let part = node[key] else {
        reader.report(
          .peerForm("a machine", expected: "a mapping with '\(key)'", at: node.location))
        continue
      }
      let timing: AccelForgeMachine.Timing
      if let shared = rate(value("throughput_bit_s", in: part)) {
        timing = .shared(shared)
      } else if let read = rate(value("read_bit_s", in: part)),
        let write = rate(value("write_bit_s", in: part))
      {
        timing = .separate(read: read, write: write)
      } else {
        timing = .unlimited
      }
      memories.append(
        AccelForgeMachine.Memory(
          name: name, read: EnergyPerBit(value("read_j_per_bit", in: part) ?? 0),
          write: EnergyPerBit(value("write_j_per_bit", in: part) ?? 0), timing: timing))
    }
    memories.append(
      AccelForgeMachine.Memory(
        name: "Register", read: .zero, write: .zero, timing: .unlimited))
    guard let mac = node["mac"], let energy = value("energy_j", in: mac),
      let speed = value("per_second", in: mac)
    else {
      reader.report(
        .peerForm(
          "a machine", expected: "'mac' with 'energy_j' and 'per_second'", at: node.location))
      return nil
    }
    return AccelForgeMachine(
      memories: memories, macEnergy: Energy(energy), macRate: speed,
      // A vector of 128 at the same clock.
      scalarRate: 128 * speed, wordBits: Int(value("word_bits", in: node) ?? 8))
  }

  private mutating func value(_ key: String, in node: DocumentNode) -> Double? {
    node[key].flatMap { reader.number($0, of: "'\(key)'") }
  }

  private mutating func run(_ node: DocumentNode) -> AccelForgeRun? {
    guard let tag = node["tag"]?.scalar, let machine = node["arch"]?.scalar,
      let workload = node["workload"]?.scalar, let parameters = node["params"]
    else {
      reader.report(
        .peerForm(
          "a run", expected: "a mapping with tag, arch, workload and params", at: node.location))
      return nil
    }
    func parameter(_ key: String) -> Int {
      parameters[key].flatMap { reader.count($0, of: "'\(key)'", in: 1...(1 << 20)) } ?? 1
    }
    let einsums: [AccelForgeEinsum]
    var macs: Int?
    switch workload {
    case "matmuls":
      einsums = AccelForgeWorkload.matmuls(
        count: parameter("N_EINSUMS"), m: parameter("M"), kn: parameter("KN"))
    case "gpt3_6.7B":
      einsums = AccelForgeWorkload.attention(
        batch: parameter("BATCH_SIZE"), tokens: parameter("N_TOKENS"))
      if node["actions_einsum_memory_tensor_kind"] == nil {
        macs = AccelForgeWorkload.layerMACs(
          batch: parameter("BATCH_SIZE"), tokens: parameter("N_TOKENS"))
      }
    default:
      reader.report(
        .peerForm("workload '\(workload)'", expected: "matmuls or gpt3_6.7B", at: node.location))
      return nil
    }
    var values: [String: Double] = [:]
    for key in ["energy_j", "latency_s"] { values[key] = value(key, in: node) }
    return AccelForgeRun(
      tag: tag, machine: machine, einsums: einsums, macs: macs, values: values,
      energies: numbers("energy_per_component_j", in: node),
      times: numbers("latency_per_component_s", in: node),
      actions: numbers("actions_einsum_memory_tensor_kind", in: node))
  }

  private mutating func numbers(_ key: String, in node: DocumentNode) -> [(String, Double)] {
    guard let map = node[key] else { return [] }
    return (reader.entries(map, of: "'\(key)'") ?? []).compactMap { entry in
      reader.number(entry.value, of: "'\(entry.key)'").map { (entry.key, $0) }
    }
  }
}
