// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterLibrary
import RafterTestSupport
import Testing

/// A small machine without faults; tests change a line of it.
let tiny = """
  rafter: accelerator/1
  name: tiny
  source: {title: a test, confidence: estimated}
  technology: {frequency: 100 MHz, area: 4 mm2}
  power: {static: 10 mW, cap: 1 W}
  path:
    - memory: dram
      capacity: 1 GiB
      holds: [weights, inputs, outputs]
      ports:
        - {kind: read-write, bandwidth: 8 B/cycle}
      energy: {read: 9 pJ/bit, write: 10 pJ/bit}
    - array: {rows: 4, columns: 8}
      multicast: {columns: [inputs]}
      reduce: {rows: [outputs]}
    - memory: spad
      capacity: 64 B
      holds: [weights, inputs, outputs]
      ports:
        - {kind: read, bandwidth: 6 B/cycle}
        - {kind: write, bandwidth: 6 B/cycle}
      energy: {read: 0.1 pJ/bit, write: 0.1 pJ/bit}
    - compute: mac
      formats:
        - {operands: int8 x int8, accumulate: int32, energy: 0.2 pJ}
  vector: {rate: 4 op/cycle, energy: unknown}

  """

/// A diagnostic as a test states it: the marker at its place, its id and what it says.
struct Said: Hashable, CustomStringConvertible {
  var marker: Int
  var id: String
  var message: String

  init(_ marker: Int, _ id: String, _ message: String) {
    self.marker = marker
    self.id = id
    self.message = message
  }

  var description: String { "\(marker) [\(id)] \(message)" }
}

/// All that is said about a text with markers, errors and warnings alike.
func said(about marked: String) -> [Said] {
  let text = MarkedText(marked)
  return diagnostics(of: text.text).map { diagnostic in
    var marker = 0
    if case .text(let line, let column, _)? = diagnostic.location?.position {
      marker = text.marker(line: line, column: column)
    }
    return Said(marker, diagnostic.id, diagnostic.message)
  }
}

/// The tiny machine with parts replaced.
func tiny(_ changes: (String, String)...) throws -> String {
  var text = tiny
  for (old, new) in changes {
    let range = try #require(text.firstRange(of: old), "the fixture has no '\(old)'")
    text.replaceSubrange(range, with: new)
  }
  return text
}

/// The diagnostics of a text, whether or not it can be read.
func diagnostics(of text: String) -> [Diagnostic] {
  do {
    return try AcceleratorReader.read(text: text, file: "test.yaml").1
  } catch {
    return error.diagnostics
  }
}

/// A bundled accelerator's text.
func bundled(_ name: String) throws -> String {
  let file = try #require(BuiltIn.file(name, kind: .accelerator))
  return String(decoding: file.bytes, as: UTF8.self)
}
