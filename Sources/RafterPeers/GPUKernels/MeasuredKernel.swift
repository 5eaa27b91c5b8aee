// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterKernels
import RafterQuantities

/// A measured kernel.
struct MeasuredKernel: Sendable, Hashable {
  /// The id of the row.
  var id: String
  /// The device, as the row names it.
  var device: String
  /// Operation and format, as the row names them: `gemm bfloat16`.
  var kind: String
  /// Its sizes, as the row gives them.
  var parameters: String
  /// What it works out.
  var kernel: Kernel
  /// What the time begins with.
  var timing: KernelTiming
  /// How long it took.
  var latency: Seconds
  /// The cap under which the board ran long enough to feel it; nil where the row names none.
  var powerCap: Power?
  /// Where it stands.
  var place: SourceLocation?

  /// What rows of other stacks have in common with it.
  var sameWork: String { "\(device) \(kind) \(parameters)" }
}

/// The device of a row: its description, its facts and the generation whose constants serve it.
struct KernelDevice: Sendable {
  /// The name that the row gives.
  var name: String
  /// The facts.
  var gpu: GPU
  /// The generation.
  var generation: KernelGeneration
}
