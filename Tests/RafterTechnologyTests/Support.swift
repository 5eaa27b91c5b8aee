// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterLibrary
import RafterTechnology
import Testing

/// The memories that the laws were fitted to.
func sramPoints() throws -> [SramPoint] {
  let file = try #require(BuiltIn.file("sram-cacti.csv", kind: .technology))
  let text = String(decoding: file.bytes, as: UTF8.self)
  return try SramPoint.read(csv: text, file: "sram-cacti.csv")
}

/// The top folder of the repository.
let repository = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Whether goldens are to be written.
var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" }
