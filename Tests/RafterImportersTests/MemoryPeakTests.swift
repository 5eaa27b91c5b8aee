// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterImporters

struct MemoryPeakTests {
  @Test func `a chain holds its input and output`() {
    var b = GraphBuilder()
    let x = b.product("MatMul", b.input([4, 8]), b.weight([8, 100]), [4, 100], k: 8)
    b.output(b.product("MatMul", x, b.weight([100, 8]), [4, 8], k: 100))
    let w = b.workload
    // Layer 1: 32 + 400 floats; layer 2: 400 + 32.
    #expect(w.peakActivationBytes == 4 * 432)
    #expect(w.peakActivationLayer == "L01")
  }

  @Test func `a residual lives until it is added, a tail takes no room`() {
    var b = GraphBuilder()
    let x = b.input([4, 8])
    let a = b.product("MatMul", x, b.weight([8, 16]), [4, 16], k: 8)
    let r = b.node("Relu", [a], [4, 16], kind: .activation)
    let c = b.product("MatMul", r, b.weight([16, 16]), [4, 16], k: 16)
    let d = b.product("MatMul", c, b.weight([16, 8]), [4, 8], k: 16)
    b.output(b.node("Add", [d, x], [4, 8]))
    let w = b.workload
    #expect(w.layers.count == 3)
    // Second layer: x 32, its input 64, its output 64.
    #expect(w.peakActivationBytes == 4 * 160)
    #expect(w.peakActivationLayer == "L02")
  }

  @Test func `a view shares the storage of what it shows`() {
    var b = GraphBuilder()
    let x = b.input([4, 8])
    let v = b.reshape(x, [32])
    let y = b.node("Sigmoid", [v], [32], kind: .activation)
    let z = b.node("Tanh", [b.reshape(x, [8, 4])], [8, 4], kind: .activation)
    b.output(y, z)
    #expect(b.workload.peakActivationBytes == 4 * 96)
  }

  @Test(arguments: 0..<60) func `the peak is that of a simulation, tensor by tensor`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let b = RandomGraph.make(&random, nodes: 5 + seed)
    let w = b.workload
    let simulated = Self.simulate(b.graph, w)
    #expect(w.peakActivationBytes == simulated.bytes)
    #expect(w.peakActivationLayer == simulated.layer)
  }

  /// Runs the layers one by one with a set of what is stored, and frees what nobody will read.
  private static func simulate(_ graph: ResolvedGraph, _ w: Workload) -> (
    bytes: Int, layer: String?
  ) {
    var place: [String: Int] = [:]
    for (i, layer) in w.layers.enumerated() { for node in layer.nodes { place[node] = i } }
    // The storage behind a tensor, view by view; nodes stand in an order in which they can run.
    var storage = Array(graph.tensors.indices)
    for node in graph.nodes where node.isFree {
      if let from = node.inputs[0], let to = node.outputs[0] { storage[to] = storage[from] }
    }
    var readers = [[Int]](repeating: [], count: graph.tensors.count)
    for node in graph.nodes where !node.isFree {
      for case let input? in node.inputs {
        if let reader = place[node.name] { readers[storage[input]].append(reader) }
      }
    }
    let outputs = Set(graph.outputs.map { storage[$0] })
    var stored = Set(graph.inputs.filter { !readers[$0].isEmpty || outputs.contains($0) })
    var best: (bytes: Int, layer: String?) = (0, nil)
    for (i, layer) in w.layers.enumerated() {
      for node in graph.nodes where !node.isFree && place[node.name] == i {
        for case let output? in node.outputs
        where outputs.contains(output) || readers[output].contains(where: { $0 > i }) {
          stored.insert(output)
        }
      }
      let bytes = stored.reduce(0) {
        $0 + (graph.tensors[$1].format?.bytes(of: graph.tensors[$1].elements ?? 0) ?? 0)
      }
      if bytes > best.bytes { best = (bytes, layer.id) }
      stored = stored.filter { t in outputs.contains(t) || readers[t].contains { $0 > i } }
    }
    return best
  }
}
