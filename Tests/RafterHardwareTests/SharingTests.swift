// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload
import Testing

@testable import RafterHardware

/// Memories that serve some sides of an array and not others, whatever the order of the path.
struct SharingTests {
  /// 4 rows by 8 columns: a register of sums for each row, one of weights for each column.
  static func text(_ shared: String = "[rows]") throws -> String {
    try tiny(
      (
        "  - array: {rows: 4, columns: 8}\n    multicast: {columns: [inputs]}\n    reduce: {rows: [outputs]}\n",
        """
          - array: {rows: 4}
          - memory: sums
            capacity: 4 B
            holds: [outputs]
            ports: [{kind: read-write, bandwidth: 64 B/cycle}]
            energy: {read: 0.8 pJ/bit, write: 0.8 pJ/bit}
          - array: {columns: 8}

        """
      ),
      (
        "holds: [weights, inputs, outputs]\n    ports:\n      - {kind: read, b",
        "holds: [weights]\n    shared-across: \(shared)\n    ports:\n      - {kind: read, b"
      )
    )
  }

  /// O[m][n] += I[m][k] * W[k][n], 8 each.
  static let product: LoopNest = {
    func operand(_ role: Operand, _ loops: [Int]) -> NestOperand {
      NestOperand(
        role: role, tensor: role.rawValue, format: .int8, isConstant: role == .weights,
        axes: loops.map { AxisProjection(terms: [.init(dimension: $0)], extent: 8) })
    }
    return LoopNest(
      dimensions: ["M", "N", "K"].map { LoopDimension($0, 8) },
      operands: [
        operand(.weights, [2, 1]), operand(.inputs, [0, 2]), operand(.outputs, [0, 1]),
      ],
      accumulate: .int32)
  }()

  @Test func `a memory shared across a side before it exists once for the parts of the others`()
    throws
  {
    let machine = try AcceleratorReader.read(text: Self.text(), file: "t").0
    #expect(machine.memories.last?.sharedAcross == ["rows"])
    // dram, rows, sums, columns, spad, compute.
    #expect(machine.instances(at: 2) == 4)
    #expect(machine.instances(at: 4) == 8)
    #expect(machine.computeInstances == 32)
    #expect(machine.sidesSharing(memoryAt: 0) == ["rows", "columns"])
    #expect(machine.sidesSharing(memoryAt: 2) == ["columns"])
    #expect(machine.sidesSharing(memoryAt: 4) == ["rows"])
  }

  @Test func `on a tree its copies share one access`() throws {
    let machine = try AcceleratorReader.read(text: Self.text(), file: "t").0
    let tree = machine.nested
    // 0.1 pJ/bit over 4 rows.
    let energy = try #require(tree.memories.last?.readEnergy?.value.value)
    #expect(abs(energy - 0.025e-12) < 1e-27)
    #expect(tree.memories.last?.sharedAcross == nil)
    #expect(tree.instances(at: 4) == 32)
    guard case .array(let rows) = tree.path[1], case .array(let columns) = tree.path[3] else {
      return #expect(Bool(false))
    }
    // What the one register holds reaches all rows, and no loop that weights depend on tells rows apart.
    #expect(rows.axes[0].multicast.contains(.weights))
    let product = Self.product
    #expect(
      product.dimensions.indices.filter { rows.axes[0].mayUnroll($0, of: product) }
        .map { product.dimensions[$0].name } == ["M"])
    #expect(product.dimensions.indices.allSatisfy { columns.axes[0].mayUnroll($0, of: product) })
  }

  @Test func `reports say what a tree does to it`() throws {
    let machine = try AcceleratorReader.read(text: Self.text(), file: "t").0
    #expect(
      machine.cautions == [
        "tiny: 'spad' is one for all parts along rows; where a layer uses the share u of the array its energy comes out low, by at most 1/u"
      ])
  }

  @Test(arguments: [
    ("[row]", "accelerator.unknown-name", "did you mean 'rows'?"),
    ("[rows, rows]", "accelerator.listed-twice", "remove one"),
  ])
  func `a side that there is not, or twice, is an error`(shared: String, id: String, remedy: String)
    throws
  {
    let found = try diagnostics(of: Self.text(shared)).filter { $0.severity == .error }
    #expect(found.map(\.id) == [id])
    #expect(found.first?.suggestion == remedy)
  }

  @Test func `a memory shared further than the one that feeds it is warned of`() throws {
    let text = try Self.text("[rows]").replacing(
      "holds: [outputs]", with: "holds: [weights, outputs]")
    let found = diagnostics(of: text).filter { $0.id == "accelerator.shared-across" }
    #expect(found.count == 1)
    #expect(found.first?.message.contains("each part has its own 'sums'") == true)
  }
}
