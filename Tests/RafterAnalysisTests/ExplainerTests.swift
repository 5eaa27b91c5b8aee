// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct ExplainerTests {
  private func analysis() async throws -> Analysis {
    try await Analyzer.analyze(
      TestLayer.workload([
        TestLayer.gemm(16, 16, 16, id: "L01", vectorOperations: 256),
        TestLayer.vector(512, operations: 512, id: "L02"),
      ]), on: TestMachine.machine(TestMachine.text(cap: "2 W", launch: "1 us")), parallelism: 1)
  }

  private func leaves(_ node: ExplanationNode) -> [ExplanationNode] {
    node.children.isEmpty ? [node] : node.children.flatMap(leaves)
  }

  @Test func `every constant ends at a line of the file`() async throws {
    let analysis = try await analysis()
    for layer in ["L01", "L02"] {
      let tree = try Explainer.explain(nil, layer: layer, of: analysis)
      let constants = leaves(tree).filter { $0.confidence != nil }
      #expect(constants.count > 5)
      for constant in constants {
        // Defaults of ours have no line and say so.
        let origin = try #require(constant.origin)
        #expect(
          origin.contains("test-machine.yaml:") || origin.contains("default"),
          "\(constant.label): \(origin)")
      }
    }
  }

  @Test func `the latency is the end of a chain that begins at the peak`() async throws {
    let analysis = try await analysis()
    let tree = try Explainer.explain(.latency, layer: "L01", of: analysis)
    let latency = try #require(tree.children.first)
    #expect(latency.value == analysis.layers.first?.latency.formatted())
    #expect(latency.children.first?.label == "peak")
    #expect(latency.children.last?.label == "launch")
  }

  @Test(arguments: ExplainedQuantity.allCases)
  func `each quantity of the network or of a layer is explained`(quantity: ExplainedQuantity)
    async throws
  {
    let analysis = try await analysis()
    let network = try Explainer.explain(quantity, layer: nil, of: analysis)
    let layer = try Explainer.explain(quantity, layer: "gemm-L01", of: analysis)
    // Nothing is uncertain on this machine, and nothing is zero.
    #expect(
      !(network.children + layer.children).isEmpty || [.uncertainty, .zeros].contains(quantity))
  }

  @Test func `a misspelt layer names the nearest one`() async throws {
    let analysis = try await analysis()
    do {
      _ = try Explainer.explain(nil, layer: "gem-L01", of: analysis)
      Issue.record("gem-L01 was found")
    } catch {
      #expect(error.diagnostics.first?.suggestion?.contains("gemm-L01") == true)
    }
  }
}
