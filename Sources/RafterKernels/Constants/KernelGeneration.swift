// SPDX-License-Identifier: Apache-2.0

/// Generations of GPUs that constants were found for.
public enum KernelGeneration: String, Sendable, Hashable, CaseIterable {
  /// NVIDIA's with tensor cores that a warp feeds: A100, and Ada as the nearest to it.
  case ampere
  /// NVIDIA's with tensor cores that read shared memory and copies that run on their own: H100, H200, and Blackwell as the
  /// nearest to them.
  case hopper
  /// AMD's CDNA 2: MI210, and CDNA 3 and 4 as the nearest to it.
  case cdna2

  /// The generation whose constants serve a built-in GPU; nil for machines that are no such GPU.
  public init?(machine name: String) {
    let prefixes: [(String, KernelGeneration)] = [
      ("nvidia-v", .ampere), ("nvidia-a", .ampere), ("nvidia-l", .ampere),
      ("nvidia-rtx", .ampere), ("nvidia-jetson", .ampere), ("nvidia-h", .hopper),
      ("nvidia-b", .hopper), ("nvidia-gb", .hopper), ("amd-mi", .cdna2),
    ]
    guard let found = prefixes.first(where: { name.hasPrefix($0.0) }) else { return nil }
    self = found.1
  }

  /// The constants, as fitted to the shipped rows; a test fits them again.
  public var constants: KernelConstants {
    switch self {
    case .ampere: .ampere
    case .hopper: .hopper
    case .cdna2: .cdna2
    }
  }
}

extension KernelConstants {
  /// From 180 kernels of an A100 and 23 operators on rows and elements; 8-bit operands were not measured.
  static let ampere = KernelConstants([
    .sustainedPeak: 0.9319, .narrowShare: 1, .blockShare: 1, .widenedShare: 0.9332,
    .groupedShare: 0.5656, .generatedShare: 0.3778, .attentionShare: 0.6853,
    .memoryShare: 0.9689, .rowShare: 0.66, .elementShare: 0.9, .waveCycles: 10900,
    .attentionCycles: 11200, .launch: 3.862e-6, .widenedLaunch: 13.55e-6,
    .expertLaunch: 23.62e-6, .decodeLaunch: 16.42e-6, .productCall: 20.69e-6, .rowCall: 13e-6,
    .compiledCall: 48e-6,
  ])
  /// From 285 kernels of an H100; grouped products reach what single ones do. Calls from a host and operators on rows and
  /// elements were not measured: a call costs as much as a start, shares are those of Ampere.
  static let hopper = KernelConstants([
    .sustainedPeak: 0.9206, .narrowShare: 0.7984, .blockShare: 0.9553, .widenedShare: 0.6899,
    .groupedShare: 1, .generatedShare: 1, .attentionShare: 0.7848, .memoryShare: 0.9989,
    .rowShare: 0.66, .elementShare: 0.9, .waveCycles: 5221, .attentionCycles: 8627,
    .launch: 2.97e-6, .widenedLaunch: 30.48e-6, .expertLaunch: 20.97e-6, .decodeLaunch: 8.3e-6,
    .productCall: 2.97e-6, .rowCall: 2.97e-6, .compiledCall: 2.97e-6,
  ])
  /// From 22 products on an MI210, three constants; all others are those of Ampere.
  static let cdna2 = ampere.with([
    .sustainedPeak: 0.7, .memoryShare: 0.5, .productCall: 30e-6,
  ])
}
