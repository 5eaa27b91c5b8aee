// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterHardware
public import RafterMeasurement
import RafterPeers
import RafterQuantities
import RafterRoofline

/// The picture of `rafter check`: measured points under the roofs at the memory that most rows name, and what an analysis predicts.
public struct CheckChart: Sendable {
  private let roofline: MeasuredRoofline
  private let source: String

  /// Creates a picture.
  ///
  /// - Parameters:
  ///   - result: the points.
  ///   - machine: what they ran on.
  ///   - source: the file they were read from.
  public init(_ result: CheckResult, on machine: Accelerator, source: String) {
    self.source = source
    let roofs = MachineRoofs.all(of: machine)
    // The memory of most points; the outermost of equals.
    let level = machine.memories.enumerated().max { a, b in
      let (first, second) = (
        Self.count(result, a.element.name), Self.count(result, b.element.name)
      )
      return (first, b.offset) < (second, a.offset)
    }?.element.name
    var ceilings: [MeasuredRoofline.Ceiling] = []
    let points = result.points.compactMap { point -> MeasuredRoofline.Point? in
      let work = point.row.work.reduce(Operations.zero) { $0 + $1.operations }
      guard work > .zero, let level, let bytes = Self.bytes(point, at: level) else { return nil }
      let format = point.format ?? "vector"
      if !ceilings.contains(where: { $0.name == format }),
        let roof = roofs.first(where: { $0.format == format })
      {
        ceilings.append(.init(format, peak: roof.peak))
      }
      return MeasuredRoofline.Point(
        point.row.name, intensity: work / bytes, measured: work / point.row.time,
        predicted: point.predicted.map { work / $0 }, ceiling: format)
    }
    let slope = roofs.first { $0.level == level }
    roofline = MeasuredRoofline(
      machine: result.machine, ceilings: ceilings.sorted { $0.peak > $1.peak },
      slopes: slope.map { [.init($0.level, bandwidth: $0.bandwidth)] } ?? [], points: points)
  }

  private static func bytes(_ point: CheckedPoint, at level: String) -> ByteCount? {
    point.times.contains { $0.roof == .bandwidth(level: level) }
      ? point.row.traffic.first { $0.level == level }?.bytes
        ?? point.row.traffic.first { $0.level == nil }?.bytes
        ?? point.row.traffic.first?.bytes : nil
  }

  private static func count(_ result: CheckResult, _ level: String) -> Int {
    result.points.count { bytes($0, at: level) != nil }
  }

  /// The picture as SVG; nil where fewer than two points have operations and bytes.
  public func svg(theme: ChartTheme = .light) -> String? {
    MeasuredRooflineChart(
      roofline, title: "\(source): measured points under the roofs of \(roofline.machine)"
    ).scene.map { SVGWriter.text($0, theme: theme) }
  }
}
