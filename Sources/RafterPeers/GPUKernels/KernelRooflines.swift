// SPDX-License-Identifier: Apache-2.0
import RafterKernels
import RafterQuantities

/// Measured kernels under the roofs of their devices.
enum KernelRooflines {
  /// A kernel that ran.
  struct Run {
    var name: String
    /// The format that it multiplies in; nil for operators on elements.
    var format: NumberFormat?
    var operations: Operations
    /// Compulsory traffic.
    var bytes: ByteCount
    var measured: Seconds
    var predicted: Seconds?
  }

  /// One for each device, in the order of the points.
  static func rooflines(_ points: [KernelComparison.Point]) -> [MeasuredRoofline] {
    var devices: [KernelDevice] = []
    for point in points where !devices.contains(where: { $0.name == point.device.name }) {
      devices.append(point.device)
    }
    return devices.map { device in
      roofline(points.filter { $0.device.name == device.name }.map(run), on: device.gpu)
    }
  }

  /// The runs of one device.
  ///
  /// Kernels whose operands fit the cache are left out: they may be read from there, and the memory is no roof of theirs. Of larger
  /// ones as much as the cache holds may have stayed from one run to the next.
  static func roofline(_ runs: [Run], on gpu: GPU) -> MeasuredRoofline {
    let own = runs.filter { $0.operations > .zero && $0.bytes > gpu.cacheCapacity }
    let ceilings = ceilings(own, gpu)
    return MeasuredRoofline(
      machine: gpu.name, ceilings: ceilings.map(\.ceiling),
      slopes: [MeasuredRoofline.Slope("memory", bandwidth: gpu.memoryPeak)],
      points: own.map { run in
        MeasuredRoofline.Point(
          run.name, intensity: run.operations / run.bytes,
          measured: run.operations / run.measured,
          predicted: run.predicted.map { run.operations / $0 },
          ceiling: ceilings.first { $0.format == run.format }?.ceiling.name,
          lift: run.bytes.ratio(to: run.bytes - gpu.cacheCapacity))
      })
  }

  /// The dense peaks of the formats that the runs multiply in, highest first.
  private static func ceilings(_ runs: [Run], _ gpu: GPU)
    -> [(format: NumberFormat, ceiling: MeasuredRoofline.Ceiling)]
  {
    let used = runs.map(\.format)
    return ProductFormat.allCases
      .filter { $0.multiplied == $0.weights && $0 != .fp8Blocks && used.contains($0.multiplied) }
      .compactMap { format in
        gpu.peak(format).map {
          (
            format: format.multiplied,
            ceiling: MeasuredRoofline.Ceiling(format.rawValue, peak: $0)
          )
        }
      }
      .sorted { $0.ceiling.peak > $1.ceiling.peak }
  }

  private static func format(_ kernel: Kernel) -> NumberFormat? {
    switch kernel {
    case .product(let product): product.format.multiplied
    case .experts(let layer): layer.format.multiplied
    case .attention(let one): one.format.multiplied
    case .elements: nil
    }
  }

  private static func run(_ point: KernelComparison.Point) -> Run {
    Run(
      name: point.row.id, format: format(point.row.kernel), operations: point.time.operations,
      bytes: point.time.bytes, measured: point.row.latency, predicted: point.time.total)
  }
}
