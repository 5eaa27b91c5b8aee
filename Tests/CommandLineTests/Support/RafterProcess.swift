// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What a run of the command left.
struct Outcome {
  var status: Int32
  var output: String
  var errors: String
}

/// Runs the command that was built beside the tests.
enum RafterProcess {
  /// The command: it lies in the folder of the test bundle.
  static var path: String {
    let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = bundle.deletingLastPathComponent()
    // On macOS the bundle is a folder with the executable deep inside.
    while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
    return folder.appending(path: "rafter").path
  }

  /// Runs `rafter` with arguments; `environment` replaces the whole one.
  static func run(
    _ arguments: [String], input: String? = nil, environment: [String: String]? = nil,
    command: String? = nil
  ) throws -> Outcome {
    try launch(command ?? path, arguments, input: input, environment: environment)
  }

  /// Runs a line of shell in which `$RAFTER` is the command.
  static func shell(_ line: String) throws -> Outcome {
    var environment = ProcessInfo.processInfo.environment
    environment["RAFTER"] = path
    return try launch("/bin/bash", ["-c", line], input: nil, environment: environment)
  }

  private static func launch(
    _ command: String, _ arguments: [String], input: String?, environment: [String: String]?
  ) throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files rather than pipes: nothing blocks, however much is printed.
    func file(_ name: String, _ text: String = "") throws -> URL {
      let url = folder.appending(path: name)
      try Data(text.utf8).write(to: url)
      return url
    }
    let (out, err) = (try file("out"), try file("err"))
    let process = Process()
    process.executableURL = URL(filePath: command)
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.standardInput = try FileHandle(forReadingFrom: file("in", input ?? ""))
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
  }
}

/// A folder that is gone after the test.
struct TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "rafter-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file.path
  }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
