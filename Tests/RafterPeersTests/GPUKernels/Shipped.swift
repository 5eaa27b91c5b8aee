// SPDX-License-Identifier: Apache-2.0
import RafterLibrary
import Testing

@testable import RafterPeers

/// The text of a shipped case.
func shippedText(_ name: String) throws -> String {
  let file = try #require(BuiltIn.file(name, kind: .validationCase))
  return String(decoding: file.bytes, as: UTF8.self)
}

/// The kernels of a shipped case.
func shippedKernels(_ name: String) throws -> [MeasuredKernel] {
  try KernelReader.read(ValidationFile(path: name, text: try shippedText(name)))
}

/// The findings of a set on the files it ships with.
func shippedFindings(_ set: ValidationSet) throws -> ValidationSet.Findings {
  try set.run(
    set.builtIn.map { ValidationFile(path: $0, text: try shippedText($0)) })
}
