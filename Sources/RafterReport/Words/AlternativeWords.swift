// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// What the alternatives of a mapping are, cost and are caused by, in words.
struct AlternativeWords {
  private let mapped: MappedNest
  private let memories: [String]

  init(_ mapped: MappedNest, on accelerator: Accelerator) {
    self.mapped = mapped
    memories = accelerator.memories.map(\.name)
  }

  /// A row for each, in their order.
  var table: TextTable {
    var table = TextTable([
      .init("instead", overflow: .cutEnd(minimum: 24)), .init("latency", alignment: .right),
      .init("energy", alignment: .right), .init("because", overflow: .cutEnd(minimum: 24)),
    ])
    for alternative in mapped.alternatives {
      switch alternative.outcome {
      case .runs(let latency, let energy, _):
        table.append([
          change(alternative), Self.difference(latency),
          energy.map(Self.difference) ?? "unknown", because(alternative),
        ])
      case .doesNotFit:
        table.append([change(alternative), "-", "-", because(alternative)])
      }
    }
    return table
  }

  /// `128 of k in buffer, not 64`, `k innermost above buffer: outputs stay`.
  func change(_ alternative: MappingAlternative) -> String {
    switch alternative.change {
    case .order(let memory, let innermost, let kept):
      let place = memory.map { " above \(memories[$0])" } ?? ""
      let stay =
        kept.isEmpty ? "nothing stays" : "\(kept.map(\.rawValue).joined(separator: ", ")) stay"
      return "\(name(innermost)) innermost\(place): \(stay)"
    case .tile(let memory, let dimension, let from, let to):
      return "\(to) of \(name(dimension)) in \(memories[memory]), not \(from)"
    }
  }

  /// `dram to-array weights 12 % more`, `buffer lacks 3 kB`.
  func because(_ alternative: MappingAlternative) -> String {
    switch alternative.outcome {
    case .doesNotFit(let memory, let missing):
      return "does not fit: \(memories[memory]) lacks \(missing.formatted())"
    case .runs(_, _, nil): return "nothing that costs"
    case .runs(_, _, .arithmetic(let ratio)?): return "arithmetic takes \(Self.more(ratio))"
    case .runs(_, _, .edges(let ratio)?): return "first and last tiles take \(Self.more(ratio))"
    case .runs(_, _, .transfer(let memory, let transfer, let ratio)?):
      return "\(memories[memory]) \(transfer.direction.rawValue) \(transfer.operand.rawValue) "
        + Self.more(ratio)
    }
  }

  private func name(_ dimension: Int) -> String {
    mapped.nest.dimensions[dimension].name.lowercased()
  }

  /// A ratio as a signed difference: `+3.1 %`, `x2.50`.
  static func difference(_ ratio: Double) -> String {
    if ratio == 1 { return "same" }
    if ratio >= 2 { return "x\(Format.significant(ratio))" }
    return (ratio > 1 ? "+" : "-") + percent((ratio - 1).magnitude)
  }

  /// A ratio as more or less: `12 % more`, `2.5 times`, `new`.
  static func more(_ ratio: Double) -> String {
    if !ratio.isFinite { return "new" }
    if ratio >= 2 { return "\(Format.significant(ratio)) times" }
    return percent((ratio - 1).magnitude) + (ratio >= 1 ? " more" : " less")
  }

  private static func percent(_ share: Double) -> String {
    share < 0.0005 ? "<0.1 %" : "\(Format.significant(share * 100, digits: 2)) %"
  }
}
