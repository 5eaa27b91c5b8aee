// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterTestSupport
import RafterWorkload

/// A small nest, machine and mapping drawn at random.
struct RandomCase {
  var nest: LoopNest
  var machine: Accelerator
  var mapping: Mapping

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    nest = Self.nest(&random)
    machine = Self.machine(&random)
    mapping = Self.mapping(nest, machine, &random)
  }

  static func nest(_ random: inout SeededGenerator) -> LoopNest {
    if Bool.random(using: &random) {
      return TestNests.gemm(
        batch: .random(in: 1...2, using: &random), m: .random(in: 1...7, using: &random),
        n: .random(in: 1...6, using: &random), k: .random(in: 1...7, using: &random))
    }
    let fy = Int.random(in: 1...3, using: &random)
    let fx = Int.random(in: 1...2, using: &random)
    return TestNests.convolution(
      groups: .random(in: 1...2, using: &random), k: .random(in: 1...3, using: &random),
      c: .random(in: 1...3, using: &random), oy: .random(in: 2...6, using: &random),
      ox: .random(in: 1...3, using: &random), fy: fy, fx: fx,
      stride: .random(in: 1...3, using: &random), dilation: .random(in: 1...2, using: &random),
      padding: .random(in: 0...1, using: &random))
  }

  static func operands(_ random: inout SeededGenerator) -> Set<Operand> {
    Set(Operand.allCases.filter { _ in Bool.random(using: &random) })
  }

  static func machine(_ random: inout SeededGenerator) -> Accelerator {
    var path: [PathElement] = [
      .memory(TestMachines.memory("m0", nil, ports: [TestMachines.port(4)]))
    ]
    for level in 1...Int.random(in: 1...3, using: &random) {
      if Bool.random(using: &random) {
        let sides = (0..<Int.random(in: 1...2, using: &random)).map { s in
          TestMachines.side(
            "a\(level)\(s)", .random(in: 2...4, using: &random), multicast: operands(&random),
            reduces: .random(using: &random))
        }
        path.append(TestMachines.array(sides))
      }
      guard level < 3 else { break }
      path.append(
        .memory(
          TestMachines.memory(
            "m\(level)", nil, holds: operands(&random), ports: [TestMachines.port(8)])))
    }
    return TestMachines.accelerator("random", path)
  }

  static func mapping(
    _ nest: LoopNest, _ machine: Accelerator, _ random: inout SeededGenerator
  ) -> Mapping {
    var length = nest.dimensions.map(\.bound)
    var nodes: [MappingNode] = []
    func loops(_ chance: Double) {
      var order = Array(length.indices)
      order.shuffle(using: &random)
      for d in order where length[d] > 1 && Double.random(in: 0..<1, using: &random) < chance {
        let tile = Int.random(in: 1...length[d], using: &random)
        nodes.append(.loop(dimension: d, bound: (length[d] + tile - 1) / tile, tile: tile))
        length[d] = tile
      }
    }
    var memory = 0
    for (index, element) in machine.path.enumerated() {
      switch element {
      case .memory(let level):
        for operand in level.holds.sorted().shuffled(using: &random) {
          nodes.append(.store(operand, memory: memory))
          // Each operand may be stored at its own depth.
          if memory > 0 { loops(0.15) }
        }
        memory += 1
        loops(0.5)
      case .array(let array):
        for (s, side) in array.axes.enumerated() {
          var room = side.size
          for d in Array(length.indices).shuffled(using: &random) where length[d] > 1 && room > 1 {
            let factor = Int.random(in: 1...min(room, length[d]), using: &random)
            guard factor > 1 else { continue }
            let tile = (length[d] + factor - 1) / factor
            nodes.append(
              .unroll(
                dimension: d, element: index, axis: s,
                factor: (length[d] + tile - 1) / tile, tile: tile))
            length[d] = tile
            room /= factor
          }
        }
      case .compute: break
      }
    }
    for d in Array(length.indices).shuffled(using: &random) where length[d] > 1 {
      nodes.append(.loop(dimension: d, bound: length[d], tile: 1))
    }
    return Mapping(nodes: nodes)
  }
}
