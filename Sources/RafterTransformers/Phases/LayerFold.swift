// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Layers in the order they first run; equal ones are counted, not listed again.
struct LayerFold {
  private struct Entry {
    var layer: Layer
    /// How often it runs in each stage.
    var runs: [Int]
    /// Copies of its weights in each stage.
    var copies: [Int]
    /// The block it first stands in.
    var place: Int
  }

  private var entries: [Entry] = []
  private var index: [Layer: Int] = [:]
  private let stages: Int

  /// Creates an empty one.
  init(stages: Int) { self.stages = stages }

  /// Counts a layer of so many blocks of each stage, which runs `runs` times on the weights of each.
  mutating func add(_ layer: Layer, _ blocks: [Int], runs: Int, place: Int, isRest: Bool) {
    var layer = layer
    if isRest {
      layer.name += " (last chunk)"
      // The same weights as in the chunks before it.
      layer.parameters = 0
      layer.parameterBytes = 0
    }
    let known = index[layer] ?? entries.count
    if known == entries.count {
      index[layer] = known
      let none = [Int](repeating: 0, count: stages)
      entries.append(Entry(layer: layer, runs: none, copies: none, place: place))
    }
    for stage in blocks.indices {
      entries[known].runs[stage] += blocks[stage] * runs
      entries[known].copies[stage] += blocks[stage]
    }
  }

  /// The layers with ids, and names that tell them apart.
  var finished: [Layer] {
    var seen: Set<String> = []
    let width = max(2, "\(entries.count)".count)
    return entries.enumerated().map { number, entry in
      var layer = entry.layer
      layer.repeats = entry.runs.reduce(0, +)
      let copies = entry.copies.reduce(0, +)
      if copies != layer.repeats, layer.parameters > 0 { layer.weightCopies = copies }
      let digits = "\(number + 1)"
      layer.id = "L" + String(repeating: "0", count: max(0, width - digits.count)) + digits
      if !seen.insert(layer.name).inserted {
        layer.name += " (from block \(entry.place))"
        seen.insert(layer.name)
      }
      return layer
    }
  }

  /// The part of each layer of ``finished`` that lies in a stage.
  func parts(of layers: [Layer], stage: Int) -> [PipelineStage.Part] {
    zip(layers, entries).map { layer, entry in
      PipelineStage.Part(
        layer: layer.id, repeats: entry.runs[stage], weightCopies: entry.copies[stage])
    }
  }
}
