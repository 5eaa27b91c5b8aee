// SPDX-License-Identifier: Apache-2.0
import RafterKernels
import RafterQuantities

/// Measured kernels under the roofs of their devices.
enum KernelRooflines {
  /// One for each device, in the order of the points.
  ///
  /// Kernels whose operands fit the cache are left out: they may be read from there, and the memory is no roof of theirs.
  static func rooflines(_ points: [KernelComparison.Point]) -> [MeasuredRoofline] {
    var devices: [KernelDevice] = []
    for point in points where !devices.contains(where: { $0.name == point.device.name }) {
      devices.append(point.device)
    }
    return devices.map { device in
      let own = points.filter { point in
        point.device.name == device.name && point.time.operations > .zero
          && point.time.bytes > device.gpu.cacheCapacity
      }
      return MeasuredRoofline(
        machine: device.gpu.name, ceilings: ceilings(own, device.gpu),
        slopes: [MeasuredRoofline.Slope("memory", bandwidth: device.gpu.memoryPeak)],
        points: own.map(point))
    }
  }

  /// The dense peaks of the formats that the points multiply in, highest first.
  private static func ceilings(_ points: [KernelComparison.Point], _ gpu: GPU)
    -> [MeasuredRoofline.Ceiling]
  {
    let used = points.map { format($0.row.kernel) }
    return ProductFormat.allCases
      .filter { $0.multiplied == $0.weights && $0 != .fp8Blocks && used.contains($0.multiplied) }
      .compactMap { format in
        gpu.peak(format).map { MeasuredRoofline.Ceiling(format.rawValue, peak: $0) }
      }
      .sorted { $0.peak > $1.peak }
  }

  private static func format(_ kernel: Kernel) -> NumberFormat? {
    switch kernel {
    case .product(let product): product.format.multiplied
    case .experts(let layer): layer.format.multiplied
    case .attention: .bf16
    case .elements: nil
    }
  }

  private static func point(_ point: KernelComparison.Point) -> MeasuredRoofline.Point {
    MeasuredRoofline.Point(
      point.row.id, intensity: point.time.operations / point.time.bytes,
      measured: point.time.operations / point.row.latency,
      predicted: point.time.operations / point.time.total)
  }
}
