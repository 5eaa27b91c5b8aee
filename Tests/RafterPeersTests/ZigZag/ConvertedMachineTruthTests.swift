// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@testable import RafterPeers

/// Machines of ZigZag that were converted to our files and read back, in the compatible model.
@Suite struct ConvertedMachineTruthTests {
  /// The hardware file of a machine, as ZigZag has it.
  private func text(_ machine: ZigZagMachine) -> String {
    var lines = ["name: \(machine.name)", "memories:"]
    for memory in machine.memories {
      lines += [
        "  \(memory.name):", "    size: \(memory.capacity.value)",
        "    r_cost: \(memory.readEnergy.value)", "    w_cost: \(memory.writeEnergy.value)",
        "    area: 0", "    latency: 1",
        "    operands: [\(memory.operands.joined(separator: ", "))]",
        "    served_dimensions: [\(memory.sharedAcross.joined(separator: ", "))]",
      ]
      if memory.isDoubleBuffered { lines.append("    force_double_buffering: true") }
      lines.append("    ports:")
      for (number, port) in memory.ports.enumerated() {
        let directions = Set(port.serves.map(\.direction))
        let isRead = !directions.isDisjoint(with: [.readToLower, .readToHigher])
        let isWrite = !directions.isDisjoint(with: [.writeFromLower, .writeFromHigher])
        let kind = isRead && isWrite ? "read_write" : isRead ? "read" : "write"
        let serves = port.serves.map { "\"\($0.operand), \($0.direction.code)\"" }
        lines += [
          "      - name: p\(number)", "        type: \(kind)",
          "        bandwidth_min: \(Int(port.minimum.value))",
          "        bandwidth_max: \(Int(port.maximum.value))",
          "        allocation: [\(serves.joined(separator: ", "))]",
        ]
      }
    }
    lines += [
      "operational_array:", "  input_precision: [8, 8]",
      "  unit_energy: \(machine.macEnergy.value)", "  unit_area: 1",
      "  dimensions: [\(machine.array.map(\.name).joined(separator: ", "))]",
      "  sizes: [\(machine.array.map { "\($0.size)" }.joined(separator: ", "))]",
      "  systolic_dimensions: [\(machine.systolic.joined(separator: ", "))]",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The machine after it was converted, written, read, and taken back to ZigZag's terms.
  private func returned(_ machine: ZigZagMachine) throws -> ZigZagMachine {
    let conversion = try Conversion.read(text: text(machine), file: "m.yaml", format: .zigzag)
    let own = try AcceleratorReader.read(text: conversion.text, file: "converted.yaml").0
    var builder = MachineBuilder(own, try #require(own.compute?.formats.first))
    return builder.machine()
  }

  /// Names as the conversion writes them; the order of lists that have none set to be that of their names.
  private func normal(_ machine: ZigZagMachine) -> ZigZagMachine {
    func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
    var machine = machine
    machine.name = plain(machine.name)
    machine.source = ""
    machine.systolic = machine.systolic.map(plain).sorted()
    machine.array = machine.array.map { .init(name: plain($0.name), size: $0.size) }
      .sorted { $0.name < $1.name }
    machine.memories = machine.memories.map { memory in
      var memory = memory
      memory.name = plain(memory.name)
      memory.operands.sort()
      memory.sharedAcross = memory.sharedAcross.map(plain).sorted()
      memory.ports = memory.ports.map { port in
        var port = port
        port.serves.sort { ($0.operand, $0.direction.code) < ($1.operand, $1.direction.code) }
        return port
      }
      return memory
    }.sorted { $0.name < $1.name }
    return machine
  }

  @Test(arguments: PeerCases.zigzagNames)
  func `a converted machine is the machine, to the last digit`(name: String) throws {
    for item in try PeerCases.zigzag(name) {
      let back = try returned(item.machine)
      #expect(normal(back) == normal(item.machine), "\(item.name)")
      // Each operand's levels keep their order, which mappings go by.
      for operand in ["I1", "I2", "O"] {
        func sizes(_ machine: ZigZagMachine) -> [Double] {
          machine.levels(of: operand).map { machine.memories[$0].capacity.value }
        }
        #expect(sizes(back) == sizes(item.machine), "\(item.name)")
      }
    }
  }

  @Test(arguments: PeerCases.zigzagNames)
  func `a case on its converted machine gives the energy and the latency of the peer`(name: String)
    throws
  {
    for var item in try PeerCases.zigzag(name) {
      let dimensions = item.machine.systolic
      item.machine = try returned(item.machine)
      // The dataflow names array dimensions as the file of the machine does.
      item.dataflow = ZigZagDataflow(
        item.dataflow.entries.map {
          ZigZagDataflow.Entry($0.arrayDimension.lowercased(), $0.unrollings)
        })
      #expect(item.machine.systolic.count == dimensions.count)
      let result = try item.evaluate()
      #expect(result.energy == item.expectation.energy, "\(item.name)")
      #expect(result.latency == item.expectation.latency, "\(item.name)")
      for (own, published) in zip(result.accesses, item.expectation.accesses) {
        #expect(own.map(\.counts) == published, "\(item.name)")
      }
    }
  }

  @Test(arguments: [
    ("zigzag-metaproto-conv.yaml", "zigzag-meta-prototype"),
    ("zigzag-tpu-gemm-conv.yaml", "zigzag-tpu-like"), ("zigzag-more.yaml", "zigzag-edge-tpu-like"),
  ])
  func `the built-in template is the machine of the cases`(cases: String, template: String) throws {
    let item = try #require(try PeerCases.zigzag(cases).first)
    let file = try #require(BuiltIn.file(template, kind: .accelerator))
    let own = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: template
    ).0
    var builder = MachineBuilder(own, try #require(own.compute?.formats.first))
    // The names of memories are ours, and so is the order of memories that share no operand; the rest is the peer's.
    func content(_ machine: ZigZagMachine) -> Set<ZigZagMachine.Memory> {
      Set(
        normal(machine).memories.map { memory in
          var memory = memory
          memory.name = ""
          return memory
        })
    }
    let back = builder.machine()
    #expect(content(back) == content(item.machine))
    #expect(normal(back).array == normal(item.machine).array)
    #expect(back.macEnergy == item.machine.macEnergy)
    #expect(normal(back).systolic == normal(item.machine).systolic)
  }
}
