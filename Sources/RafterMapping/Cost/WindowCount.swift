// SPDX-License-Identifier: Apache-2.0

/// A piece of a loop's range, and which instance, step and part works on it.
private struct Piece {
  var start: Int
  var length: Int
  var instance: Int
  var step: Int
  var copy: Int
  var merge: Int
}

/// The pieces of one loop, ordered so that those of one transfer lie together.
private struct PieceList {
  var pieces: [Piece] = []
  var instances = 1
  var steps = 1
  var copies = 1
  var merges = 1
  /// Where the pieces of each (instance, step, copy) begin.
  var runs: [Int] = []

  init(length: Int, splits: [RoleSplit]) {
    var factors: [Int] = []
    var piece = length
    for split in splits {
      factors.append((piece + split.tile - 1) / split.tile)
      piece = min(piece, split.tile)
    }
    for (split, factor) in zip(splits, factors) {
      switch split.role {
      case .step, .stay: steps *= factor
      case .instance: instances *= factor
      case .copy: copies *= factor
      case .merge: merges *= factor
      }
    }
    let whole = Piece(start: 0, length: length, instance: 0, step: 0, copy: 0, merge: 0)
    divide(whole, splits, factors, 0)
    pieces.sort {
      ($0.instance, $0.step, $0.copy, $0.merge) < ($1.instance, $1.step, $1.copy, $1.merge)
    }
    for (i, piece) in pieces.enumerated() {
      if i > 0 {
        let last = pieces[i - 1]
        if last.instance == piece.instance, last.step == piece.step, last.copy == piece.copy {
          continue
        }
      }
      runs.append(i)
    }
    runs.append(pieces.count)
  }

  private mutating func divide(
    _ whole: Piece, _ splits: [RoleSplit], _ factors: [Int], _ level: Int
  ) {
    guard level < splits.count else {
      pieces.append(whole)
      return
    }
    let split = splits[level]
    var done = 0
    var k = 0
    while done < whole.length {
      var piece = whole
      piece.start += done
      piece.length = min(split.tile, whole.length - done)
      switch split.role {
      case .step, .stay: piece.step = whole.step * factors[level] + k
      case .instance: piece.instance = whole.instance * factors[level] + k
      case .copy: piece.copy = whole.copy * factors[level] + k
      case .merge: piece.merge = whole.merge * factors[level] + k
      }
      divide(piece, splits, factors, level + 1)
      done += split.tile
      k += 1
    }
  }
}

extension SplitCount {
  /// Counts the distinct indices of an axis along which one or two loops run, cut to the unpadded tensor.
  ///
  /// Each index is visited once, so the time is the product of the loops' bounds.
  static func window(
    axis: AxisShape, bounds: [Int], splits: (Int) -> [RoleSplit]
  ) -> SplitCount {
    let lists = axis.terms.map {
      PieceList(length: bounds[$0.dimension], splits: splits($0.dimension))
    }
    var count = SplitCount()
    var unionMark = [Int](repeating: 0, count: max(0, axis.extent))
    var partMark = unionMark
    var unionStamp = 0
    var partStamp = 0
    let instances = lists.reduce(1) { $0 * $1.instances }
    var byInstance = [Int](repeating: 0, count: instances)
    var byPart: [Int: Int] = [:]
    // Sent in one transfer, by instance and step: copies add up.
    var transfers: [Int: Int] = [:]

    var chosen = [Int](repeating: 0, count: lists.count)
    func mark(_ index: Int, _ united: inout Int, _ single: inout Int) {
      guard index >= 0, index < axis.extent else { return }
      if unionMark[index] != unionStamp {
        unionMark[index] = unionStamp
        united += 1
      }
      if partMark[index] != partStamp {
        partMark[index] = partStamp
        single += 1
      }
    }
    func walk(_ term: Int, _ index: Int, _ united: inout Int, _ single: inout Int) {
      guard term < lists.count else { return mark(index, &united, &single) }
      let piece = lists[term].pieces[chosen[term]]
      let stride = axis.terms[term].stride
      var at = index + piece.start * stride
      if term + 1 == lists.count {
        for _ in 0..<piece.length {
          mark(at, &united, &single)
          at += stride
        }
      } else {
        for _ in 0..<piece.length {
          walk(term + 1, at, &united, &single)
          at += stride
        }
      }
    }
    func merges(_ term: Int, _ runs: [Int], _ united: inout Int) {
      guard term < lists.count else {
        partStamp += 1
        var single = 0
        walk(0, axis.offset, &united, &single)
        var key = 0
        for (i, list) in lists.enumerated() {
          let piece = list.pieces[chosen[i]]
          key = key * list.instances + piece.instance
          key = key * list.copies + piece.copy
          key = key * list.merges + piece.merge
        }
        count.received += single
        byPart[key, default: 0] += single
        count.tile = max(count.tile, single)
        return
      }
      for i in lists[term].runs[runs[term]]..<lists[term].runs[runs[term] + 1] {
        chosen[term] = i
        merges(term + 1, runs, &united)
      }
    }
    func transfer(_ term: Int, _ runs: inout [Int]) {
      guard term < lists.count else {
        unionStamp += 1
        var united = 0
        merges(0, runs, &united)
        var instance = 0
        var step = 0
        for (i, list) in lists.enumerated() {
          let piece = list.pieces[list.runs[runs[i]]]
          instance = instance * list.instances + piece.instance
          step = step * list.steps + piece.step
        }
        count.sent += united
        byInstance[instance] += united
        transfers[step * instances + instance, default: 0] += united
        return
      }
      for run in 0..<(lists[term].runs.count - 1) {
        runs[term] = run
        transfer(term + 1, &runs)
      }
    }
    var runs = [Int](repeating: 0, count: lists.count)
    transfer(0, &runs)
    count.sentBusiest = byInstance.max() ?? 0
    count.receivedBusiest = byPart.values.max() ?? 0
    count.first = transfers[0] ?? 0
    count.largest = transfers.values.max() ?? 0
    return count
  }
}
