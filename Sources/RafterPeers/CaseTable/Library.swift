// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterLibrary
import RafterQuantities

/// Built-in machines and cases, for the sets.
enum Library {
  /// A built-in machine.
  ///
  /// - Throws: that there is none of the name, or what is wrong in its file.
  static func machine(_ name: String) throws(DiagnosticList) -> Accelerator {
    guard let file = BuiltIn.file(name, kind: .accelerator) else {
      throw DiagnosticList(.noBuiltIn(name))
    }
    return try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
  }

  /// A built-in case file.
  static func caseFile(_ name: String) throws(DiagnosticList) -> ValidationFile {
    guard let file = BuiltIn.file(name, kind: .validationCase) else {
      throw DiagnosticList(.noBuiltIn(name))
    }
    return ValidationFile(path: name, text: String(decoding: file.bytes, as: UTF8.self))
  }
}

extension Accelerator {
  /// A memory of the path by name.
  func memory(_ name: String) -> MemoryLevel? { memories.first { $0.name == name } }

  /// The arrays of its path.
  var fanOuts: [FanOut] {
    path.compactMap { element in
      if case .array(let array) = element { array } else { nil }
    }
  }

  /// The clock.
  var clock: Frequency { technology.frequency.value }
}
