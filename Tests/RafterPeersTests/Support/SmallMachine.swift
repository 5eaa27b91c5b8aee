// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// A machine with two memories for everything, so that a rule can be derived by hand.
enum SmallMachine {
  /// One port of each memory for every direction unless ports are given.
  static func machine(
    inner: Double = 1e6, innerPorts: [ZigZagMachine.Port]? = nil, innerWidth: Double = 8,
    outerWidth: Double = 8, array: Int = 1, sharedAcross: [String] = ["D1"]
  ) -> ZigZagMachine {
    ZigZagMachine(
      name: "small", source: "made by hand",
      memories: [
        ZigZagMachine.Memory(
          name: "inner", capacity: BitCount(inner), readEnergy: Picojoules(1.0),
          writeEnergy: Picojoules(2.0), operands: ["I1", "I2", "O"], sharedAcross: sharedAcross,
          ports: innerPorts ?? [port(8, innerWidth, all)]),
        ZigZagMachine.Memory(
          name: "outer", capacity: BitCount(1e12), readEnergy: Picojoules(10.0),
          writeEnergy: Picojoules(20.0), operands: ["I1", "I2", "O"], sharedAcross: ["D1"],
          ports: [port(8, outerWidth, all)]),
      ], array: [ZigZagMachine.ArrayDimension(name: "D1", size: array)],
      macEnergy: Picojoules(0.5), systolic: [])
  }

  static let all = ["I1", "I2", "O"].flatMap { operand in
    ZigZagDirection.allCases.map { ZigZagMachine.Service(operand, $0) }
  }

  static func port(_ least: Double, _ greatest: Double, _ serves: [ZigZagMachine.Service])
    -> ZigZagMachine.Port
  {
    ZigZagMachine.Port(minimum: Quantity(least), maximum: Quantity(greatest), serves: serves)
  }

  /// O[m][n] = I[m][k] * W[k][n], 8 bits, partial sums of 16.
  static func product(_ m: Int, _ n: Int, _ k: Int) -> ZigZagLayer {
    ZigZagLayer(
      dimensions: [.init("M", m), .init("N", n), .init("K", k)], relations: [],
      output: .init(name: "O", memoryOperand: "O", indices: ["M", "N"], bits: 16), finalBits: 8,
      inputs: [
        .init(name: "I", memoryOperand: "I1", indices: ["M", "K"], bits: 8),
        .init(name: "W", memoryOperand: "I2", indices: ["K", "N"], bits: 8),
      ])
  }

  /// Without unrolling; the same cut for all operands.
  static func mapping(
    _ order: [ZigZagLoop], cut: Int, whole: [ZigZagUnrolling] = [],
    fractional: [ZigZagUnrolling]? = nil
  ) -> ZigZagMapping {
    func levels(_ loops: [ZigZagUnrolling]) -> ZigZagSpatialLevels {
      (0..<3).map { _ in [loops, [], []] }
    }
    return ZigZagMapping(
      whole: levels(whole), fractional: levels(fractional ?? whole), order: order,
      cuts: (0..<3).map { _ in [cut, order.count] })
  }

  static func evaluate(
    _ layer: ZigZagLayer, _ mapping: ZigZagMapping, on machine: ZigZagMachine,
    cyclesPerOperation: Double = 1
  ) throws -> ZigZagResult {
    try ZigZagModel(
      layer: layer, machine: machine, mapping: mapping, dataflow: ZigZagDataflow([]),
      cyclesPerOperation: cyclesPerOperation
    ).evaluate()
  }
}
