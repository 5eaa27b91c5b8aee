// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a JSON text, and at which byte.
package struct JSONFault: Error, Hashable {
  /// What was found there.
  package enum Problem: Hashable {
    /// The text ends too early.
    case cut
    /// Something else than the grammar allows, with what it allows.
    case unexpected(String)
    /// A value of another kind than the reader asked for, with what it asked for.
    case wrongKind(String)
    /// A number that no integer of 64 bits holds, or that is not whole.
    case notAnInteger
    /// A text that is not UTF-8, or has a wrong escape or a raw control character.
    case badText
    /// Nested too deep.
    case tooDeep
    /// More behind the end of the value.
    case trailing
    /// A key that an object has twice.
    case duplicateKey(String)
    /// More values than any file of ours has.
    case tooMany
  }

  package var problem: Problem
  /// The byte, counted from the start of the text.
  package var at: Int

  /// What is wrong, as the end of a sentence.
  package var reason: String {
    switch problem {
    case .cut: "the text ends here, within a value"
    case .unexpected(let wanted): "\(wanted) should stand here"
    case .wrongKind(let wanted): "this should be \(wanted)"
    case .notAnInteger: "this should be a whole number of at most 63 bits"
    case .badText: "this text has a wrong escape, a control character or a byte that is not UTF-8"
    case .tooDeep: "values are nested more than \(JSONScanner.depthLimit) deep"
    case .trailing: "something follows behind the end of the value"
    case .duplicateKey(let key): "the key '\(key)' is there twice"
    case .tooMany: "there are more than \(JSONTree.valueLimit) values"
    }
  }
}
