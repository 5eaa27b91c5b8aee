// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// What becomes of blocks of layers that follow one another, each like the one before.
public enum RepeatedLayers: String, Sendable, Hashable, CaseIterable {
  /// One block stands for all, its layers with a repeat count.
  case folded
  /// Every layer stands for itself.
  case listed
}

/// Finds runs of equal blocks, such as the layers of a transformer, and keeps one block of each run.
///
/// Two layers are equal if nothing but names tells them apart: operators, loops, formats, bytes, parameters. A run is
/// folded only where that shortens the list by ``worthwhile`` layers: a dozen convolutions stay easier to find one by one.
enum RepeatedBlocks {
  /// Layers that folding a run must save.
  static let worthwhile = 16
  /// The most layers of a block.
  static let longestBlock = 64

  /// The layers, folded, and for each of the old ones the place of the one that stands for it.
  static func fold(_ layers: [Layer]) -> (layers: [Layer], placeOf: [Int]) {
    let numbers = numbers(of: layers)
    var folded: [Layer] = []
    var placeOf = [Int](repeating: 0, count: layers.count)
    var start = 0
    while start < layers.count {
      let run = longestRun(in: numbers, from: start)
      for offset in 0..<run.period {
        var layer = layers[start + offset]
        layer.repeats *= run.count
        for turn in 0..<run.count {
          let place = start + turn * run.period + offset
          placeOf[place] = folded.count
          if turn > 0 { layer.nodes += layers[place].nodes }
        }
        folded.append(layer)
      }
      start += run.period * run.count
    }
    return (folded, placeOf)
  }

  /// The run of equal blocks from a place on that saves most; a block of one layer, once, where none is worthwhile.
  private static func longestRun(in numbers: [Int], from start: Int) -> (period: Int, count: Int) {
    var best = (period: 1, count: 1)
    for period in 1...min(longestBlock, max(1, (numbers.count - start) / 2)) {
      var end = start + period
      while end < numbers.count, numbers[end] == numbers[end - period] { end += 1 }
      let count = (end - start) / period
      if (count - 1) * period > (best.count - 1) * best.period { best = (period, count) }
    }
    return (best.count - 1) * best.period >= worthwhile ? best : (1, 1)
  }

  /// Equal layers have equal numbers.
  private static func numbers(of layers: [Layer]) -> [Int] {
    var known: [Layer: Int] = [:]
    return layers.map { layer in
      let key = anonymous(layer)
      let number = known[key] ?? known.count
      known[key] = number
      return number
    }
  }

  /// A layer without anything that only names it.
  private static func anonymous(_ layer: Layer) -> Layer {
    var layer = layer
    layer.id = ""
    layer.name = ""
    layer.nodes = []
    for tensor in layer.tensors.indices { layer.tensors[tensor].name = "" }
    for nest in layer.nests.indices {
      for operand in layer.nests[nest].operands.indices {
        layer.nests[nest].operands[operand].tensor = ""
      }
    }
    return layer
  }
}
