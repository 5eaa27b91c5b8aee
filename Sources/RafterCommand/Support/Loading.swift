// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Finds and reads what the command line names.
enum Loading {
  /// The bytes of a model and where they come from.
  struct Model {
    var bytes: FileBytes
    var source: String
    var isBuiltIn: Bool
  }

  /// The accelerator of a path or a built-in name.
  ///
  /// A path is anything that exists as a file or looks like one; so a file is never shadowed by a name.
  ///
  /// - Parameters:
  ///   - technology: What fills the numbers that its file leaves open.
  ///   - operation: Where it is to be run; nil for the point of its description.
  static func accelerator(
    _ name: String, technology: TechnologyChoice = .usual, operation: OperatingRequest? = nil
  ) throws(DiagnosticList) -> (Accelerator, [Diagnostic]) {
    let text = try acceleratorText(name)
    let (machine, said) = try AcceleratorReader.read(
      text: text.text, file: text.file, bases: bases)
    let (filled, more) = technology.fill(machine)
    guard let operation else { return (filled, said + more) }
    let (moved, note) = try filled.operating(at: operation)
    return (moved, said + more + note)
  }

  /// What a list says of every built-in accelerator, in the order of their names; all cores read files.
  ///
  /// The files as they are: what is filled in by a technology model is not theirs.
  static func library() async throws(DiagnosticList) -> [CatalogueEntry] {
    let names = BuiltIn.names(of: .accelerator)
    let results = await withTaskGroup(of: (Int, Result<CatalogueEntry, DiagnosticList>).self) {
      group in
      for (index, name) in names.enumerated() {
        group.addTask {
          do throws(DiagnosticList) {
            return (index, .success(CatalogueEntry(try accelerator(name, technology: .none).0)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var found: [(Int, Result<CatalogueEntry, DiagnosticList>)] = []
      for await result in group { found.append(result) }
      return found.sorted { $0.0 < $1.0 }
    }
    var entries: [CatalogueEntry] = []
    for (_, result) in results { entries.append(try result.get()) }
    return entries
  }

  /// What an accelerator file may extend: a file as seen from it, or a built-in one.
  static var bases: AcceleratorBases {
    AcceleratorBases(names: BuiltIn.names(of: .accelerator)) { name, asker in
      let folder = asker.lastIndex(of: "/").map { asker[...$0] } ?? ""
      let path = name.hasPrefix("/") ? name : folder + name
      if FileManager.default.fileExists(atPath: path),
        let data = try? Data(contentsOf: URL(filePath: path))
      {
        return AcceleratorBases.File(text: String(decoding: data, as: UTF8.self), file: path)
      }
      guard let file = BuiltIn.file(name, kind: .accelerator) else { return nil }
      return AcceleratorBases.File(
        text: String(decoding: file.bytes, as: UTF8.self), file: "\(name).yaml (built in)")
    }
  }

  /// The text behind an accelerator's name or path, and what to call it in messages.
  static func acceleratorText(_ name: String) throws(DiagnosticList) -> (text: String, file: String)
  {
    if isFile(name) { return (try text(of: name), name) }
    guard let file = BuiltIn.file(name, kind: .accelerator) else {
      throw DiagnosticList(
        .unknownAccelerator(name, names: BuiltIn.names(of: .accelerator)))
    }
    return (String(decoding: file.bytes, as: UTF8.self), "\(name).yaml (built in)")
  }

  /// The bytes of a model: a mapped file, standard input, or one that is built in.
  static func model(_ name: String) throws(DiagnosticList) -> Model {
    if name == "-" {
      let bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
      return Model(bytes: FileBytes(bytes), source: "standard input", isBuiltIn: false)
    }
    if isFile(name) {
      return Model(bytes: try FileBytes(path: name), source: name, isBuiltIn: false)
    }
    guard let file = BuiltIn.file(name, kind: .model) else {
      throw DiagnosticList(
        .unknownWorkload(name, names: BuiltIn.names(of: .model) + BuiltIn.names(of: .transformer)))
    }
    return Model(bytes: FileBytes(file.bytes), source: "\(name) (built in)", isBuiltIn: true)
  }

  /// Whether a name is a path: it exists, or looks like one.
  static func isFile(_ name: String) -> Bool {
    name == "-" || name.contains("/") || FileManager.default.fileExists(atPath: name)
  }

  /// The text of a file or of standard input.
  static func text(of path: String) throws(DiagnosticList) -> String {
    let data: Data
    if path == "-" {
      data = FileHandle.standardInput.readDataToEndOfFile()
    } else {
      do {
        data = try Data(contentsOf: URL(filePath: path))
      } catch {
        throw DiagnosticList(.notReadable(path, error.localizedDescription))
      }
    }
    return try TextFile.text(
      of: FileBytes([UInt8](data)), file: path == "-" ? "standard input" : path)
  }
}
