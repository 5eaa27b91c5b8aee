// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterKernels
import RafterLibrary
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct KernelSetTests {
  @Test(arguments: [ValidationSet.gpuKernels, .h200Kernels, .llmCompass].map(\.name))
  func `a set is within its tolerances`(_ name: String) throws {
    let set = try #require(ValidationSet.peers.first { $0.name == name })
    let files = set.builtIn.compactMap { name in
      BuiltIn.file(name, kind: .validationCase).map {
        ValidationFile(path: name, text: String(decoding: $0.bytes, as: UTF8.self))
      }
    }
    let findings = try set.run(files)
    for row in findings.rows where row.judgement == .alone { print(row.name, row.quantity, row.published, row.predicted ?? .nan) }
    for constant in findings.fitted { print(constant.name, constant.value, constant.unit, constant.standardError ?? .nan) }
    for note in findings.notes { print(note) }
    #expect(findings.rows.allSatisfy(\.isRight))
  }
}
