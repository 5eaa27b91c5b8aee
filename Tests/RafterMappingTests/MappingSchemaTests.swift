// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterMapping
import Testing

@Suite struct MappingSchemaTests {
  static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "schema/mapping-1.schema.json")

  // To renew the file: RECORD_GOLDEN=1 swift test --filter MappingSchemaTests
  @Test func `the schema file is the one that the reader's keys make`() throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try MappingSchema.json().write(to: Self.file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: Self.file, encoding: .utf8) == MappingSchema.json())
  }
}
