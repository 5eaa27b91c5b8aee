// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterLibrary
import RafterQuantities
import RafterTestSupport
import Testing

@testable import RafterPeers

@Suite struct SparseloopTests {
  private static let gated = "timeloop/sparseloop/01.2.2-SUDU-dot-product"

  private func files(_ change: (String, String) -> String = { $1 }) -> [ValidationFile] {
    ValidationSet.timeloop.builtIn.filter { $0.hasPrefix(Self.gated) }.compactMap { name in
      BuiltIn.file(name, kind: .validationCase).map {
        ValidationFile(path: name, text: change(name, String(decoding: $0.bytes, as: UTF8.self)))
      }
    }
  }

  private func result(_ change: (String, String) -> String = { $1 }) throws
    -> SparseloopModel.Result
  {
    let folder = try #require(try TimeloopFolder.all(in: files(change)).first)
    let design = try folder.design()
    return try SparseloopModel(design, try #require(design.sparsity)).evaluate()
  }

  @Test func `the gated dot product comes out, counts equal and energies to 0,1 percent`() throws {
    let rows = try ValidationSet.timeloop.run(files()).rows
    for row in rows { #expect(row.isRight, "\(row.quantity) \(row.predicted ?? -1)") }
    func own(_ quantity: String) -> Double? { rows.first { $0.quantity == quantity }?.predicted }
    // A is 0.25 dense, evenly: 4 of 16 reads of B, 3 of 15 of Z (3.75, as 11.25 spared ones count as 12).
    #expect(own("Buffer.B.reads.actual") == 4)
    #expect(own("Buffer.Z.reads.actual") == 3)
    #expect(own("Buffer.Z.updates.gated") == 12)
    // Gated accesses take their time: 16 writes at one a cycle.
    #expect(own("cycles") == 16)
    #expect(own("computes.actual") == 4)
  }

  @Test func `skipping in place of gating saves the time too`() throws {
    let found = try result { $1.replacing("type: gating", with: "type: skipping") }
    // Reads: 16 of A, 4 of B, 3 of Z at 3 a cycle, 7.67; updates 4 at one a cycle; operations 4.
    #expect(found.cycles == 8)
    #expect(found.accesses[0][1]?.reads.skipped == 12)
    let before = try result()
    // Leakage only: 0.001606 pJ for each cycle less.
    #expect(abs(before.energy.value - found.energy.value - 8 * 0.001606) < 1e-9)
  }

  @Test func `a compressed tensor has no words for its zeros`() throws {
    let found = try result { name, text in
      guard name.hasSuffix("arch.yaml") else { return text }
      return text.replacing(
        "      action_optimization:",
        with: """
                representation_format:
                  data_spaces:
                    - name: A
                      ranks: [{format: CP}]
                action_optimization:
          """)
    }
    #expect(found.accesses[0][0]?.reads.actual == 4)
    #expect(found.accesses[0][0]?.reads.skipped == 12)
    #expect(found.accesses[0][0]?.capacity == 4)
  }

  @Test func `without zeros the counts are those of the dense design`() throws {
    let found = try result { $1.replacing("density: 0.25", with: "density: 1.0") }
    #expect(found.cycles == found.dense.cycles)
    #expect(found.computes.actual == 16)
    #expect(abs(found.energy.value - found.dense.energy.value) < 1e-9)
  }

  @Test func `zeros at random leave as much on the mean`() throws {
    let found = try result { $1.replacing("fixed_structured", with: "hypergeometric") }
    #expect(found.accesses[0][1]?.reads.actual == 4)
  }

  @Test(arguments: [
    ("density: 0.25", "density: 1.5", "peers.wrong-form"),
    ("density: 0.25", "density: some", "peers.not-a-number"),
    ("fixed_structured", "lumpy", "peers.wrong-form"),
    ("type: gating", "type: hoping", "peers.wrong-form"),
    ("target: B", "target: C", "peers.wrong-form"),
    ("name: Buffer", "name: Puffer", "peers.wrong-form"),
  ])
  func `what is wrong with a sparse design is told`(old: String, new: String, id: String) {
    #expect {
      _ = try ValidationSet.timeloop.run(
        files {
          $0.hasSuffix("arch.yaml") || $0.hasSuffix("problem.yaml")
            ? $1.replacing(old, with: new, maxReplacements: 1) : $1
        })
    } throws: { error in
      (error as? DiagnosticList)?.diagnostics.contains { $0.id == id } ?? false
    }
  }
}
