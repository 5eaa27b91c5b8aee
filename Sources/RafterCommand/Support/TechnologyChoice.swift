// SPDX-License-Identifier: Apache-2.0
import Rafter

/// What fills the numbers that an accelerator file leaves open.
enum TechnologyChoice {
  /// The built-in model, for the energies without which there is no energy roof.
  case usual
  /// A model, for all that it knows.
  case model(TechnologyModel)
  /// Nothing.
  case none

  /// The choice that a word stands for: `none`, `standard`, a built-in name or a file.
  init(_ word: String?) throws(DiagnosticList) {
    switch word {
    case nil: self = .usual
    case "none": self = .none
    case "standard": self = .model(.standard)
    case let name?:
      let text: String
      if Loading.isFile(name) {
        text = try Loading.text(of: name)
      } else if let file = BuiltIn.file(name, kind: .technology), !name.contains("cacti") {
        text = String(decoding: file.bytes, as: UTF8.self)
      } else {
        throw DiagnosticList(
          .unknownTechnology(
            name,
            names: ["none", "standard"]
              + BuiltIn.names(of: .technology).filter { !$0.contains("cacti") }))
      }
      self = .model(try TechnologyReader.read(text: text, file: name, over: .standard).0)
    }
  }

  func fill(_ machine: Accelerator) -> (Accelerator, [Diagnostic]) {
    switch self {
    case .usual: machine.filled(from: .standard, .roofEnergies)
    case .model(let model): machine.filled(from: model, .all)
    case .none: (machine, [])
    }
  }
}
