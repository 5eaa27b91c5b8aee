// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterQuantities
import RafterWorkload

/// What is said about a pass of a language model.
enum ServingWords {
  /// Rows for the totals of an analysis; none for other workloads.
  static func facts(_ analysis: Analysis) -> [(label: String, text: String)] {
    guard let serving = analysis.serving else { return [] }
    var facts: [(label: String, text: String)] = []
    let energy =
      serving.energyPerToken.map { "\($0.formatted()) a token" }
      ?? "energy of a token unknown: see below"
    let rate = "\(Format.significant(serving.tokensPerSecond)) tokens/s"
    if let time = serving.timeToFirstToken {
      facts.append(("first token", "after \(time.formatted())"))
      facts.append(("prefill", "\(rate), \(energy)"))
    }
    if let time = serving.timePerToken {
      facts.append(("each token", "\(time.formatted()) after the one before it"))
      facts.append(("decode", "\(rate), \(energy)"))
    }
    if let alone = serving.tokensPerSecondAlone {
      facts.append(("one pass", "\(Format.significant(alone)) tokens/s where none follows it"))
    }
    facts.append(("these", serving.includes))
    if let links = analysis.communication {
      facts.append(
        (
          "links",
          "\(links.time.formatted()) for \(links.sent.formattedCapacity()) that \(analysis.pipeline == nil ? "each device" : "a device of each stage") sends: "
            + "\(links.sum.formatted()) with the layers before or after (no overlap), "
            + "\(links.maximum.formatted()) beside them (full overlap)"
        ))
      for item in links.items {
        facts.append(
          (
            "",
            "\(item.collective.name): \(item.collective.count) x \(item.collective.kind.rawValue) of "
              + "\(ByteCount(item.collective.bytes).formattedCapacity()) over "
              + "\(item.collective.devices), \(item.time.formatted())"
          ))
      }
    }
    return facts
  }

  /// What of the parameters a token meets, and what is stored beside them: ` (3.6 G of the model met by a token)`.
  static func parameters(_ workload: Workload) -> String {
    guard let pass = workload.pass else { return "" }
    func count(_ value: Int) -> String {
      let parts = Format.prefixed(Double(value))
      return "\(parts.number) \(parts.prefix)"
    }
    var parts: [String] = []
    if pass.devices > 1 { parts.append("on the fullest of \(pass.devices) devices") }
    if let active = pass.activeParameters { parts.append("a token meets \(count(active))") }
    if pass.predictionParameters > 0 {
      parts.append(
        "\(count(pass.predictionParameters)) more predict further tokens and are not run")
    }
    return parts.isEmpty ? "" : "; " + parts.joined(separator: "; ")
  }

  /// What fits, in sentences, for each memory that holds the model.
  static func room(_ check: CapacityCheck, _ pass: InferencePass?) -> [String] {
    guard let room = check.room, let pass else { return [] }
    let parts =
      "\(check.memory): weights \(room.weights.formattedCapacity()), KV cache "
      + "\(room.cache.formattedCapacity()), activations \(room.activations.formattedCapacity())"
    guard room.largestBatch > 0 else {
      return [parts, "\(check.memory): no sequence of \(pass.context) tokens fits"]
    }
    let limit = room.isContextOfModel ? " (all that the model was made for)" : ""
    return [
      parts,
      "\(check.memory): at most \(room.largestBatch) sequences of \(pass.context) tokens, or "
        + "\(pass.sequences) of \(room.largestContext)\(limit)",
    ]
  }
}
