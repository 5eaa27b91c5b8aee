// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct WeightDensitiesTests {
  private func measured(_ build: (inout ONNXBuilder.Graph) -> Void) throws -> WeightDensities.Found
  {
    let bytes = ONNXBuilder.model(opset: 17) { graph in
      graph.input("x", [1, 8])
      build(&graph)
      graph.node("MatMul", ["x", "w"], ["y"], name: "product")
      graph.output("y")
    }
    return try WeightDensities.measure(bytes: FileBytes(bytes), source: "m.onnx")
  }

  @Test func `zeros are counted in any format, minus zero too`() throws {
    let found = try measured { graph in
      graph.initializer("w", floats: [1, 0, -0.0, 2, 0, 3, 0, 0], dims: [8, 1])
      // 1.0, +0, -0, 65504 as halves.
      graph.initializer(
        "half", [4], type: 10, raw: [0x00, 0x3C, 0x00, 0x00, 0x00, 0x80, 0xFF, 0x7B])
      // The smallest int8 is no zero with a sign.
      graph.initializer("int8", [4], type: 3, raw: [0x80, 0, 1, 0])
    }
    #expect(found.densities["w"]?.share == 3.0 / 8)
    #expect(found.densities["half"]?.share == 0.5)
    #expect(found.densities["int8"]?.share == 0.5)
    #expect(found.missing == 0)
  }

  @Test func `a structure is found along any axis`() throws {
    let found = try measured { graph in
      // 4 x 2, column by column 1 1 0 0 and 0 0 1 1: 2:4 down the rows.
      graph.initializer("w", floats: [1, 0, 1, 0, 0, 1, 0, 1], dims: [4, 2])
      // Of 8 neighbours three in one half: no 2:4, and no 4:8 either with two of the other half.
      graph.initializer("none", floats: [1, 1, 1, 0, 0, 1, 1, 0], dims: [8])
      graph.initializer("eighths", floats: [1, 1, 1, 0, 0, 0, 0, 1], dims: [8])
    }
    #expect(found.densities["w"]?.structure == GroupStructure(kept: 2, group: 4))
    #expect(found.densities["none"]?.structure == nil)
    #expect(found.densities["eighths"]?.structure == GroupStructure(kept: 4, group: 8))
  }

  @Test func `weights without zeros are dense, and those elsewhere are missing`() throws {
    let found = try measured { graph in
      graph.initializer("w", floats: [1, 2, 3, 4, 5, 6, 7, 8], dims: [8, 1])
      graph.initializer("far", [64])
      // Zero of an unsigned format stands for another number.
      graph.initializer("uint8", [2], type: 2, raw: [0, 1])
    }
    #expect(found.densities == ["w": .dense])
    #expect(found.missing == 1)
  }

  @Test func `measured densities reach the products by the names of their weights`() throws {
    let bytes = ONNXBuilder.model(opset: 17) { graph in
      graph.input("x", [2, 4])
      graph.initializer("w", floats: [1, 0, 0, 0, 0, 0, 0, 1], dims: [4, 2])
      graph.node("MatMul", ["x", "w"], ["y"], name: "product")
      graph.output("y")
    }
    let graph = try ONNXImporter.resolve(
      bytes: FileBytes(bytes), source: "m.onnx", bindings: [])
    let found = try WeightDensities.measure(bytes: FileBytes(bytes), source: "m.onnx")
    let workload = LayerGrouping.workload(from: graph).setting(found.densities)
    let nest = try #require(workload.layers.first?.nests.first)
    #expect(nest[.weights].density.share == 0.25)
    #expect(nest[.inputs].density == .dense)
    #expect(workload.isSparse)
  }

  @Test func `a list of layers states densities of its own`() throws {
    func read(_ density: String) throws -> Workload {
      try LayerListReader.read(
        text: """
          rafter: workload/1
          name: one
          formats: {inputs: int8, weights: int8}
          layers:
            - {name: a, operator: gemm, dimensions: {M: 2, N: 4, K: 8}, density: \(density)}
          """, file: "l.yaml", name: "l")
    }
    let nest = try #require(read("{weights: 2:4, inputs: 0.25}").layers.first?.nests.first)
    #expect(nest[.weights].density == GroupStructure(kept: 2, group: 4).map { .structured($0) })
    #expect(nest[.inputs].density == .uniform(0.25))
    #expect(nest[.outputs].density == .dense)
    for wrong in ["{weight: 0.5}", "{weights: 0}", "{weights: 1.5}", "{weights: 4:2}"] {
      #expect {
        _ = try read(wrong)
      } throws: { error in
        (error as? DiagnosticList)?.diagnostics.contains { $0.id == "workload.density" } ?? false
      }
    }
  }
}
