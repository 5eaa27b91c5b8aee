// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterImporters
import RafterTestSupport
import Testing

@Suite(.serialized) struct WireLargeFileTests {
  /// A model with one weight of many bytes inside and its graph after it; the bytes of the weight are a hole in the file.
  private func withLargeModel(
    bytes payload: Int, _ body: (String) throws -> Void
  ) throws {
    var head = ProtoWriter()
    for dim in [payload / 4096, 1024] { head.int(1, dim) }
    head.int(2, ONNXBuilder.DataType.float)
    head.text(8, "w")
    head.varint(9 << 3 | 2)
    head.varint(UInt64(payload))
    var nodes = ProtoWriter()
    nodes.message(1) {
      $0.text(1, "x")
      $0.text(1, "w")
      $0.text(2, "y")
      $0.text(4, "MatMul")
    }
    nodes.message(11) { $0.text(1, "x") }
    nodes.message(12) { $0.text(1, "y") }
    var graph = ProtoWriter()
    graph.varint(5 << 3 | 2)
    graph.varint(UInt64(head.bytes.count + payload))
    let inGraph = graph.bytes.count + head.bytes.count + payload + nodes.bytes.count
    var model = ProtoWriter()
    model.int(1, 8)
    model.varint(7 << 3 | 2)
    model.varint(UInt64(inGraph))
    var tail = nodes
    tail.message(8) { $0.int(2, 17) }

    let front = model.bytes + graph.bytes + head.bytes
    try withFile(Data(front)) { path in
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.truncate(atOffset: UInt64(front.count + payload))
      try file.seekToEnd()
      try file.write(contentsOf: Data(tail.bytes))
      try file.close()
      try body(path)
    }
  }

  /// 2 GiB, and 5 GiB, which no offset of 32 bits reaches.
  @Test(arguments: [1 << 31, 5 << 30])
  func `a file with its weights inside takes no time and no memory`(size: Int) throws {
    try withLargeModel(bytes: size) { path in
      let before = residentBytes()
      let clock = ContinuousClock()
      var nodes = 0
      var payload = 0..<0
      let time = try clock.measure {
        let file = try FileBytes(path: path)
        #expect(file.count > size)
        let read = try ONNXReader.read(file, source: path)
        let model = try GraphChecks.check(read, bytes: file, source: path).model
        nodes = model.graph.nodes.count
        if case .raw(let range) = model.graph.initializers[0].payload { payload = range }
      }
      #expect(nodes == 1)
      #expect(payload.count == size)
      #expect(time < .seconds(1))
      if let before, let after = residentBytes() {
        #expect(after - before < 100 << 20)
      }
    }
  }

  @Test func `a large file that is cut is told from its lengths`() throws {
    try withLargeModel(bytes: 1 << 31) { path in
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.truncate(atOffset: 1 << 30)
      try file.close()
      let bytes = try FileBytes(path: path)
      #expect(throws: (any Error).self) { try ONNXReader.read(bytes, source: path) }
    }
  }

  /// Pages of this process in memory, where the system tells.
  private func residentBytes() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return nil
    }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? Int(fields[1]).map { $0 * 4096 } : nil
  }
}
