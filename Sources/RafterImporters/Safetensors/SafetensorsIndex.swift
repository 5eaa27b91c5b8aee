// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// The index of a model in several safetensors files: which file holds which tensor.
struct SafetensorsIndex {
  /// A tensor, its file, and where the index says so.
  struct Entry {
    var tensor: String
    var file: String
    var at: Int
  }

  var entries: [Entry] = []
  /// The sum that the index states, and where.
  var totalSize: (bytes: Int, at: Int)?

  /// The files, by name.
  var files: [String] { Set(entries.map(\.file)).sorted() }

  /// Reads an index.
  init(_ bytes: UnsafeRawBufferPointer, source: String) throws(DiagnosticList) {
    var entries: [Entry] = []
    var total: (Int, Int)?
    var hasMap = false
    var wrong: (at: Int, reason: String)?
    do throws(JSONFault) {
      var scanner = JSONScanner(bytes, 0..<bytes.count)
      try scanner.object { key, _, scanner throws(JSONFault) in
        switch key {
        case "weight_map":
          hasMap = true
          try scanner.object { key, at, scanner throws(JSONFault) in
            let file = try scanner.string()
            if !Self.isPlainName(file), wrong == nil {
              wrong = (
                at, "the file of '\(key)' is '\(file)'; a shard lies in the folder of the index"
              )
            }
            entries.append(Entry(tensor: key, file: file, at: at))
          }
        case "metadata":
          try scanner.object { key, at, scanner throws(JSONFault) in
            if key == "total_size", try scanner.kind() == .number {
              // Some writers give it as 1.0e10.
              let range = try scanner.number()
              let part = UnsafeRawBufferPointer(rebasing: scanner.bytes[range])
              let value = Double(String(decoding: part, as: UTF8.self)) ?? -1
              if value >= 0, value < 0x1p62 { total = (Int(value), at) }
            } else {
              try scanner.skip()
            }
          }
        default: try scanner.skip()
        }
      }
      try scanner.finish()
    } catch {
      throw DiagnosticList(
        .jsonSyntax(at: TextPlace.location(of: error.at, in: bytes, file: source), error.reason))
    }
    if let wrong {
      throw DiagnosticList(
        .safetensorsIndex(
          at: TextPlace.location(of: wrong.at, in: bytes, file: source), wrong.reason))
    }
    guard hasMap, !entries.isEmpty else {
      throw DiagnosticList(
        .safetensorsIndex(
          at: SourceLocation(file: source),
          hasMap ? "'weight_map' is empty" : "the file has no 'weight_map': it is no index"))
    }
    self.entries = entries
    totalSize = total.map { (bytes: $0.0, at: $0.1) }
  }

  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("/") && !name.contains("\\") && !name.contains("\0")
      && name != "." && name != ".."
  }
}
