// SPDX-License-Identifier: Apache-2.0

/// Where the numbers of a tensor lie outside the model's own file.
package struct ExternalData: Sendable, Hashable {
  /// The file's path as the model has it, seen from the model's folder.
  package var file = ""
  package var offset = 0
  /// Nil where the model does not say: to the end of the file.
  package var length: Int?

  package init() {}

  /// One of the entries that describe it.
  mutating func set(_ key: String, _ value: String) {
    switch key {
    case "location": file = value
    case "offset": offset = Int(value) ?? 0
    case "length": length = Int(value)
    default: break
    }
  }
}

extension ONNXGraph {
  /// The other files that hold numbers of this graph and of the bodies in it, in the order in which they are first
  /// named, with the byte that the numbers reach to.
  package var externalFiles: [(file: String, end: Int)] {
    var files: [(file: String, end: Int)] = []
    collect(into: &files)
    return files
  }

  private func collect(into files: inout [(file: String, end: Int)]) {
    for tensor in initializers { tensor.collect(into: &files) }
    for node in nodes where !node.attributes.isEmpty {
      for key in node.attributes.keys.sorted() {
        switch node.attributes[key] {
        case .tensor(let tensor)?: tensor.collect(into: &files)
        case .graph(let body)?: body.collect(into: &files)
        default: break
        }
      }
    }
  }
}

extension ONNXTensor {
  fileprivate func collect(into files: inout [(file: String, end: Int)]) {
    guard case .external(let data) = payload, !data.file.isEmpty else { return }
    let (sum, overflow) = data.offset.addingReportingOverflow(data.length ?? 0)
    let end = overflow ? Int.max : sum
    // Mostly all tensors of a model lie in one file.
    if let known = files.firstIndex(where: { $0.file == data.file }) {
      files[known].end = max(files[known].end, end)
    } else {
      files.append((data.file, end))
    }
  }
}
