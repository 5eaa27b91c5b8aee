// SPDX-License-Identifier: Apache-2.0

/// A size or value that the user gives to an input of a model.
public enum InputBinding: Sendable, Hashable {
  /// `input=1x3x224x224`: a whole shape.
  case shape(name: String, [Int])
  /// `input_ids[1]=128`: one side of an input, over what the file declares.
  case axis(name: String, axis: Int, size: Int)
  /// `batch=8`: every side declared with that symbol.
  case symbol(String, Int)
  /// `sr=value:16000`: the value of an integer input; of a truth value 1 or 0.
  case value(name: String, [Int])
  /// The first axis of every input that leaves it open.
  case batch(Int)
}
