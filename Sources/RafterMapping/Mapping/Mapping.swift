// SPDX-License-Identifier: Apache-2.0
public import RafterWorkload

/// One node of a mapping, outermost first [mapping 1].
public enum MappingNode: Sendable, Hashable {
  /// From here inwards a tile of the operand lies in a memory (index in `Accelerator.memories`).
  case store(Operand, memory: Int)
  /// A loop over time: `bound` steps of `tile` iterations each of a dimension (index in
  /// `LoopNest.dimensions`); the last step may be shorter.
  case loop(dimension: Int, bound: Int, tile: Int)
  /// `factor` parts of an array work on neighbouring stretches of `tile` iterations each; `element` is
  /// the index of the array in `Accelerator.path`, `axis` the index of its side.
  case unroll(dimension: Int, element: Int, axis: Int, factor: Int, tile: Int)
}

/// How a nest is laid out on a machine: what each memory keeps, in which order loops run, what is unrolled.
public struct Mapping: Sendable, Hashable {
  /// Outermost first.
  public var nodes: [MappingNode]

  /// Creates a mapping.
  public init(nodes: [MappingNode]) { self.nodes = nodes }
}
