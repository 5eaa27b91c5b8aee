// SPDX-License-Identifier: Apache-2.0

/// The files that a description may extend, found by name.
///
/// The library opens no file: whoever calls ``AcceleratorReader`` says what stands behind `extends: NAME`.
public struct AcceleratorBases: Sendable {
  /// A description that was found.
  public struct File: Sendable, Hashable {
    /// Its text, in YAML.
    public var text: String
    /// Its path or built-in name, as diagnostics and provenances show it; one for one file.
    public var file: String

    /// Creates a file.
    public init(text: String, file: String) {
      self.text = text
      self.file = file
    }
  }

  /// Names that are known to be there, to suggest one for a misspelt name.
  public var names: [String]
  /// Finds the file of a name that stands in another file; nil where there is none.
  public var find: @Sendable (_ name: String, _ asker: String) -> File?

  /// Creates a collection of files.
  public init(
    names: [String] = [], find: @escaping @Sendable (_ name: String, _ asker: String) -> File?
  ) {
    self.names = names
    self.find = find
  }

  /// No files: every `extends` is an error.
  public static let none = AcceleratorBases { _, _ in nil }
}
