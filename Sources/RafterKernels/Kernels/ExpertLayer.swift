// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// The gated feed-forward part of a layer of experts [workloads 5.5]: gate and up, activation, down.
public struct ExpertLayer: Sendable, Hashable {
  /// T.
  public var tokens: Int
  /// d.
  public var hidden: Int
  /// f: of one expert.
  public var intermediate: Int
  /// k: experts of a token.
  public var chosen: Int
  /// E.
  public var experts: Int
  /// How tokens fall on experts.
  public var loads: ExpertLoads
  /// Formats of the products.
  public var format: ProductFormat
  /// Where the products' kernels come from.
  public var origin: GroupedProduct.Origin

  /// Creates a layer.
  public init(
    tokens: Int, hidden: Int, intermediate: Int, chosen: Int, experts: Int, loads: ExpertLoads,
    format: ProductFormat, origin: GroupedProduct.Origin = .groupedLibrary
  ) {
    self.tokens = tokens
    self.hidden = hidden
    self.intermediate = intermediate
    self.chosen = chosen
    self.experts = experts
    self.loads = loads
    self.format = format
    self.origin = origin
  }

  /// Two grouped products, d -> 2f and f -> d, and what moves between them in 16 bits: tokens to and from experts, 4d a
  /// pair, and the activation, 3f a pair.
  func time(on gpu: GPU, _ constants: KernelConstants) -> KernelTime? {
    let groups = loads.groups(tokens: tokens, chosen: chosen, experts: experts)
    func product(_ columns: Int, _ depth: Int) -> KernelTime? {
      ProductTime(
        GroupedProduct(
          groups: groups, columns: columns, depth: depth, format: format, origin: origin),
        on: gpu, constants)?.time
    }
    guard let wide = product(2 * intermediate, hidden), let narrow = product(hidden, intermediate)
    else { return nil }
    let moved =
      Double(tokens * chosen) * Double(4 * hidden + 3 * intermediate) * 2
    let between = Seconds(moved / (gpu.memoryBandwidth.value * constants[.memoryShare]))
    return wide + narrow
      + KernelTime(
        launch: Seconds(constants[.expertLaunch]), compute: .zero, memory: between,
        running: between, operations: .zero, bytes: ByteCount(moved))
  }
}
