// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// More samples at once [rooflines 3.6].
///
///     the weights' part of AI * p; time and energy of one sample fall until the array is full
///
/// Each sample waits for the whole batch.
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
