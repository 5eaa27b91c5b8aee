// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterLibrary
import RafterTestSupport
import Testing

@testable import RafterPeers

@Suite struct TimeloopTests {
  private func files(_ change: (String, String) -> String = { $1 }) -> [ValidationFile] {
    ValidationSet.timeloop.builtIn.compactMap { name in
      BuiltIn.file(name, kind: .validationCase).map {
        ValidationFile(path: name, text: change(name, String(decoding: $0.bytes, as: UTF8.self)))
      }
    }
  }

  @Test func `all designs come out, counts equal and energies to 0,1 percent`() throws {
    let rows = try ValidationSet.timeloop.run(files()).rows
    #expect(rows.count > 100)
    for row in rows { #expect(row.isRight, "\(row.name) \(row.quantity) \(row.error ?? -1)") }
    // Cycles and accesses have no tolerance.
    #expect(rows.filter { $0.tolerance == 0 }.count > 80)
  }

  @Test func `another mapping gives other counts`() throws {
    // The loops M and Q of the outermost level change places: weights are no longer refetched for each row.
    let rows = try ValidationSet.timeloop.run(
      files { name, text in
        name.hasSuffix("eyeriss_like/reference.map.yaml")
          ? text.replacing("permutation: MQPCRSN", with: "permutation: QPMCRSN") : text
      }
    ).rows
    let reads = rows.first { $0.name == "eyeriss_like" && $0.quantity == "DRAM.Weights.reads" }
    // M 4 outside P and Q: 216 weights four times.
    #expect(reads?.predicted == 864)
    #expect(reads?.isRight == false)
  }

  @Test func `a tenth more energy of one memory moves its part and no other`() throws {
    func energies(_ change: @escaping (String) -> String) throws -> [String: Double] {
      let rows = try ValidationSet.timeloop.run(
        files { $0.hasSuffix("eyeriss_like/reference.ERT_summary.yaml") ? change($1) : $1 }
      ).rows.filter { $0.name == "eyeriss_like" && $0.quantity.hasSuffix("energy") }
      return Dictionary(
        rows.compactMap { row in row.predicted.map { (row.quantity, $0) } },
        uniquingKeysWith: { first, _ in first })
    }
    let before = try energies { $0 }
    // Reads, writes and updates of DRAM take 512 pJ each.
    let after = try energies { $0.replacing("energy: 512.0", with: "energy: 563.2") }
    let dram = try #require(before["DRAM.energy"])
    #expect(abs(try #require(after["DRAM.energy"]) / dram - 1.1) < 1e-9)
    #expect(
      abs(try #require(after["energy"]) - (try #require(before["energy"]) + 0.1 * dram)) < 1e-12)
    #expect(after["shared_glb.energy"] == before["shared_glb.energy"])
  }

  @Test func `a box keeps its overlap while the step stays the same`() {
    // Width 3, step 1, four places: 3 + 3 x 1.
    #expect(BoxDeltas.count(widths: [3], steps: [.init(offset: [1], bound: 4)]) == 6)
    // A loop between that moves nothing: the step changes from 0 to 1, so every box is whole: 4 x 3.
    #expect(
      BoxDeltas.count(
        widths: [3], steps: [.init(offset: [1], bound: 4), .init(offset: [0], bound: 2)]) == 12)
    // Two dimensions: rows of 3 + 1 + 1 columns by 2 rows, then the way back is another step:
    // 2 x (2x3 + 2 x 2x1) = 20.
    #expect(
      BoxDeltas.count(
        widths: [2, 3],
        steps: [.init(offset: [2, 0], bound: 2), .init(offset: [0, 1], bound: 3)]) == 20)
  }

  @Test(arguments: [
    ("problem.yaml", "- - - C\n", "- - - Z\n", "peers.unknown-dimension"),
    ("problem.yaml", "    C: 3\n", "    C: 4\n", "peers.uncovered-dimension"),
    ("reference.map.yaml", "factors: C1 M8", "factors: C1 M7", "peers.uncovered-dimension"),
    ("reference.map.yaml", "target: psum_spad", "target: psum", "peers.wrong-form"),
    ("reference.map.yaml", "type: spatial", "type: sideways", "peers.wrong-form"),
    ("reference.ERT_summary.yaml", "energy: 512.0", "energy: lots", "peers.not-a-number"),
    ("reference.flattened_architecture.yaml", "    local:", "    locals:", "peers.wrong-form"),
    ("reference.stats.txt", "Summary Stats", "Summary", "peers.not-a-case-file"),
  ])
  func `what is wrong with a folder is told`(file: String, old: String, new: String, id: String) {
    #expect {
      _ = try ValidationSet.timeloop.run(
        files {
          $0.hasSuffix("eyeriss_like/" + file)
            ? $1.replacing(old, with: new, maxReplacements: 1) : $1
        }
      )
    } throws: { error in
      (error as? DiagnosticList)?.diagnostics.contains { $0.id == id } ?? false
    }
  }

  @Test func `a folder with a file missing says which`() {
    #expect {
      _ = try ValidationSet.timeloop.run(files().filter { $0.name != "problem.yaml" })
    } throws: { error in
      (error as? DiagnosticList)?.diagnostics.first?.id == "peers.missing-file"
    }
  }
}
