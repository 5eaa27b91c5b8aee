// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterLibrary
import Testing

@Suite struct WireBundledModelTests {
  @Test(arguments: BuiltIn.names(of: .model))
  func `every bundled model is read with all its nodes connected`(name: String) throws {
    let file = try #require(BuiltIn.file(name, kind: .model))
    let model = try ONNXReader.read(FileBytes(file.bytes), source: name)
    #expect(model.graph.nodes.count > 40)
    #expect(model.opsets[""] != nil)
    var known = Set(model.graph.inputs.map(\.name) + model.graph.initializers.map(\.name))
    known.insert("")
    for node in model.graph.nodes {
      #expect(known.isSuperset(of: node.inputs), "\(node.name)")
      known.formUnion(node.outputs)
    }
    #expect(known.isSuperset(of: model.graph.outputs.map(\.name)))
  }
}
