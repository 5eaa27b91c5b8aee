// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterImporters
import Testing

@Suite struct LayerListSchemaTests {
  // To renew the file: RECORD_GOLDEN=1 swift test --filter LayerListSchemaTests
  @Test func `the schema file is the one that the reader's keys make`() throws {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "schema/workload.schema.json")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try LayerListSchema.json().write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == LayerListSchema.json())
  }
}
