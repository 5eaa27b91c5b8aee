// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterKernels
import RafterQuantities

/// Measured kernels beside the model.
struct KernelComparison {
  /// A row and what the model says.
  struct Point {
    var row: MeasuredKernel
    var device: KernelDevice
    var time: KernelTime

    /// (predicted - measured) / measured.
    var error: Double { time.total.ratio(to: row.latency) - 1 }
  }

  /// One point for each row, the quickest where several stacks measured the same.
  let points: [Point]

  /// - Throws: devices without a description, formats that a device does not compute in.
  init(
    _ rows: [MeasuredKernel], power: PowerLimit? = nil,
    constants: (KernelGeneration) -> KernelConstants = \.constants
  ) throws(DiagnosticList) {
    let devices = try KernelDevices.devices(of: rows)
    let own = Dictionary(devices.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var problems: [Diagnostic] = []
    var points: [Point] = []
    for row in Self.quickest(rows) {
      guard let device = own[row.device] else { continue }
      var limit = row.powerCap == nil ? nil : power
      if let cap = row.powerCap { limit?.cap = cap }
      let model = KernelModel(device.gpu, constants(device.generation), powerLimit: limit)
      if let time = model.time(of: row.kernel, timing: row.timing) {
        points.append(Point(row: row, device: device, time: time))
      } else {
        problems.append(.kernelNotComputed(row.kind, on: row.device, at: row.place))
      }
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
    self.points = points
  }

  /// Of rows with the same work the quickest, at the place of the first.
  static func quickest(_ rows: [MeasuredKernel]) -> [MeasuredKernel] {
    var places: [String: Int] = [:]
    var kept: [MeasuredKernel] = []
    for row in rows {
      if let place = places[row.sameWork] {
        if row.latency < kept[place].latency { kept[place] = row }
      } else {
        places[row.sameWork] = kept.count
        kept.append(row)
      }
    }
    return kept
  }

  /// The points of which something holds.
  func points(_ condition: (Point) -> Bool) -> [Point] { points.filter(condition) }

  /// Points whose time is below what the device can do at all: an error in the row, not in the model.
  var aboveRoof: [Point] {
    points.filter { point in
      let time = point.row.latency
      let bytes = point.time.bytes
      let fits = bytes <= point.device.gpu.cacheCapacity
      return !fits && bytes / time > point.device.gpu.memoryPeak
    }
  }
}

/// Statistics of relative errors.
struct ErrorStatistics {
  let errors: [Double]

  init(_ errors: [Double]) { self.errors = errors }

  private var magnitudes: [Double] { errors.map(\.magnitude).sorted() }

  /// The middle of the magnitudes; nil of nothing.
  var median: Double? { percentile(0.5) }

  /// The mean of the magnitudes; nil of nothing.
  var mean: Double? {
    errors.isEmpty ? nil : magnitudes.reduce(0, +) / Double(errors.count)
  }

  /// The mean error: positive where the model is slower; nil of nothing.
  var bias: Double? { errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count) }

  /// A percentile of the magnitudes, between neighbours in proportion; nil of nothing.
  func percentile(_ share: Double) -> Double? {
    let sorted = magnitudes
    guard let last = sorted.last else { return nil }
    let place = share * Double(sorted.count - 1)
    let lower = Int(place)
    guard lower + 1 < sorted.count else { return last }
    return sorted[lower] + (place - Double(lower)) * (sorted[lower + 1] - sorted[lower])
  }

  /// A line: `median 4.4 %, 90 % within 17.3 %, bias +0.3 %`.
  var line: String {
    guard let median, let high = percentile(0.9), let bias else { return "no rows" }
    return
      "median \(Self.percent(median)), 90 % within \(Self.percent(high)), bias \(bias < 0 ? "" : "+")\(Self.percent(bias))"
  }

  /// A share in per cent, to one place.
  static func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
}
