// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

@Suite struct AccelForgeTests {
  private func files(_ change: (String) -> String = { $0 }) throws -> [ValidationFile] {
    try ValidationSet.accelforge.builtIn.map {
      ValidationFile(path: $0, text: change(try PeerCases.text($0)))
    }
  }

  @Test func `every action, energy and latency of the stored runs comes out`() throws {
    let rows = try ValidationSet.accelforge.run(try files()).rows
    #expect(rows.count > 200)
    for row in rows { #expect(row.isRight, "\(row.name) \(row.quantity) \(row.error ?? -1)") }
    #expect(Set(rows.map(\.name)).count == 8)
  }

  /// O[M, N] = I[M, K] x W[K, N] on memories at 1 J per bit.
  private func actions(_ nodes: [AccelForgeNode], m: Int, n: Int, k: Int) throws
    -> [String: (Int, Int)]
  {
    let einsum = AccelForgeEinsum(
      "step", sizes: ["M": m, "N": n, "K": k],
      tensors: [
        .init("I", ["M", "K"], .input), .init("W", ["K", "N"], .weight),
        .init("O", ["M", "N"], .output),
      ])
    let memories = ["Main", "Local"].map {
      AccelForgeMachine.Memory(
        name: $0, read: EnergyPerBit(1.0), write: EnergyPerBit(1.0), timing: .unlimited)
    }
    let machine = AccelForgeMachine(
      memories: memories, macEnergy: Energy(1.0), macRate: 1, scalarRate: 1, wordBits: 1)
    let result = try AccelForgeModel(einsum, on: machine).evaluate(nodes)
    return Dictionary(
      uniqueKeysWithValues: result.actions.map {
        ("\($0.memory).\($0.tensor)", ($0.reads, $0.writes))
      })
  }

  private let homes: [AccelForgeNode] = ["I", "W", "O"].map { .store(tensor: $0, memory: "Main") }

  @Test func `the first read of an output is skipped, of later reduction passes it is not`() throws
  {
    // O stays in Main: 3 passes over K, 4 outputs: 12 writes, 12 - 4 reads.
    let flat = try actions(
      homes + [.loop(rank: "K", bound: 3), .loop(rank: "M", bound: 2), .loop(rank: "N", bound: 2)],
      m: 2, n: 2, k: 3)
    #expect(try #require(flat["Main.O"]) == (8, 12))
    // A local tile of one row under K: per pass 2 x 2 fills less the first 4; its reads add the write-backs.
    let tiled = try actions(
      homes + [
        .loop(rank: "K", bound: 3), .loop(rank: "M", bound: 2),
        .store(tensor: "O", memory: "Local"),
        .loop(rank: "N", bound: 2),
      ], m: 2, n: 2, k: 3)
    // Child: 12 writes, 12 - 4 reads. Up: 12 written back, 12 - 4 filled.
    #expect(try #require(tiled["Local.O"]) == (8 + 12, 12 + 8))
    #expect(try #require(tiled["Main.O"]) == (8, 12))
  }

  @Test func `a reduction over units that do not reduce loses reads, as in the peer`() throws {
    // K 4 over four buffers: four partial results are written, none is read back: 4 x 2 writes, 0 reads.
    let split = try actions(
      homes + [.unroll(rank: "K", factor: 4, fanOut: .buffers), .loop(rank: "M", bound: 2)], m: 2,
      n: 1,
      k: 4)
    #expect(try #require(split["Main.O"]) == (0, 8))
    // Over rows that reduce, one result leaves.
    let reduced = try actions(
      homes + [.unroll(rank: "K", factor: 4, fanOut: .rows), .loop(rank: "M", bound: 2)], m: 2,
      n: 1,
      k: 4)
    #expect(try #require(reduced["Main.O"]) == (0, 2))
  }

  @Test func `columns multicast inputs and nothing else`() throws {
    let found = try actions(
      homes + [.unroll(rank: "N", factor: 4, fanOut: .columns), .loop(rank: "M", bound: 2)], m: 2,
      n: 4,
      k: 1)
    #expect(try #require(found["Main.I"]) == (2, 0))
    #expect(try #require(found["Main.W"]) == (8, 0))
  }

  @Test func `loops that do not multiply to the size are refused`() {
    #expect {
      _ = try actions(
        homes + [.loop(rank: "M", bound: 2), .loop(rank: "Q", bound: 2)], m: 3, n: 1, k: 1)
    } throws: { error in
      Set((error as? DiagnosticList)?.diagnostics.map(\.id) ?? [])
        == ["peers.unknown-dimension", "peers.uncovered-dimension"]
    }
  }

  @Test(arguments: [
    ("store W0 Register, for M 128", "keep W0 Register, for M 128", "peers.wrong-form"),
    ("store W0 Register, for M 128", "store W0 Registers, for M 128", "peers.unknown-memory"),
    ("store W0 Register, for M 128", "store W7 Register, for M 128", "peers.unknown-tensor"),
    ("store W0 Register, for M 128", "store W0 Register, for M 127", "peers.uncovered-dimension"),
    ("same as Matmul0 with T1", "same as Matmul9 with T1", "peers.wrong-form"),
    ("workload: matmuls", "workload: matmul", "peers.wrong-form"),
    ("energy_j: 8.347294177096922e-05", "energy_j: some", "peers.not-a-number"),
  ])
  func `what is wrong with the files is told`(old: String, new: String, id: String) {
    #expect {
      _ = try ValidationSet.accelforge.run(
        try files { $0.replacing(old, with: new, maxReplacements: 1) })
    } throws: { error in
      (error as? DiagnosticList)?.diagnostics.contains { $0.id == id } ?? false
    }
  }

  @Test func `a tenth more energy or bandwidth of one memory moves its part and no other`() throws {
    func predicted(_ change: (String) -> String = { $0 }) throws -> [String: Double] {
      let rows = try ValidationSet.accelforge.run(try files(change)).rows
      return Dictionary(
        uniqueKeysWithValues: rows.filter { $0.name == "af_g512_tpu_e" }.map {
          ($0.quantity, $0.predicted ?? .nan)
        })
    }
    let before = try predicted()
    let energy = try predicted {
      $0.replacing(
        "read_j_per_bit: 7.03e-12, write_j_per_bit: 7.03e-12",
        with: "read_j_per_bit: 7.733e-12, write_j_per_bit: 7.733e-12")
    }
    let main = try #require(before["MainMemory.energy"])
    #expect(abs(try #require(energy["MainMemory.energy"]) / main - 1.1) < 1e-9)
    #expect(energy["GlobalBuffer.energy"] == before["GlobalBuffer.energy"])
    let sums = (try #require(before["energy"]), try #require(energy["energy"]))
    #expect(abs((sums.1 - sums.0) / (0.1 * main) - 1) < 1e-6)
    #expect(energy["latency"] == before["latency"])
    let wide = try predicted {
      $0.replacing(
        "throughput_bit_s: 4912000000000.0", with: "throughput_bit_s: 5403200000000.0")
    }
    let time = try #require(before["MainMemory.latency"])
    #expect(abs(try #require(wide["MainMemory.latency"]) * 1.1 / time - 1) < 1e-9)
    #expect(wide["energy"] == before["energy"])
    // The MACs bind this run; a tenth fewer of them a second lengthen it by as much.
    let slow = try predicted {
      $0.replacing("per_second: 1050000000.0", with: "per_second: 945000000.0")
    }
    #expect(
      abs(try #require(slow["latency"]) * 0.9 / (try #require(before["latency"])) - 1) < 1e-6)
  }
}
