// SPDX-License-Identifier: Apache-2.0
import RafterHardware
public import RafterQuantities
import RafterWorkload

/// A format that multipliers run in, and its part of the work.
public struct FormatShare: Sendable, Hashable {
  /// The formats of operands and accumulator.
  public var format: ArithmeticFormat
  /// Its multiply-accumulates over those of the whole workload, in (0, 1].
  public var share: Double

  /// Creates a share.
  public init(format: ArithmeticFormat, share: Double) {
    self.format = format
    self.share = share
  }
}

extension Analysis {
  /// The formats that the workload's products run in, in the order of the description.
  public var formatShares: [FormatShare] {
    let formats = accelerator.compute?.formats ?? []
    var counts: [ArithmeticFormat: Int] = [:]
    for layer in layers {
      guard let nest = layer.layer.nests.first,
        let own = FormatAssignment.find(nest[.inputs].format, nest[.weights].format, in: formats)
      else { continue }
      counts[own.arithmetic, default: 0] += layer.layer.macs * layer.layer.repeats
    }
    let total = counts.values.reduce(0, +)
    return formats.compactMap { format in
      guard let count = counts[format.arithmetic], count > 0 else { return nil }
      return FormatShare(format: format.arithmetic, share: Double(count) / Double(total))
    }
  }
}
