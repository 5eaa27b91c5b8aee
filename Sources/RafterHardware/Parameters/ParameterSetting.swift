// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments

/// A value that someone gives a parameter instead of the file's: `buffer=1 MiB`.
public struct ParameterSetting: Sendable, Hashable {
  /// The parameter.
  public var name: String
  /// The value, as a file would state it.
  public var value: String

  /// Creates a setting.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// Reads `buffer=1 MiB`.
  ///
  /// - Throws: `DiagnosticList` where there is no name, no value or no sign between them.
  public static func parse(_ text: String) throws(DiagnosticList) -> ParameterSetting {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else { throw DiagnosticList(.notASetting(text)) }
    return ParameterSetting(name: parts[0], value: parts[1])
  }

  /// What messages and provenances show as the place of the value.
  var place: SourceLocation { SourceLocation(file: "--set \(name)=\(value)") }
}

extension DocumentNode {
  /// The description with values of its parameters replaced; nothing else changes.
  ///
  /// - Parameter found: takes what is wrong: names of no parameter.
  func setting(_ settings: [ParameterSetting], _ found: inout [Diagnostic]) -> DocumentNode {
    var names: [String] = []
    var root = self
    guard var top = root.entries, !settings.isEmpty else { return root }
    let place = top.firstIndex { $0.key == "parameters" }
    var parameters = place.flatMap { top[$0].value.entries } ?? []
    names = parameters.map(\.key)
    for setting in settings {
      guard let index = parameters.firstIndex(where: { $0.key == setting.name }) else {
        found.append(.unknownParameter(setting.name, among: names, at: setting.place))
        continue
      }
      let value = DocumentNode(.scalar(setting.value, .plain), at: setting.place)
      if var entries = parameters[index].value.entries {
        entries.removeAll { $0.key == "value" }
        entries.append(
          DocumentEntry(key: "value", keyLocation: parameters[index].keyLocation, value: value))
        parameters[index].value.content = .mapping(entries)
      } else {
        parameters[index].value = value
      }
    }
    if let place { top[place].value.content = .mapping(parameters) }
    root.content = .mapping(top)
    return root
  }
}
