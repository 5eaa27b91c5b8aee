// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Another shape of the array at equal multipliers, and wires that share what is read [rooflines 3.6].
///
/// - What it changes: 32 x 32 parts become 16 x 64 or 64 x 16; operands are multicast along every side, and outputs summed.
/// - Roofs and point: both roofs stay. The point moves to the right at the memories next to the array, by
///   `AI = 2 Pb Pk Pc / (Pb Pc/Ti + Pk Pc/Tw + 2 Pb Pk/To)` [rooflines 1.3]; idle parts fall or rise as the shape fits the layers.
/// - Cost: no multipliers. Wires, adders between parts and their energy are not priced.
/// - Limit: a shape that suits one layer idles in another; ports beside the array keep their width.
/// - Source: the array formula of rooflines 1.3, which reproduces seven published arrays.
enum SpatialReuseLever {
  static func ladders(_ design: Design, _ cost: ModelledMachine) -> [Ladder] {
    let base = design.accelerator
    // The sides of an in-memory array are its cells.
    guard base.compute?.inMemory == nil else { return [] }
    let arrays = base.path.indices.compactMap { index -> (index: Int, array: FanOut)? in
      guard case .array(let array) = base.path[index], array.size > 1 else { return nil }
      return (index, array)
    }
    var ladders: [Ladder] = []
    if let (index, array) = arrays.last {
      ladders += shapes(base, index, array, cost)
    }
    return ladders + arrays.flatMap { wires(base, $0.index, $0.array) }
  }

  /// Twice and four times as long on one side, as much shorter on the other.
  private static func shapes(
    _ base: Accelerator, _ index: Int, _ array: FanOut, _ cost: ModelledMachine
  ) -> [Ladder] {
    var ladders: [Ladder] = []
    for long in array.axes.indices {
      for short in array.axes.indices where short != long {
        let steps = [2, 4].compactMap { factor -> Intervention? in
          guard array.axes[short].size % factor == 0, array.axes[short].size > factor else {
            return nil
          }
          var changed = array
          changed.axes[long] = changed.axes[long].resized(to: array.axes[long].size * factor)
          changed.axes[short] = changed.axes[short].resized(to: array.axes[short].size / factor)
          var machine = base
          machine.path[index] = .array(changed)
          let shape = changed.axes.map { "\($0.size)" }.joined(separator: " x ")
          return Steps.machine(
            .spatialReuse, array.axes[long].name, shape, machine, cost,
            notes: ["in place of \(array.axes.map { "\($0.size)" }.joined(separator: " x "))"])
        }
        if !steps.isEmpty {
          let target = "\(array.axes[long].name) for \(array.axes[short].name)"
          ladders.append(Ladder(.spatialReuse, on: target, steps))
        }
      }
    }
    return ladders
  }

  /// Everything shared along every side of an array: a choice more, so no layer loses.
  private static func wires(_ base: Accelerator, _ index: Int, _ array: FanOut) -> [Ladder] {
    let name = array.axes.map(\.name).joined(separator: " x ")
    var shared = array
    var summed = array
    for side in array.axes.indices where array.axes[side].wiring == .flexible {
      shared.axes[side].multicast.formUnion([.inputs, .weights])
      summed.axes[side].reducesOutputs = true
    }
    return [
      (shared, "multicast", "the wires of the multicast and their energy: not known"),
      (summed, "reduction", "the adders between parts: not known"),
    ].compactMap { changed, step, basis in
      guard changed != array else { return nil }
      var machine = base
      machine.path[index] = .array(changed)
      let intervention = Intervention(
        lever: .spatialReuse, target: name, step: step,
        change: .machine(Steps.named(machine, after: base, .spatialReuse, name, step)),
        area: nil, basis: [basis])
      return Ladder(.spatialReuse, on: "\(name) \(step)", [intervention])
    }
  }
}

extension FanOut.Axis {
  /// The side with another number of parts; a fill of a cycle for each part follows.
  func resized(to count: Int) -> FanOut.Axis {
    var axis = self
    if let fill, fill.value.value == Double(size) {
      axis.fill = fill.scaled(by: Double(count) / Double(size))
    }
    axis.size = count
    return axis
  }
}
