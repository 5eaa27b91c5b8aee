// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload
import Testing

struct SparsityTests {
  static func text(_ compute: String, memory: String = "{operands: [weights]}") throws -> String {
    try tiny(
      ("  - compute: mac\n", "  - compute: mac\n    sparsity: \(compute)\n"),
      ("    capacity: 64 B\n", "    capacity: 64 B\n    compression: \(memory)\n"))
  }

  @Test func `support for zeros is read, with where each number comes from`() throws {
    let text = try Self.text(
      "{gating: [inputs], gated-energy: 0.1, skipping: [weights], structure: {weights: 2:4},"
        + " fastest: 2, load-balance: {value: 0.9, confidence: assumed}}",
      memory: "{operands: [weights, inputs], format-overhead: {weights: 2 bit}}")
    let machine = try AcceleratorReader.read(text: text, file: "t.yaml").0
    let support = try #require(machine.compute?.sparsity)
    #expect(support.gating == [.inputs] && support.gatedEnergy?.value == 0.1)
    #expect(support.skipping == [.weights])
    #expect(support.structures == [.weights: .init(n: 2, m: 4)])
    #expect(support.fastest?.value == 2 && support.loadBalance?.value == 0.9)
    #expect(support.loadBalance?.provenance.confidence == .assumed)
    let storage = try #require(machine.memories.last?.compression)
    #expect(storage.operands == [.weights, .inputs])
    #expect(storage.overhead.mapValues { $0.value } == [.weights: BitCount(2.0)])
    #expect(machine.cautions == [])
  }

  @Test func `a machine without it has none`() throws {
    let machine = try AcceleratorReader.read(text: tiny, file: "t.yaml").0
    #expect(machine.compute?.sparsity == nil)
    #expect(machine.memories.allSatisfy { $0.compression == nil })
  }

  @Test(arguments: CompressedStorage.Code.allCases)
  func `formats of stored tensors are read, and written again`(code: CompressedStorage.Code) throws
  {
    let text = try Self.text(
      "{gating: [inputs]}",
      memory: "{operands: [weights, inputs], format: {weights: \(code.rawValue)}}")
    let machine = try AcceleratorReader.read(text: text, file: "t.yaml").0
    #expect(machine.memories.last?.compression?.codes == [.weights: code])
    let again = try AcceleratorReader.read(
      text: AcceleratorWriter.text(machine), file: "again.yaml"
    ).0
    #expect(again.memories.last?.compression == machine.memories.last?.compression)
  }

  @Test(arguments: [
    ("{skipping: [weights], structure: {weights: 1️⃣4:2}}", "accelerator.sparsity"),
    ("{skipping: [weights], structure: {weights: 1️⃣half}}", "accelerator.sparsity"),
    ("{skipping: [weights], structure: {1️⃣outputs: 2:4}}", "accelerator.unknown-name"),
    ("{1️⃣structure: {weights: 2:4}}", "accelerator.sparsity"),
    ("{1️⃣gated-energy: 0.5}", "accelerator.sparsity"),
    ("{1️⃣load-balance: 0.5}", "accelerator.sparsity"),
    ("{skipping: [weights], fastest: 1️⃣0.5}", "document.implausible"),
    ("{skipping: [1️⃣outputs]}", "document.unknown-word"),
    ("{1️⃣gatin: [inputs]}", "document.unknown-key"),
  ])
  func `what cannot be is an error`(compute: String, id: String) throws {
    #expect(try said(about: Self.text(compute)).map { "\($0.marker) \($0.id)" } == ["1 \(id)"])
  }

  @Test(arguments: [
    ("{operands: [weights], format-overhead: {1️⃣inputs: 2 bit}}", "accelerator.unknown-name"),
    ("{operands: [weights], format-overhead: {weights: 1️⃣2}}", "document.no-unit"),
    ("{operands: [weights], format: {weights: 1️⃣zip}}", "accelerator.unknown-name"),
    ("{operands: [weights], format: {1️⃣inputs: bitmask}}", "accelerator.unknown-name"),
    (
      "{operands: [weights], format-overhead: {weights: 2 bit}, format: {1️⃣weights: bitmask}}",
      "accelerator.sparsity"
    ),
    ("1️⃣{format-overhead: {}}", "document.missing-key"),
  ])
  func `what cannot be stored is an error`(memory: String, id: String) throws {
    let text = try Self.text("{gating: [inputs]}", memory: memory)
    #expect(said(about: text).map { "\($0.marker) \($0.id)" } == ["1 \(id)"])
  }
}
