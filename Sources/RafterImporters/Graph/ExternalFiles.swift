// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Looks whether the files are there in which a model keeps its numbers.
///
/// They are never read: shapes and sizes stand in the model.
enum ExternalFiles {
  /// What is wrong with the files beside a model; nothing where the model itself is no file.
  static func check(_ model: ONNXModel, source: String) -> [Diagnostic] {
    let files = model.graph.externalFiles
    guard !files.isEmpty, OpenFile.size(path: source) != nil else { return [] }
    return files.compactMap { file, end in
      let path = file.hasPrefix("/") ? file : FilePath.beside(source, file)
      guard let size = OpenFile.size(path: path) else {
        return .externalMissing(source, file: file, path: path)
      }
      return size < end ? .externalCut(source, file: file, size: size, needed: end) : nil
    }
  }
}
