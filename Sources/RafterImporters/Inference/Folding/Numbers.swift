// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// The numbers of a small tensor, row-major; truth values are 0 and 1.
enum Numbers: Sendable, Hashable {
  case integers([Int])
  case floats([Double])

  /// The most elements a tensor may have to be evaluated before the run [workloads 6].
  static let most = 4096

  /// How many there are.
  var count: Int {
    switch self {
    case .integers(let all): all.count
    case .floats(let all): all.count
    }
  }

  /// As floating-point numbers.
  var doubles: [Double] {
    switch self {
    case .integers(let all): all.map(Double.init)
    case .floats(let all): all
    }
  }

  /// As integers, cut towards zero; nil if one is not finite or too large.
  var integers: [Int]? {
    switch self {
    case .integers(let all): return all
    case .floats(let all):
      var out: [Int] = []
      out.reserveCapacity(all.count)
      for number in all {
        guard let whole = Int(exactly: number.rounded(.towardZero)) else { return nil }
        out.append(whole)
      }
      return out
    }
  }

  /// The elements at `places`, in that order.
  func picked(_ places: [Int]) -> Numbers {
    switch self {
    case .integers(let all): .integers(places.map { all[$0] })
    case .floats(let all): .floats(places.map { all[$0] })
    }
  }

  /// The elements at `places`; a negative place stands for `filler`.
  func picked(_ places: [Int], filler: Numbers?) -> Numbers {
    switch self {
    case .integers(let all):
      let fill = filler?.integers?.first ?? 0
      return .integers(places.map { $0 < 0 ? fill : all[$0] })
    case .floats(let all):
      let fill = filler?.doubles.first ?? 0
      return .floats(places.map { $0 < 0 ? fill : all[$0] })
    }
  }

  /// One after another; integers stay integers if all are.
  static func joined(_ parts: [Numbers]) -> Numbers {
    var whole: [Int] = []
    for part in parts {
      guard case .integers(let all) = part else { return .floats(parts.flatMap(\.doubles)) }
      whole += all
    }
    return .integers(whole)
  }

  /// As a tensor of a format keeps them: floats in integer formats are cut, 32-bit floats rounded.
  ///
  /// Sizes computed in fp32 must come out as the run computes them, so the rounding is not cosmetic.
  func stored(as format: NumberFormat?) -> Numbers? {
    guard let format else { return self }
    switch format.family {
    case .integer:
      guard case .floats = self else { return self }
      return integers.map(Numbers.integers)
    case .float:
      let all = doubles
      guard format != .fp64 else { return .floats(all) }
      return .floats(all.map { Double(Float($0)) })
    case .other:
      guard format == .bool else { return self }
      return .integers(doubles.map { $0 != 0 ? 1 : 0 })
    }
  }
}
