// SPDX-License-Identifier: Apache-2.0
import RafterHardware
public import RafterQuantities
import RafterWorkload

/// How long each stage of a pipeline works on one pass.
public struct PipelineTiming: Sendable, Hashable {
  /// A stage.
  public struct Stage: Sendable, Hashable {
    /// The time of its layers.
    public var work: Seconds
    /// The time of its collectives and of its sending to the next stage.
    public var links: Seconds
    /// Both, one after the other.
    public var time: Seconds { work + links }
  }

  /// The stages in the order they run; together they are the latency of a pass.
  public var stages: [Stage]

  /// The time of the slowest stage: with as many passes in flight as there are stages, one ends in each such time.
  public var slowest: Seconds { stages.map(\.time).max() ?? .zero }

  /// The share of time that stages wait for the slowest one, with as many passes in flight: `1 - sum / (p * slowest)`.
  public var idle: Double {
    guard slowest > .zero else { return 0 }
    let sum = stages.reduce(Seconds.zero) { $0 + $1.time }
    return 1 - sum.ratio(to: slowest) / Double(stages.count)
  }

  /// The stages of a pass; nil where there is one.
  ///
  /// Without links that the machine describes, sending takes no time.
  init?(_ pass: InferencePass?, _ layers: [LayerAnalysis], on machine: Accelerator) {
    guard let pass, pass.stages.count > 1 else { return nil }
    var times: [String: Seconds] = [:]
    for layer in layers { times[layer.layer.id] = layer.latency }
    stages = pass.stages.map { stage in
      Stage(
        work: stage.parts.reduce(.zero) {
          $0 + (times[$1.layer] ?? .zero) * Double($1.repeats)
        },
        links: stage.collectives.reduce(.zero) { $0 + (machine.links?.time($1) ?? .zero) })
    }
  }
}
