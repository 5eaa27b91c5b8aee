// SPDX-License-Identifier: Apache-2.0
import RafterKernels
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The fits of the generations whose rows are shipped, at the shipped constants.
struct KernelFits {
  private let fits: [(generation: KernelGeneration, fit: KernelFit)]

  /// One fit for each generation that rows have, without rows above a roof.
  init(_ rows: [MeasuredKernel], _ comparison: KernelComparison) {
    let wrong = Set(comparison.aboveRoof.map(\.row.id))
    fits = [KernelGeneration.ampere, .hopper, .blackwell].compactMap { generation in
      guard let device = comparison.points.first(where: { $0.device.generation == generation })
      else { return nil }
      let own = comparison.points
        .filter { $0.device.generation == generation && !wrong.contains($0.row.id) }
      return (
        generation,
        KernelFit(
          own.map(\.row), on: device.device, free: generation.fittedToKernels,
          from: generation.constants)
      )
    }
  }

  /// The fits themselves.
  var all: [KernelFit] { fits.map(\.fit) }

  /// Each constant in its unit, with its standard error.
  var constants: [FittedConstant] {
    fits.flatMap { generation, fit in
      Self.constants(fit, generation)
    }
  }

  /// The constants of one fit.
  static func constants(_ fit: KernelFit, _ generation: KernelGeneration) -> [FittedConstant] {
    let errors = fit.spread?.standardErrors
    return fit.free.enumerated().map { place, constant in
      let scale = constant.kind == .seconds ? 1e6 : 1
      let value = fit.constants[constant] * scale
      return FittedConstant(
        "\(generation.rawValue): \(constant.words) (\(fit.rows.count) rows)", rounded(value),
        unit: constant.unit,
        standardError: errors.map { rounded($0[place] * value) })
    }
  }

  /// Four digits, as many as the constants have.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    let scale = pow(10, 3 - log10(value.magnitude).rounded(.down))
    return (value * scale).rounded() / scale
  }

  /// The error of each row by constants without it.
  var errorsLeavingOneOut: [Double] {
    fits.flatMap { _, fit in
      (fit.spread?.residualsLeavingOneOut ?? []).map { exp($0) - 1 }
    }
  }

  /// The constants that serve a generation of which no row was seen: those of the other.
  ///
  /// What that one has no rows for is left
  /// at what needs none: a share at 1, a call from the host at a start.
  static func lent(to generation: KernelGeneration) -> KernelConstants {
    let other = generation.lentTo
    var constants = other.constants
    for constant in KernelConstant.allCases where !other.fittedToKernels.contains(constant) {
      switch constant {
      case .productCall, .rowCall, .compiledCall: constants[constant] = constants[.launch]
      case .narrowLaunch: constants[constant] = 0
      case .fourBitShare: constants[constant] = constants[.narrowShare]
      case .narrowShare, .blockShare: constants[constant] = 1
      default: break
      }
    }
    return constants
  }
}

extension KernelConstant {
  /// Its unit in reports.
  var unit: String {
    switch kind {
    case .share: "1"
    case .cycles: "cycle"
    case .seconds: "us"
    }
  }
}
