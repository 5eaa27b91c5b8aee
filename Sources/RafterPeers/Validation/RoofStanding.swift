// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Where the points of a set lie under their roofs, and what a set says of those that do not.
extension MeasuredRoofline {
  /// Rounding of published numbers: three digits.
  public static let rounding = 0.005

  /// The roof of a point: the lower of its flat roof and the first slope, as far as a cache lifts that.
  func roof(of point: Point, lift: Double = 1) -> Throughput {
    let named = point.ceiling.flatMap { name in ceilings.first { $0.name == name }?.peak }
    let peak = named ?? ceilings.map(\.peak).max() ?? .infinity
    return min(peak, slopes.first.map { point.intensity * $0.bandwidth * lift } ?? .infinity)
  }

  /// What was attained of the roof; above 1 lies above it.
  func share(of point: Point) -> Double { point.measured.ratio(to: roof(of: point)) }

  /// The points above what their roof and a cache allow.
  public var pointsAboveRoofs: [Point] {
    points.filter { $0.measured.ratio(to: roof(of: $0, lift: $0.lift)) > 1 + Self.rounding }
  }

  /// The points above their roof by no more than a cache explains.
  public var pointsLiftedByCache: [Point] {
    points.filter {
      share(of: $0) > 1 + Self.rounding
        && $0.measured.ratio(to: roof(of: $0, lift: $0.lift)) <= 1 + Self.rounding
    }
  }

  /// A row that misses for each point above its roof: an error in the inputs, and nothing is clamped.
  var violations: [ValidationRow] {
    pointsAboveRoofs.map { point in
      ValidationRow(
        point.name, "share of roof, at most 1", unit: "1", published: share(of: point),
        predicted: 1, tolerance: Self.rounding)
    }
  }

  /// What was found, a sentence each.
  var sentences: [String] {
    guard !points.isEmpty else { return [] }
    let above = pointsAboveRoofs
    var sentences = [
      above.isEmpty
        ? "no measured point of \(points.count) lies above a roof of \(machine)"
        : "\(above.count) of \(points.count) measured points lie above a roof of \(machine)"
    ]
    sentences += above.map {
      "error in the inputs: the measured point of '\($0.name)' lies above its roof, at \(Text.number(share(of: $0))) of it"
    }
    sentences += pointsLiftedByCache.map {
      "the measured point of '\($0.name)' lies at \(Text.number(share(of: $0))) of the slope: part of its data stayed in the cache from run to run, which explains up to \(Text.number($0.lift))"
    }
    return sentences
  }
}
