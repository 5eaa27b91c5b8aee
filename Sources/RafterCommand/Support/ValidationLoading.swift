// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Finds the sets that `rafter validate` runs, and their files.
enum ValidationLoading {
  /// Every set, in the order to run them; a new set is one entry more.
  static let sets: [ValidationSet] = ValidationSet.peers

  /// The set of a name.
  static func named(_ name: String) throws(DiagnosticList) -> ValidationSet {
    guard let set = sets.first(where: { $0.name == name }) else {
      throw DiagnosticList(.unknownValidationSet(name, names: sets.map(\.name)))
    }
    return set
  }

  /// The files a set ships with.
  static func builtIn(of set: ValidationSet) -> [ValidationFile] {
    set.builtIn.compactMap { name in
      BuiltIn.file(name, kind: .validationCase).map {
        ValidationFile(path: name, text: String(decoding: $0.bytes, as: UTF8.self))
      }
    }
  }

  /// A file, or all files of a folder and the folders in it, in the order of their names.
  static func files(at path: String, of set: ValidationSet) throws(DiagnosticList)
    -> [ValidationFile]
  {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return [ValidationFile(path: path, text: try Loading.text(of: path))] }
    let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    let wanted = found.filter { name in
      endings.contains { name.hasSuffix($0) } && name.split(separator: "/").count <= maximumDepth
    }.sorted()
    guard !wanted.isEmpty, wanted.count <= maximumFiles else {
      throw DiagnosticList(.noValidationFiles(path, form: set.form))
    }
    var files: [ValidationFile] = []
    for name in wanted {
      let full = path.hasSuffix("/") ? path + name : path + "/" + name
      files.append(ValidationFile(path: full, text: try Loading.text(of: full)))
    }
    return files
  }

  /// Files that may have been cut off.
  ///
  /// All tables are looked at, and a file that is named itself: those of other tools, which come in folders, often lack the last line end.
  static func warnings(_ files: [ValidationFile], at path: String) -> [Diagnostic] {
    files.compactMap { file in
      let isTable = file.name.hasSuffix(".csv")
      guard isTable || file.path == path else { return nil }
      return .unendedLine(of: file.text, file: file.path, isTable: isTable)
    }
  }

  private static let endings = [".yaml", ".yml", ".txt", ".csv"]
  private static let maximumDepth = 4
  private static let maximumFiles = 2000
}
