// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

/// Dataflows, unrollings and fronts at the command line.
@Suite struct MapConstraintTests {
  /// A small product, so that every search is proven in no time.
  static let list = """
    rafter: workload/1
    name: small
    formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}
    layers:
      - name: product
        operator: gemm
        dimensions: {M: 24, N: 40, K: 48}
    """

  static func map(_ options: [String]) throws -> Outcome {
    try RafterProcess.run(
      ["map", "-", "--on", "edge-npu", "--layer", "product"] + options, input: list)
  }

  struct Map: Decodable {
    struct Layer: Decodable {
      struct Nest: Decodable {
        struct Certificate: Decodable {
          struct Space: Decodable {
            struct Uneven: Decodable {
              var extent: String
              var orders: Int
            }
            var uneven: Uneven?
          }
          var space: Space
        }
        var mapping: String
        var latency_cycles: Double
        var certificate: Certificate
      }
      var energy_J: Double
      var nests: [Nest]
    }
    struct Constraints: Decodable {
      var stationary: String?
      var tiles: String?
    }
    var layers: [Layer]
    var constraints: Constraints?
  }

  static func parsed(_ options: [String]) throws -> Map {
    let run = try map(options + ["--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Map.self, from: Data(run.output.utf8))
  }

  @Test(arguments: ["weights", "inputs", "outputs"])
  func `a fixed dataflow is never faster than the best, and is said`(operand: String) throws {
    let free = try Self.parsed(["--objective", "latency"])
    let fixed = try Self.parsed(["--stationary", operand])
    #expect(fixed.layers[0].nests[0].latency_cycles >= free.layers[0].nests[0].latency_cycles)
    #expect(fixed.constraints?.stationary == operand)
    #expect(free.constraints == nil)
    #expect(
      try Self.map(["--stationary", operand]).output.contains(
        "Kept as asked: \(operand) stationary."))
  }

  /// The buffer's three stores and the accumulators' one lie outside the array: 4! / 2 orders keep those of outputs.
  @Test func `uneven tiles are asked for, said, and never worse`() throws {
    let even = try Self.parsed([])
    let uneven = try Self.parsed(["--tiles", "uneven"])
    #expect(uneven.layers[0].nests[0].latency_cycles <= even.layers[0].nests[0].latency_cycles)
    #expect(uneven.constraints?.tiles == "uneven" && even.constraints == nil)
    let space = uneven.layers[0].nests[0].certificate.space
    #expect(space.uneven?.extent == "every" && space.uneven?.orders == 12)
    #expect(even.layers[0].nests[0].certificate.space.uneven == nil)
    let text = try Self.map(["--tiles", "uneven"]).output
    #expect(text.contains("Kept as asked: tiles of each operand on its own."))
    #expect(text.contains("13 orders of stores"), "\(text)")
    #expect(try Self.map(["--tiles", "odd"]).status == 64)
  }

  @Test func `sides unroll what is asked, and nothing where that is asked`() throws {
    let one = try Self.parsed(["--unroll", "rows=K:16,columns=none"]).layers[0].nests[0].mapping
    let loops = one.split(separator: "\n").filter { $0.contains("parallel") }
    #expect(loops.count == 1)
    #expect(loops.first?.contains("k in 0..<16 on rows") == true, "\(one)")
  }

  @Test(arguments: [
    ("rows=H", "mapping.unknown-dimension"), ("row=K", "mapping.unknown-side"),
    ("rows=K:64", "mapping.side-overfull"), ("rows", "command.unroll"),
    ("rows=", "command.unroll"), ("rows=K*N", "command.unroll"), ("rows=K:x", "command.unroll"),
    ("rows=K,rows=N", "command.unroll"), ("rows=K:2*K:2", "command.unroll"),
  ])
  func `an unrolling that cannot be kept is refused`(text: String, id: String) throws {
    let run = try Self.map(["--unroll", text])
    #expect(run.status == 2)
    #expect(run.errors.contains("[\(id)]"), "\(run.errors)")
  }

  @Test func `the ends of a front are the optima of both objectives`() throws {
    let run = try Self.map(["--objective", "front", "--format", "csv"])
    #expect(run.status == 0, "\(run.errors)")
    let points = run.output.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    // The columns from the end: cycles, seconds, joule, joule-seconds, gap.
    let cycles = points.map { $0[$0.count - 5] }
    let energy = points.map { $0[$0.count - 3] }
    try #require(!points.isEmpty)
    #expect(zip(cycles, cycles.dropFirst()).allSatisfy { $0 < $1 })
    #expect(zip(energy, energy.dropFirst()).allSatisfy { $0 > $1 })
    #expect(points.allSatisfy { $0.last == 0 })
    let fastest = try Self.parsed(["--objective", "latency"]).layers[0].nests[0].latency_cycles
    // Searches with one objective may stop a hundredth above the best.
    #expect(cycles[0] <= fastest && fastest <= cycles[0] * 1.01)
  }

  @Test(arguments: [
    ["map", "resnet18", "--on", "edge-npu", "--objective", "front"],
    ["map", "resnet18", "--on", "edge-npu", "--unroll", "rows=C"],
    [
      "map", "resnet18", "--on", "edge-npu", "--layer", "L02", "--objective", "front",
      "--cost-model", "bound",
    ],
    [
      "map", "resnet18", "--on", "edge-npu", "--layer", "L02", "--stationary", "weights",
      "--mapping", "x.yaml",
    ],
    [
      "map", "resnet18", "--on", "edge-npu", "--layer", "L02", "--stationary", "weights",
      "--cost-model", "zigzag",
    ],
    [
      "map", "resnet18", "--on", "edge-npu", "--layer", "L02", "--tiles", "uneven",
      "--mapping", "x.yaml",
    ],
    ["analyze", "resnet18", "--on", "edge-npu", "--cost-model", "bound", "--plot", "x.svg"],
    ["show", "edge-npu", "--format", "json"], ["init", "workload", "--format", "json"],
  ])
  func `what means nothing together is refused`(arguments: [String]) throws {
    #expect(try RafterProcess.run(arguments).status == 64)
  }

  @Test func `other commands say where fronts are`() throws {
    let run = try RafterProcess.run(
      ["analyze", "resnet18", "--on", "edge-npu", "--objective", "pareto"])
    #expect(run.status == 2)
    #expect(run.errors.contains("[command.front]") && run.errors.contains("rafter map"))
  }

  struct View: Decodable {
    struct Totals: Decodable { var latency_cycles: Double }
    struct Nest: Decodable {
      var repeats: Double
      var layer_repeats: Double
      var latency_cycles: Double
    }
    var totals: Totals
    var nests: [Nest]
  }

  @Test func `a network in another cost model is the sum of its runs`() throws {
    let list = Self.list + "\n    repeats: 3"
    let run = try RafterProcess.run(
      ["analyze", "-", "--on", "edge-npu", "--cost-model", "bound", "--format", "json"],
      input: list)
    #expect(run.status == 0, "\(run.errors)")
    let view = try JSONDecoder().decode(View.self, from: Data(run.output.utf8))
    let sum = view.nests.reduce(0) { $0 + $1.latency_cycles * $1.repeats * $1.layer_repeats }
    #expect(view.totals.latency_cycles == sum)
    #expect(view.nests.map { $0.repeats * $0.layer_repeats } == [3])
  }
}
