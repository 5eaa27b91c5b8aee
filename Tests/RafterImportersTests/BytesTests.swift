// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import Testing

@Suite struct BytesTests {
  @Test func `a file is mapped as it is on disk`() throws {
    let content = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try withFile(Data(content)) { path in
      let bytes = try FileBytes(path: path)
      #expect(bytes.count == 10_000)
      #expect(bytes.copy(0..<10_000) == content)
      #expect(bytes.withBytes { $0.byteCount } == 10_000)
    }
  }

  @Test func `an empty file has no bytes`() throws {
    try withFile(Data()) { path in
      let count = try FileBytes(path: path).count
      #expect(count == 0)
    }
    #expect(FileBytes([]).count == 0)
  }

  @Test func `a file that is not there is named with the reason of the system`() {
    let error = #expect(throws: DiagnosticList.self) { try FileBytes(path: "/no/such/file.onnx") }
    let text = error?.diagnostics.map { $0.text() }.joined() ?? ""
    #expect(text.contains("/no/such/file.onnx"))
    #expect(text.contains("No such file or directory"))
    #expect(error?.diagnostics.first?.id == "file.cannot-open")
  }

  @Test func `a directory is not a file`() {
    let error = #expect(throws: DiagnosticList.self) {
      try FileBytes(path: FileManager.default.temporaryDirectory.path)
    }
    #expect(error?.diagnostics.first?.id == "file.is-a-directory")
  }

  @Test func `a device is read to its end`() throws {
    #expect(try FileBytes(path: "/dev/null").count == 0)
  }
}

/// Runs a body with a file of some content, which is removed afterwards.
func withFile(_ content: Data, _ body: (String) throws -> Void) throws {
  let url = FileManager.default.temporaryDirectory.appending(path: "rafter-\(UUID().uuidString)")
  try content.write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  try body(url.path)
}
