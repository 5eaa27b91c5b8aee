// SPDX-License-Identifier: Apache-2.0

/// One thing said about an input: what is wrong, where, and what to do about it.
public struct Diagnostic: Sendable, Hashable {
  /// How bad it is.
  public enum Severity: String, Sendable, Hashable {
    case error, warning, note
  }

  /// A stable name, `area.what`, listed in the documentation with cause and remedy.
  public var id: String
  /// How bad it is.
  public var severity: Severity
  /// What is wrong, in a sentence without full stop.
  public var message: String
  /// Where.
  public var location: SourceLocation?
  /// What to write instead, or to do: the remedy.
  public var suggestion: String?
  /// Further facts, one a line.
  public var notes: [String]

  /// Creates a diagnostic; use the named factories of each module, so that wording stays together.
  public init(
    _ severity: Severity = .error, id: String, _ message: String,
    at location: SourceLocation? = nil,
    suggestion: String? = nil, notes: [String] = []
  ) {
    self.id = id
    self.severity = severity
    self.message = message
    self.location = location
    self.suggestion = suggestion
    self.notes = notes
  }
}

/// All that is wrong with an input, thrown at once.
public struct DiagnosticList: Error, Sendable, Hashable {
  /// In the order of their place in the input.
  public var diagnostics: [Diagnostic]

  /// Creates a list.
  public init(_ diagnostics: [Diagnostic] = []) { self.diagnostics = diagnostics }

  /// A list of one.
  public init(_ diagnostic: Diagnostic) { self.diagnostics = [diagnostic] }

  /// Whether any of them stops the run.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Adds one.
  public mutating func append(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}
