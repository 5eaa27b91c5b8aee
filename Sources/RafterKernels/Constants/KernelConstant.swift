// SPDX-License-Identifier: Apache-2.0

/// What of a generation of GPUs and of its kernels no description states; found from measurements.
public enum KernelConstant: Int, Sendable, Hashable, CaseIterable {
  /// The share of the dense peak that a full wave of tiles reaches.
  case sustainedPeak
  /// The further share with operands of 8 bits.
  case narrowShare
  /// The further share with operands of 4 bits.
  case fourBitShare
  /// The further share with scales for blocks of operands.
  case blockShare
  /// The further share with weights that are widened on the way.
  case widenedShare
  /// The further share of products that are grouped by experts, in kernels of a library.
  case groupedShare
  /// The same, in kernels that a compiler made (Triton).
  case generatedShare
  /// The share of the dense peak that fused attention over a prompt reaches.
  case attentionShare
  /// The share of the bandwidth of long streams that kernels reach.
  case memoryShare
  /// The further share of operators that reduce rows: softmax and normalisations.
  case rowShare
  /// Cycles to begin and end a deep wave of tiles; a shallow one costs as much as its arithmetic.
  case waveCycles
  /// Cycles to begin and end a tile of attention.
  case attentionCycles
  /// Seconds to start a kernel.
  case launch
  /// Seconds beyond that to start a product with operands of 8 bits or fewer.
  case narrowLaunch
  /// Seconds to start a product whose weights are widened.
  case widenedLaunch
  /// Seconds to start the kernels of a layer of experts: routing, sorting, two products, activation, sum.
  case expertLaunch
  /// Seconds to start attention of one token over a cache: its parts and their sum.
  case decodeLaunch
  /// Seconds until a product that a host calls has run, beyond its work.
  case productCall
  /// The same, of an operator on rows or elements.
  case rowCall
  /// The same, of an operator that the framework compiles and guards.
  case compiledCall

  /// What kind of number it is.
  public enum Kind: Sendable, Hashable {
    /// A share, at most 1.
    case share
    case cycles
    case seconds
  }

  /// What kind of number it is.
  public var kind: Kind {
    switch self {
    case .sustainedPeak, .narrowShare, .fourBitShare, .blockShare, .widenedShare, .groupedShare,
      .generatedShare, .attentionShare, .memoryShare, .rowShare:
      .share
    case .waveCycles, .attentionCycles: .cycles
    case .launch, .narrowLaunch, .widenedLaunch, .expertLaunch, .decodeLaunch, .productCall,
      .rowCall, .compiledCall:
      .seconds
    }
  }

  /// In words, for reports.
  public var words: String {
    switch self {
    case .sustainedPeak: "share of the peak in a full wave of tiles"
    case .narrowShare: "further share with 8-bit operands"
    case .fourBitShare: "further share with 4-bit operands"
    case .blockShare: "further share with scales for blocks"
    case .widenedShare: "further share with widened weights"
    case .groupedShare: "further share of grouped products, library"
    case .generatedShare: "further share of grouped products, Triton"
    case .attentionShare: "share of the peak in prompt attention"
    case .memoryShare: "share of the bandwidth of long streams"
    case .rowShare: "further share of operators on rows"
    case .waveCycles: "start and end of a wave of tiles"
    case .attentionCycles: "start and end of a tile of attention"
    case .launch: "start of a kernel"
    case .narrowLaunch: "further start of a product with operands of 8 bits or fewer"
    case .widenedLaunch: "start of a product with widened weights"
    case .expertLaunch: "start of the kernels of an expert layer"
    case .decodeLaunch: "start of attention over a cache"
    case .productCall: "call of a product from the host"
    case .rowCall: "call of an operator on rows from the host"
    case .compiledCall: "call of a compiled operator from the host"
    }
  }
}
