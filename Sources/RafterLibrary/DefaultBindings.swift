// SPDX-License-Identifier: Apache-2.0

extension BuiltIn {
  /// The sizes of the axes that a built-in model leaves open, as they are used where the user gives none.
  ///
  /// One image of 224 x 224, or one text of 128 tokens, as their published counts have it.
  public static func defaultBindings(of model: String) -> [DefaultBinding] {
    switch model {
    case "bert-base", "llama-small", "llama-small-legacy":
      ["input_ids", "attention_mask"].flatMap {
        [
          DefaultBinding(input: $0, axis: 0, size: 1),
          DefaultBinding(input: $0, axis: 1, size: 128),
        ]
      }
    default: [DefaultBinding(input: "input", axis: 0, size: 1)]
    }
  }

  /// The size of one axis of an input.
  public struct DefaultBinding: Sendable, Hashable {
    /// The input.
    public var input: String
    /// The axis, from 0.
    public var axis: Int
    /// Its size.
    public var size: Int
  }
}
