// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import Testing

/// Four models that ONNX Runtime ran on one computer, under the roofs that `rafter measure` found on it in the same hour.
@Suite struct RecordedProfileTests {
  static let models = ["resnet50", "mobilenet-v2", "vit-b-16", "decoder"]
  static let machines = ["one", "all"]

  /// Nodes that take less are the runtime's more than the processor's.
  private static let long = Seconds(30e-6)

  private func text(_ name: String) throws -> String {
    try String(
      contentsOf: Repository.file("Examples/04-models-on-a-cpu/\(name)"), encoding: .utf8)
  }

  private func accelerator(_ machine: String) throws -> Accelerator {
    try AcceleratorReader.read(text: try text("\(machine).yaml"), file: "\(machine).yaml").0
  }

  private func check(_ model: String, _ machine: String) throws -> CheckResult {
    let accelerator = try accelerator(machine)
    let file = "\(model)-\(machine).json"
    let reading = try MeasurementReader.read(text: try text(file), file: file, for: accelerator)
    return try RoofPlacing.check(reading.rows, on: accelerator, notes: reading.notes)
  }

  /// The time of a node of which nothing overlaps: all its least times, and the start.
  private func apart(_ point: CheckedPoint, _ wake: Double) -> Double {
    point.times.reduce(wake) { $0 + $1.time.value }
  }

  private func wake(_ machine: String) throws -> Double {
    try accelerator(machine).launch?.value.value ?? 0
  }

  @Test(arguments: models, machines)
  func `no long node is faster than its bound by more than two percent`(
    _ model: String, _ machine: String
  ) throws {
    let long = try check(model, machine).points.filter { $0.row.time >= Self.long }
    // Each model has enough of them to say something.
    #expect(long.count >= 40)
    for point in long {
      #expect(point.share <= 1.02, "\(point.row.name): \(point.share) of \(point.binding as Any)")
    }
    // And the bounds are no trifle: the nearest reaches two thirds of its own.
    #expect(long.map(\.share).max() ?? 0 > 0.66)
  }

  @Test(arguments: machines) func `what is no product is held against the vector unit and memories`(
    _ machine: String
  ) throws {
    var kinds: Set<String> = []
    for model in Self.models {
      for point in try check(model, machine).points {
        let hasProduct = point.row.work.contains { $0.kind == nil }
        let hasPeak = point.times.contains { if case .peak = $0.roof { true } else { false } }
        #expect(hasProduct == hasPeak, "\(point.row.name)")
        #expect(
          point.times.contains { $0.roof == .vector }
            == point.row.work.contains { $0.kind == "vector" })
        if point.times.contains(where: { $0.roof == .vector }) { kinds.insert(model) }
      }
    }
    #expect(kinds.count >= 3)
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  /// Why totals are predicted from the sum: without any constant it is nearer to what was measured than the longest time alone, in every model on
  /// every number of threads, and it is no more than was measured.
  @Test(arguments: models, machines)
  func `a node takes nearer to the sum of its least times and the start than to the longest`(
    _ model: String, _ machine: String
  ) throws {
    let long = try check(model, machine).points.filter {
      $0.row.time >= Self.long && !$0.times.isEmpty
    }
    let wake = try wake(machine)
    let sums = long.map { apart($0, wake) / $0.row.time.value }
    #expect(
      median(sums.map { abs(log($0)) }) < median(long.map { abs(log($0.share)) }),
      "\(model) on \(machine)")
    // Seven of all 952 nodes take less than the sum, four of them among the 50 of MobileNetV2 on two threads.
    #expect(sums.count { $0 > 1.02 } <= long.count / 10)
  }

  /// Times of nodes that the same kind of roof bounds, without overlap and measured.
  private func sums(_ points: [CheckedPoint], _ wake: Double) -> [String: (
    apart: Double, time: Double
  )] {
    var found: [String: (apart: Double, time: Double)] = [:]
    for point in points {
      guard let binding = point.binding else { continue }
      let kind = if case .peak = binding.roof { "peak" } else { binding.roof.name }
      found[kind, default: (0, 0)].apart += apart(point, wake)
      found[kind, default: (0, 0)].time += point.row.time.value
    }
    return found
  }

  /// The band is what was found, leaving each model out in turn: on one thread, and on all.
  @Test(arguments: [("one", 0.11), ("all", 0.31)])
  func `the total of a model follows from its times and the shares that other models reach`(
    _ machine: String, _ band: Double
  ) throws {
    var all: [String: [String: (apart: Double, time: Double)]] = [:]
    let wake = try wake(machine)
    for model in Self.models { all[model] = sums(try check(model, machine).points, wake) }
    for model in Self.models {
      let own = try #require(all[model])
      var predicted = 0.0
      for (kind, sum) in own {
        let others = Self.models.filter { $0 != model }.compactMap { all[$0]?[kind] }
        let least = others.reduce(0) { $0 + $1.apart }
        let time = others.reduce(0) { $0 + $1.time }
        // Nodes of a kind that no other model has are taken as they are.
        predicted += least > 0 ? sum.apart * time / least : sum.apart
      }
      let measured = own.values.reduce(0) { $0 + $1.time }
      #expect(abs(predicted / measured - 1) <= band, "\(model): \(predicted) for \(measured)")
    }
  }
}
