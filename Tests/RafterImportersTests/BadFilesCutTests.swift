// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterLibrary
import RafterTestSupport
import Testing

@Suite struct BadFilesCutTests {
  /// A model of which every field is needed: its last one is the opset.
  private var model: [UInt8] {
    ONNXBuilder.model {
      $0.input("x", [1, 4])
      $0.initializer("w", floats: [1, 2, 3, 4], dims: [4, 1])
      $0.node("MatMul", ["x", "w"], ["y"], name: "product")
      $0.output("y", [1, 1])
    }
  }

  @Test func `a file cut at any byte is told from a whole one`() {
    let whole = model
    #expect(diagnostics(whole).isEmpty)
    for end in 1..<whole.count {
      let found = diagnostics(Array(whole[..<end]))
      let text = found.map { $0.text() }.joined()
      #expect(!found.isEmpty && found.allSatisfy { $0.severity == .error })
      #expect(text.contains("cut at byte \(end)"), "\(end): \(text)")
    }
  }

  /// Between the fields that follow the graph lies an opset, or a domain, that nodes need.
  @Test(arguments: BuiltIn.names(of: .model))
  func `bundled models cut at random are refused`(name: String) throws {
    let bytes = try #require(BuiltIn.file(name, kind: .model)).bytes
    var random = SeededGenerator(seed: 17)
    for _ in 0..<60 {
      let end = Int.random(in: 1..<bytes.count, using: &random)
      let found = diagnostics(Array(bytes[..<end]))
      #expect(found.contains { $0.severity == .error }, "\(end) of \(bytes.count)")
    }
  }

  @Test func `the announced length is said`() {
    let whole = model
    // Within the graph; what follows it is the opset: 42 04 0a 00 10 11, six bytes.
    let text = diagnostics(Array(whole[..<(whole.count - 20)]))[0].message
    #expect(text.contains("cut at byte \(whole.count - 20) of at least \(whole.count - 6)"))
  }

  @Test(arguments: [1, 2, 100, 5000]) func `zeros at the end are named with where they begin`(
    count: Int
  ) {
    let whole = model
    let found = diagnostics(whole + [UInt8](repeating: 0, count: count))
    #expect(found.map(\.id) == ["onnx.zeros-appended"])
    #expect(found[0].message.contains("ends at byte \(whole.count)"))
  }

  @Test func `a download filled up with zeros is called cut`() {
    let whole = model
    let half = Array(whole[..<(whole.count / 2)])
    let found = diagnostics(half + [UInt8](repeating: 0, count: whole.count - half.count))
    #expect(found.map(\.id) == ["onnx.cut"] || found.map(\.id) == ["onnx.damaged"], "\(found)")
    #expect(found[0].severity == .error)
  }

  @Test func `two models in one file are told with the byte between them`() {
    let whole = model
    let found = diagnostics(whole + whole)
    #expect(found.map(\.id) == ["onnx.two-models"])
    #expect(found[0].location?.position == .byte(whole.count))
  }

  @Test func `two bundled models in one file are told as well`() throws {
    let first = try #require(BuiltIn.file("resnet18", kind: .model)).bytes
    let second = try #require(BuiltIn.file("llama-small", kind: .model)).bytes
    let found = diagnostics(first + second)
    #expect(found.map(\.id) == ["onnx.two-models"])
    #expect(found[0].location?.position == .byte(first.count))
  }

  @Test func `text after a model is no part of it`() {
    let found = diagnostics(model + Array("some text that was appended".utf8))
    #expect(found.count == 1)
    #expect(found[0].severity == .error)
    #expect(["onnx.trailing-bytes", "onnx.cut"].contains(found[0].id), "\(found)")
  }

  @Test func `damage inside is placed at its byte`() {
    var bytes = model
    // The first key of the graph, after 08 08, 12 0c "rafter-tests" and 3a with a length of one byte.
    let start = 2 + 2 + 12 + 2
    bytes[start] = 0x0b  // field 1 as a group
    let found = diagnostics(bytes)
    #expect(found.map(\.id) == ["onnx.damaged"])
    #expect(found[0].location?.position == .byte(start))
  }
}
