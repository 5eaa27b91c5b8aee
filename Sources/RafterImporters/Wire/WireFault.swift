// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with protobuf bytes, and at which byte of the file.
enum WireFault: Error, Equatable {
  /// A field announces an end beyond the end of the message it lies in.
  case runsPast(field: Int, at: Int, announcedEnd: Int, limit: Int)
  /// The message ends within a number.
  case cutNumber(at: Int, limit: Int)
  /// A number of more than ten bytes.
  case longNumber(at: Int)
  /// Field number zero, which protobuf does not have: often zeros that were appended.
  case fieldZero(at: Int)
  /// A wire type that ONNX does not use (groups) or that does not exist.
  case wireType(Int, at: Int)
  /// A known field of another wire type than it should be.
  case wrongType(field: Int, at: Int)
  /// Graphs within graphs beyond the limit.
  case tooDeep(at: Int)
  /// More nodes, tensors and values than any model has.
  case tooMany(at: Int)
  /// A field that a model has once, for the second time: two files in one.
  case secondModel(at: Int)
}
