// SPDX-License-Identifier: Apache-2.0

/// A block of a grid of devices: what a group of devices takes part in.
///
/// The devices of a group lie as close to one another as they can: of all blocks of so many devices it is the one whose
/// sides are shortest together.
struct LinkGrid: Hashable {
  /// The devices along one side of the block.
  struct Side: Hashable {
    /// How many; more than one.
    var devices: Int
    /// Whether the last is joined to the first.
    var closes: Bool
  }

  /// The sides longer than one device.
  var sides: [Side]
  /// The sides of the grid: every device has two links along each.
  var dimensions: Int

  /// The part of a device's bandwidth that goes along a side: both links where the side closes, one where it does not,
  /// since a device at its end has no other, and all that the far half needs comes over one.
  func width(of side: Side) -> Double {
    (side.closes ? 1 : 0.5) / Double(dimensions)
  }

  /// The block of a number of devices; nil where no block has so many.
  ///
  /// - Parameters:
  ///   - devices: How many.
  ///   - grid: The sides of the grid.
  ///   - closes: Whether a side of a block closes, for its length and that of the grid.
  init?(of devices: Int, in grid: [Int], closes: (_ devices: Int, _ all: Int) -> Bool) {
    var best: [Int]?
    func fill(_ index: Int, _ left: Int, _ sides: [Int]) {
      guard index < grid.count else {
        if left == 1, best.map({ sides.reduce(0, +) < $0.reduce(0, +) }) ?? true { best = sides }
        return
      }
      for length in stride(from: min(left, grid[index]), through: 1, by: -1)
      where left.isMultiple(of: length) {
        fill(index + 1, left / length, sides + [length])
      }
    }
    guard devices > 1, !grid.isEmpty else { return nil }
    fill(0, devices, [])
    guard let best else { return nil }
    dimensions = grid.count
    sides = zip(best, grid).compactMap { length, all in
      length > 1 ? Side(devices: length, closes: closes(length, all)) : nil
    }
  }

  /// One closed side of so many devices.
  static func ring(of devices: Int) -> LinkGrid {
    LinkGrid(sides: [Side(devices: devices, closes: true)], dimensions: 1)
  }

  private init(sides: [Side], dimensions: Int) {
    self.sides = sides
    self.dimensions = dimensions
  }
}

extension LinkGrid {
  /// What a gathering of n bytes costs: the fullest link, in n over the bandwidth of a device.
  ///
  /// The message is divided, and each part goes around the sides in another order, so that all links work at once
  /// [Sack and Gropp 2015; Jain and Sabharwal 2010]. A part of n/k that has gone along sides of `before` devices in all
  /// moves `n/k * (s - 1) * before / N` along a side of s devices. On one closed side this is `(N-1)/N`.
  var gathering: Double {
    let devices = Double(sides.reduce(1) { $0 * $1.devices })
    var loads = sides.map { _ in 0.0 }
    for first in sides.indices {
      var before = 1.0
      for offset in sides.indices {
        let index = (first + offset) % sides.count
        let length = Double(sides[index].devices)
        loads[index] += (length - 1) * before / devices / Double(sides.count)
        before *= length
      }
    }
    return zip(sides, loads).map { $1 / width(of: $0) }.max() ?? 0
  }

  /// The same of an exchange in which each device sends n bytes, as much to each.
  ///
  /// Across the middle of a side of s devices go `floor(s^2/4)/s` of what a device sends, by two links where it closes
  /// and by one where it does not [bisection; Dally and Towles 2004].
  var exchange: Double {
    sides.map { Self.across($0.devices) / width(of: $0) }.max() ?? 0
  }

  /// The same of n bytes to a neighbour: one link; two lead to the only neighbour on a closed side of two.
  var neighbour: Double {
    sides.map { ($0.closes && $0.devices == 2 ? 1 : 2) * Double(dimensions) }.min() ?? 0
  }

  /// The links that a byte of an exchange passes, on average.
  var hops: Double {
    sides.reduce(0) { sum, side in
      let length = Double(side.devices)
      return sum
        + (side.closes ? Self.across(side.devices) : (length * length - 1) / (3 * length))
    }
  }

  /// The steps that follow one another when all sides are gone along.
  var steps: Int { sides.reduce(0) { $0 + $1.devices - 1 } }

  private static func across(_ devices: Int) -> Double {
    Double(devices * devices / 4) / Double(devices)
  }
}
