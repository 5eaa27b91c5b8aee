// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Turns our SVG into PNG or PDF with `rsvg-convert`.
enum PictureConverter {
  /// The picture formats a chart can be written in.
  enum Kind: String {
    case svg, png, pdf
  }

  /// Writes an SVG text to a path, converted as its ending says.
  ///
  /// - Throws: a diagnostic: unknown ending, `rsvg-convert` absent or failed, path not writable.
  static func write(_ svg: String, to path: String) throws(DiagnosticList) {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let kind = Kind(rawValue: ending) else {
      throw DiagnosticList(.unknownPictureFormat(path))
    }
    if kind == .svg {
      try Output.write(svg, to: path)
      return
    }
    guard let tool = find("rsvg-convert") else { throw DiagnosticList(.converterMissing(path)) }
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = ["--format", kind.rawValue, "--output", path]
    if kind == .png { process.arguments? += ["--zoom", "2"] }
    let input = Pipe()
    let errors = Pipe()
    process.standardInput = input
    process.standardError = errors
    do {
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data(svg.utf8))
      try input.fileHandleForWriting.close()
    } catch {
      throw DiagnosticList(.converterFailed(path, "\(error)"))
    }
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw DiagnosticList(.converterFailed(path, String(decoding: said, as: UTF8.self)))
    }
  }

  private static func find(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
