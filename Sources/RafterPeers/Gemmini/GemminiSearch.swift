// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// The search of `rafter map` for a row, on the built-in machine with the row's memories.
///
/// It knows neither the cycles between two products nor how far transfers overlap, so its cycles are a bound.
struct GemminiSearch {
  let machine: Accelerator

  private static let limit = SearchLimit(mappings: 50_000, gap: 0.02)

  /// Cycles of the best mapping; nil where none fits, and for another array or other elements than the built-in machine's.
  func cycles(_ row: GemminiRow) -> Cycles? {
    guard row.statedArray == nil, row.elementBytes == 1 else { return nil }
    let accelerator = machine(row)
    guard
      let format = accelerator.compute?.formats.first(where: {
        $0.arithmetic.inputs == .int8 && $0.arithmetic.weights == .int8
      })
    else { return nil }
    let found = Mapper.map(
      Self.nest(row), on: accelerator, format: format, objective: .latency, limit: Self.limit)
    guard case .mapped(let nest) = found else { return nil }
    return nest.cost.latencyCycles
  }

  /// The built-in machine with the scratchpad and the accumulator of a row, whose sizes are those of one of two tiles.
  private func machine(_ row: GemminiRow) -> Accelerator {
    var machine = machine
    let columns = machine.fanOuts.first?.axes.last?.size ?? 1
    let accumulator = ByteCount(4 * columns * row.accumulatorRows)
    for place in machine.path.indices {
      guard case .memory(var memory) = machine.path[place] else { continue }
      let together = memory.tilesTogether
      switch memory.name {
      case "scratchpad": memory.capacity?.value = row.scratchpad * together
      case "accumulator": memory.capacity?.value = accumulator * together
      default: continue
      }
      machine.path[place] = .memory(memory)
    }
    return machine
  }

  private static func nest(_ row: GemminiRow) -> LoopNest {
    let dimensions = [
      LoopDimension("K", row.kernels), LoopDimension("C", row.channels),
      LoopDimension("OY", row.height), LoopDimension("OX", row.width),
      LoopDimension("FY", row.kernel), LoopDimension("FX", row.kernel),
    ]
    func axis(_ place: Int) -> AxisProjection {
      AxisProjection(terms: [.init(dimension: place)], extent: dimensions[place].bound)
    }
    func sliding(_ place: Int) -> AxisProjection {
      AxisProjection(
        terms: [.init(dimension: place, stride: row.stride), .init(dimension: place + 2)],
        extent: row.stride * (dimensions[place].bound - 1) + row.kernel)
    }
    func operand(_ role: Operand, _ axes: [AxisProjection]) -> NestOperand {
      NestOperand(
        role: role, tensor: role.rawValue, format: .int8, isConstant: role == .weights, axes: axes)
    }
    return LoopNest(
      dimensions: dimensions,
      operands: [
        operand(.weights, [axis(0), axis(1), axis(4), axis(5)]),
        operand(.inputs, [axis(1), sliding(2), sliding(3)]),
        operand(.outputs, [axis(0), axis(2), axis(3)]),
      ], accumulate: .int32)
  }
}

extension MemoryLevel {
  /// Two where the next tile comes while one is worked on.
  fileprivate var tilesTogether: Double { buffering == .double ? 2 : 1 }
}
