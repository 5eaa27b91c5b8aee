// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// The formats a workload is run in, where the user wants others than its own.
public struct Precision: Sendable, Hashable {
  /// The format weights are stored in.
  public var weights: NumberFormat
  /// The format activations are stored in.
  public var activations: NumberFormat
  /// As written: `w4a16`.
  public var text: String

  /// Creates a precision.
  public init(weights: NumberFormat, activations: NumberFormat, text: String) {
    self.weights = weights
    self.activations = activations
    self.text = text
  }

  /// Reads `w4a16`, `w8a8`, `int8`, `bf16`, `fp8` ...
  ///
  /// `wNaM` means integers of N bits, except that 16-bit activations are fp16 and 32-bit ones fp32,
  /// as people write it.
  ///
  /// - Throws: a diagnostic that lists what can be written.
  public init(text: String) throws(DiagnosticList) {
    let name = text.lowercased()
    if let both = Self.uniform[name] ?? NumberFormat(rawValue: name), both.family != .other {
      self.init(weights: both, activations: both, text: name)
      return
    }
    let parts = name.split(separator: "a", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0].first == "w", let w = Int(parts[0].dropFirst()),
      let a = Int(parts[1]), let weights = Self.integer[w] ?? Self.float[w],
      let activations = Self.float[a] ?? Self.integer[a]
    {
      // w16 and w32 are floating point, as their activations are.
      self.init(weights: Self.float[w] ?? weights, activations: activations, text: name)
      return
    }
    let words =
      Self.uniform.keys.sorted() + NumberFormat.allCases.map(\.rawValue) + ["w4a16", "w8a8"]
    throw DiagnosticList(
      .unknownPrecision(text, nearest: Suggestion.nearest(to: name, among: words)))
  }

  private static let uniform: [String: NumberFormat] = ["fp8": .fp8e4m3, "fp4": .nvfp4]
  private static let integer: [Int: NumberFormat] = [1: .int1, 2: .int2, 4: .int4, 8: .int8]
  private static let float: [Int: NumberFormat] = [16: .fp16, 32: .fp32]
}
