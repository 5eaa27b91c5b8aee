// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// More samples at once [rooflines 3.6].
///
///     the weights' part of AI * p; time and energy of one sample fall until the array is full
///
/// - What it changes: the batch.
/// - Roofs and point: the roofs stay; the point moves right until the array binds, at `b_w / (2/R - b_a/N - b_o/K)` samples.
/// - Cost: no area; each sample waits for the whole batch, and activations and caches need room.
/// - Limit: attention in decode, where every sample has keys of its own.
/// - Source: scaling book; rooflines 2.3.
enum BatchingLever {
  static func ladders(_ design: Design) -> [Ladder] {
    guard design.workload.isBatched else { return [] }
    let steps = [2, 4, 8, 16, 32].map { factor in
      Intervention(
        lever: .batching, target: "batch", step: "x\(factor)",
        change: .batch(design.workload.batch * factor), area: .zero,
        notes: [
          "time and energy of one sample; each waits for all \(design.workload.batch * factor)"
        ])
    }
    return [Ladder(.batching, on: "batch", steps)]
  }
}
