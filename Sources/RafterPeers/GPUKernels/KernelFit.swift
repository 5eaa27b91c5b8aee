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

/// Finds the constants of a generation from measured kernels of one device.
///
/// The residual of a row is ln(predicted/measured); beyond 8 % it counts as its magnitude. Constants are fitted as logarithms,
/// shares up to 1.
struct KernelFit {
  let rows: [MeasuredKernel]
  let device: KernelDevice
  /// The constants that are fitted.
  let free: [KernelConstant]
  /// All others.
  let fixed: KernelConstants
  private var fit: BoundedRobustFit

  /// There are at least this many rows for each constant.
  static let rowsForEach = 5
  /// Greatest logarithm of a number that is no share.
  private static let unbounded = 25.0

  /// Begins at the constants given.
  init(
    _ rows: [MeasuredKernel], on device: KernelDevice, free: [KernelConstant],
    from constants: KernelConstants
  ) {
    self.rows = rows
    self.device = device
    self.free = free
    fixed = constants
    fit = BoundedRobustFit(
      constants: free.map { log(constants[$0]) },
      greatest: free.map { $0.kind == .share ? 0 : Self.unbounded }, scale: 0.08)
  }

  /// Improves the constants.
  mutating func run() {
    let residuals = residuals
    fit.minimise(residuals)
  }

  /// What was found.
  var constants: KernelConstants { Self.constants(fit.constants, free, fixed) }

  /// Standard error of each constant as a share of it, and ln(predicted/measured) of each row without it.
  var spread: (standardErrors: [Double], residualsLeavingOneOut: [Double])? {
    fit.spread(residuals)
  }

  private var residuals: ([Double]) -> [Double] {
    { [rows, device, free, fixed] logarithms in
      let constants = Self.constants(logarithms, free, fixed)
      return rows.map { row in
        let time = KernelModel(device.gpu, constants).time(of: row.kernel, timing: row.timing)
        return time.map { log($0.total.ratio(to: row.latency)) } ?? 0
      }
    }
  }

  private static func constants(
    _ logarithms: [Double], _ free: [KernelConstant], _ fixed: KernelConstants
  ) -> KernelConstants {
    var constants = fixed
    for (constant, value) in zip(free, logarithms) { constants[constant] = exp(value) }
    return constants
  }
}

extension KernelGeneration {
  /// The constants that the rows of `gpu-kernels` are fitted to, one device for each generation.
  var fittedToKernels: [KernelConstant] {
    switch self {
    case .ampere:
      [
        .sustainedPeak, .widenedShare, .groupedShare, .generatedShare, .attentionShare,
        .memoryShare, .waveCycles, .attentionCycles, .launch, .widenedLaunch, .expertLaunch,
        .decodeLaunch, .productCall,
      ]
    case .hopper:
      [
        .sustainedPeak, .narrowShare, .blockShare, .widenedShare, .attentionShare, .memoryShare,
        .waveCycles, .attentionCycles, .launch, .widenedLaunch, .expertLaunch, .decodeLaunch,
      ]
    case .blackwell:
      [
        .sustainedPeak, .narrowShare, .fourBitShare, .widenedShare, .generatedShare,
        .attentionShare, .memoryShare, .waveCycles, .attentionCycles, .launch, .narrowLaunch,
        .expertLaunch, .decodeLaunch,
      ]
    case .cdna2: []
    }
  }

  /// The constants that the rows of `llmcompass` are fitted to.
  var fittedToOperators: [KernelConstant] {
    switch self {
    case .ampere: [.rowShare, .rowCall, .compiledCall]
    case .hopper, .blackwell: []
    case .cdna2: [.sustainedPeak, .memoryShare, .productCall]
    }
  }

  /// The constants that another generation lends when this one is left out.
  var lentTo: KernelGeneration {
    switch self {
    case .ampere, .blackwell: .hopper
    case .hopper, .cdna2: .ampere
    }
  }
}
