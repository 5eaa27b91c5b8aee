// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// An operator on rows or elements, each element read and written once: bound by memory or by its start.
public struct ElementOperator: Sendable, Hashable {
  /// Which one.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case softmax, layernorm, rmsnorm, gelu, silu, add, copy

    /// Whether a row has to be reduced before any of it can be written.
    var reducesRows: Bool {
      switch self {
      case .softmax, .layernorm, .rmsnorm: true
      case .gelu, .silu, .add, .copy: false
      }
    }

    /// Tensors that are read.
    var inputs: Double { self == .add ? 2 : 1 }

    /// Operations on an element, for the power limit only [workloads 5.6].
    var operations: Double {
      switch self {
      case .softmax, .gelu, .silu: 5
      case .layernorm: 7
      case .rmsnorm: 4
      case .add: 1
      case .copy: 0
      }
    }
  }

  /// Which one.
  public var kind: Kind
  /// Elements of the result.
  public var elements: Int
  /// The format of elements.
  public var format: NumberFormat

  /// Creates an operator.
  public init(_ kind: Kind, elements: Int, format: NumberFormat) {
    self.kind = kind
    self.elements = elements
    self.format = format
  }

  func time(on gpu: GPU, _ constants: KernelConstants) -> KernelTime {
    let bytes =
      (kind.inputs + 1) * Double(elements) * format.bitsPerElement.value / 8
    let share = kind.reducesRows ? constants[.rowShare] : 1
    let memory = Seconds(
      bytes / (gpu.memoryBandwidth.value * constants[.memoryShare] * share))
    return KernelTime(
      launch: Seconds(constants[.launch]), compute: .zero, memory: memory, running: memory,
      operations: Operations(Double(elements) * kind.operations), bytes: ByteCount(bytes))
  }
}
