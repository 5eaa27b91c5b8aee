// SPDX-License-Identifier: Apache-2.0

/// What one can change to move a roof or a point [Verhelst 2025; rooflines 3.6].
///
/// Each has a source file, a test file and a guide of its name: `in-memory` is `InMemoryLever.swift`,
/// `InMemoryLeverTests.swift` and the page *In-Memory*.
public enum Lever: String, Sendable, Hashable, CaseIterable {
  /// More units side by side: both the compute roof and the array grow.
  case parallelism
  /// Larger memories: more use of each byte before it leaves.
  case temporalReuse = "temporal-reuse"
  /// Another shape or wiring of the same units: more use of each byte that is read.
  case spatialReuse = "spatial-reuse"
  /// Wider or faster ports of one memory.
  case bandwidth
  /// Another kind of memory in place of the outermost one.
  case memoryKind = "memory-kind"
  /// Memory beside or on top of the logic: more bandwidth for less energy.
  case nearMemory = "near-memory"
  /// Arrays of cells that multiply where the weights lie.
  case inMemory = "in-memory"
  /// Fewer bits for each element.
  case quantization
  /// More samples for each byte of weights.
  case batching
  /// Freer choice of what is unrolled, and of what overlaps.
  case dataflow
  /// Zeros that cost less: in energy, in time, or in bytes.
  case sparsity
  /// Tensors that stay on the chip between layers.
  case fusion
  /// Another supply, and the clock that it allows.
  case voltageFrequency = "voltage-frequency"
  /// Several chips over links.
  case chiplets

  /// What it does to the roofs and to the point, in a sentence.
  public var summary: String {
    switch self {
    case .parallelism:
      "raises the compute roof; helps layers right of the ridge, and only as far as they fill the array"
    case .temporalReuse:
      "moves points to the right until every byte moves once; a larger memory costs more for each access"
    case .spatialReuse:
      "moves points to the right at the memories next to the array; a shape that fits fills more of it"
    case .bandwidth: "raises one slope; helps layers left of its ridge"
    case .memoryKind: "changes the outermost slope and the energy of its bytes together"
    case .nearMemory: "raises the outermost slope and lowers the energy of its bytes"
    case .inMemory:
      "takes weights out of the traffic of the array; those that do not fit are rewritten, a roof of its own"
    case .quantization:
      "moves points to the right, and raises the roof where the array runs the format faster"
    case .batching:
      "moves points to the right, as weights serve more samples; needs room for their activations"
    case .dataflow: "moves points towards the roof: less idle array, less waiting; the roofs stay"
    case .sparsity:
      "gating lowers the energy of an operation; skipping raises the roof in nominal operations; both move fewer bytes"
    case .fusion: "moves points to the right by the bytes of tensors between layers; the roofs stay"
    case .voltageFrequency:
      "moves compute roof and on-chip slopes with the clock, energy with the square of the supply; the outermost slope stays"
    case .chiplets: "raises the compute roof chip by chip; bytes pay for the links between them"
    }
  }
}
