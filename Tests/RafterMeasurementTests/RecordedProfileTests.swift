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

  private func check(_ model: String, _ machine: String) throws -> CheckResult {
    func text(_ name: String) throws -> String {
      try String(
        contentsOf: Repository.file("Examples/04-models-on-a-cpu/\(name)"), encoding: .utf8)
    }
    let (accelerator, _) = try AcceleratorReader.read(
      text: try text("\(machine).yaml"), file: "\(machine).yaml")
    let file = "\(model)-\(machine).json"
    let reading = try MeasurementReader.read(text: try text(file), file: file, for: accelerator)
    return try RoofPlacing.check(reading.rows, on: accelerator, notes: reading.notes)
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

  /// Least and measured times of nodes that the same kind of roof bounds.
  private func sums(_ points: [CheckedPoint]) -> [String: (least: Double, time: Double)] {
    var found: [String: (least: Double, time: Double)] = [:]
    for point in points {
      guard let binding = point.binding else { continue }
      let kind = if case .peak = binding.roof { "peak" } else { binding.roof.name }
      found[kind, default: (0, 0)].least += binding.time.value
      found[kind, default: (0, 0)].time += point.row.time.value
    }
    return found
  }

  /// The band is what was found, leaving each model out in turn: on one thread, and on all.
  @Test(arguments: [("one", 0.15), ("all", 0.45)])
  func `the total of a model follows from its bounds and the shares that other models reach`(
    _ machine: String, _ band: Double
  ) throws {
    var all: [String: [String: (least: Double, time: Double)]] = [:]
    for model in Self.models { all[model] = sums(try check(model, machine).points) }
    for model in Self.models {
      let own = try #require(all[model])
      var predicted = 0.0
      for (kind, sum) in own {
        let others = Self.models.filter { $0 != model }.compactMap { all[$0]?[kind] }
        let least = others.reduce(0) { $0 + $1.least }
        let time = others.reduce(0) { $0 + $1.time }
        // Nodes of a kind that no other model has are taken at their bound.
        predicted += least > 0 ? sum.least * time / least : sum.least
      }
      let measured = own.values.reduce(0) { $0 + $1.time }
      #expect(abs(predicted / measured - 1) <= band, "\(model): \(predicted) for \(measured)")
    }
  }
}
