// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A kernel of a language model.
public enum Kernel: Sendable, Hashable {
  case product(GroupedProduct)
  case attention(Attention)
  case experts(ExpertLayer)
  case elements(ElementOperator)
}

/// What a measured time begins with.
public enum KernelTiming: Sendable, Hashable {
  /// The start of the kernel on the device, kernels following one another.
  case device
  /// The call from the host, which waits for the result each time.
  case host
}

/// The time of a kernel on a GPU.
///
/// Facts of the device come from its description, constants from the generation; no shape has a constant of its own.
///
///     let gpu = try GPU(machine)
///     let model = KernelModel(gpu, generation: .hopper)
///     model.time(of: .product(GroupedProduct(rows: 1, columns: 4096, depth: 4096, format: .bf16)))?.total
public struct KernelModel: Sendable, Hashable {
  /// The device.
  public var gpu: GPU
  /// The constants of its generation.
  public var constants: KernelConstants
  /// What the board's power allows; nil for runs that are too short for it.
  public var powerLimit: PowerLimit?

  /// Creates a model with given constants.
  public init(_ gpu: GPU, _ constants: KernelConstants, powerLimit: PowerLimit? = nil) {
    self.gpu = gpu
    self.constants = constants
    self.powerLimit = powerLimit
  }

  /// Creates a model with the constants of a generation.
  public init(_ gpu: GPU, generation: KernelGeneration, powerLimit: PowerLimit? = nil) {
    self.init(gpu, generation.constants, powerLimit: powerLimit)
  }

  /// The time of a kernel; nil where the GPU does not compute in its format.
  public func time(of kernel: Kernel, timing: KernelTiming = .device) -> KernelTime? {
    guard var time = bareTime(of: kernel) else { return nil }
    time.launch = launch(of: kernel, timing, otherwise: time.launch)
    if let powerLimit {
      time.powerLimit = powerLimit.time(
        operations: time.operations, operandBits: Self.operandBits(of: kernel), bytes: time.bytes)
    }
    return time
  }

  private func bareTime(of kernel: Kernel) -> KernelTime? {
    switch kernel {
    case .product(let product): ProductTime(product, on: gpu, constants)?.time
    case .attention(let attention): attention.time(on: gpu, constants)
    case .experts(let layer): layer.time(on: gpu, constants)
    case .elements(let elements): elements.time(on: gpu, constants)
    }
  }

  private func launch(of kernel: Kernel, _ timing: KernelTiming, otherwise own: Seconds) -> Seconds
  {
    switch (kernel, timing) {
    case (.product(let product), .device): Seconds(start(of: product.format))
    case (.product, .host): Seconds(constants[.productCall])
    case (.elements(let elements), .host):
      Seconds(constants[elements.kind == .softmax ? .rowCall : .compiledCall])
    case (.elements, .device), (.attention, _), (.experts, _): own
    }
  }

  /// Seconds to start a product.
  private func start(of format: ProductFormat) -> Double {
    switch format.kind {
    case .wide: constants[.launch]
    case .narrow, .fourBit: constants[.launch] + constants[.narrowLaunch]
    case .widened: constants[.widenedLaunch]
    }
  }

  private static func operandBits(of kernel: Kernel) -> BitCount {
    switch kernel {
    case .product(let product): product.format.multiplied.bitsPerElement
    case .experts(let layer): layer.format.multiplied.bitsPerElement
    case .attention(let one): one.format.multiplied.bitsPerElement
    case .elements(let elements): elements.format.bitsPerElement
    }
  }
}
