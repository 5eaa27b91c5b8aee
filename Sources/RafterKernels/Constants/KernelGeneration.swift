// SPDX-License-Identifier: Apache-2.0

/// Generations of GPUs that constants were found for.
public enum KernelGeneration: String, Sendable, Hashable, CaseIterable {
  /// NVIDIA's with tensor cores that a warp feeds: A100, and Ada as the nearest to it.
  case ampere
  /// NVIDIA's with tensor cores that read shared memory and copies that run on their own: H100, H200.
  case hopper
  /// NVIDIA's of two dies, with sums in a memory of the tensor cores and products of 4 bits: B200, B300, GB300.
  case blackwell
  /// AMD's CDNA 2: MI210, and CDNA 3 and 4 as the nearest to it.
  case cdna2

  /// The generation whose constants serve a built-in GPU; nil for machines that are no such GPU.
  public init?(machine name: String) {
    let prefixes: [(String, KernelGeneration)] = [
      ("nvidia-v", .ampere), ("nvidia-a", .ampere), ("nvidia-l", .ampere),
      ("nvidia-rtx", .ampere), ("nvidia-jetson", .ampere), ("nvidia-h", .hopper),
      ("nvidia-b", .blackwell), ("nvidia-gb", .blackwell), ("amd-mi", .cdna2),
    ]
    guard let found = prefixes.first(where: { name.hasPrefix($0.0) }) else { return nil }
    self = found.1
  }

  /// Whether a built-in GPU is of this generation itself; constants of others are lent to it.
  public func isOwn(machine name: String) -> Bool {
    switch self {
    case .ampere: name.hasPrefix("nvidia-a") || name.contains("orin")
    case .hopper: name.hasPrefix("nvidia-h")
    case .blackwell: name.hasPrefix("nvidia-b") || name.hasPrefix("nvidia-gb")
    case .cdna2: name.hasPrefix("amd-mi2")
    }
  }

  /// The constants, as fitted to the shipped rows; a test fits them again.
  public var constants: KernelConstants {
    switch self {
    case .ampere: .ampere
    case .hopper: .hopper
    case .blackwell: .blackwell
    case .cdna2: .cdna2
    }
  }
}

extension KernelConstants {
  /// From 180 kernels of an A100 and 23 operators on rows and elements; 8-bit operands were not measured.
  static let ampere = KernelConstants([
    .sustainedPeak: 0.9290, .narrowShare: 1, .fourBitShare: 1, .blockShare: 1,
    .widenedShare: 0.9347,
    .groupedShare: 0.5571, .generatedShare: 0.3779, .attentionShare: 0.6846,
    .memoryShare: 0.9751, .rowShare: 0.6606, .waveCycles: 10499, .attentionCycles: 10951,
    .launch: 4.839e-6, .narrowLaunch: 0, .widenedLaunch: 16.49e-6, .expertLaunch: 28.70e-6,
    .decodeLaunch: 16.45e-6, .productCall: 27.18e-6, .rowCall: 13.50e-6, .compiledCall: 46.99e-6,
  ])
  /// From 285 kernels of an H100; grouped products reach what single ones do.
  ///
  /// Calls from a host and operators on rows were not
  /// measured: a call costs as much as a start, the share is that of Ampere.
  static let hopper = KernelConstants([
    .sustainedPeak: 0.9144, .narrowShare: 0.7922, .fourBitShare: 1, .blockShare: 0.9462,
    .widenedShare: 0.6877,
    .groupedShare: 1, .generatedShare: 1, .attentionShare: 0.7842, .memoryShare: 0.9591,
    .rowShare: 0.6606, .waveCycles: 4923, .attentionCycles: 8551, .launch: 3.230e-6,
    .narrowLaunch: 0,
    .widenedLaunch: 30.87e-6, .expertLaunch: 21.46e-6, .decodeLaunch: 8.262e-6,
    .productCall: 3.230e-6, .rowCall: 3.230e-6, .compiledCall: 3.230e-6,
  ])
  /// From 416 kernels of a B200; products with widened weights and calls from a host were not measured, and are those of Hopper.
  ///
  /// Scales for blocks are free, and grouped products of a library reach what single ones do.
  static let blackwell = hopper.with([
    .sustainedPeak: 0.7864, .narrowShare: 0.8210, .fourBitShare: 0.6997, .blockShare: 1,
    .widenedShare: 0.2102, .generatedShare: 0.4471, .attentionShare: 0.6783, .memoryShare: 0.9176,
    .waveCycles: 2025, .attentionCycles: 11440, .launch: 3.506e-6, .narrowLaunch: 3.279e-6,
    .expertLaunch: 14.73e-6, .decodeLaunch: 6.258e-6, .productCall: 3.506e-6, .rowCall: 3.506e-6,
    .compiledCall: 3.506e-6,
  ])
  /// From 22 products on an MI210, three constants; all others are those of Ampere.
  static let cdna2 = ampere.with([
    .sustainedPeak: 0.6720, .memoryShare: 0.4189, .productCall: 31.32e-6,
  ])
}
