// SPDX-License-Identifier: Apache-2.0

/// The constants of one generation of GPUs: none belongs to a shape, all belong to every device of the generation.
public struct KernelConstants: Sendable, Hashable {
  /// In the order of ``KernelConstant``; shares, cycles and seconds.
  private var values: [Double]

  /// Creates constants.
  ///
  /// - Parameter values: A number for each constant, in its unit.
  package init(_ values: [KernelConstant: Double]) {
    self.values = KernelConstant.allCases.map { constant in
      guard let value = values[constant] else {
        preconditionFailure("a generation has every constant, and this one lacks \(constant)")
      }
      return value
    }
  }

  /// A constant in its unit: a share, cycles or seconds.
  package subscript(_ constant: KernelConstant) -> Double {
    get { values[constant.rawValue] }
    set { values[constant.rawValue] = newValue }
  }

  /// The same with some constants exchanged.
  package func with(_ changes: [KernelConstant: Double]) -> KernelConstants {
    var copy = self
    for constant in KernelConstant.allCases {
      if let value = changes[constant] { copy[constant] = value }
    }
    return copy
  }

  /// p of `t = (compute^p + memory^p)^(1/p)`, infinite for a perfect overlap, 1 for none.
  ///
  /// Both generations that were fitted alone gave 3.5.
  static let overlap = 3.5
  /// The part of the last wave of tiles that counts as a whole one.
  ///
  /// Kernels that keep their blocks running or cut the sum hide the rest. Both generations that were fitted alone gave 0.36.
  static let waveRounding = 0.36
}
