// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// One stretch of a layer in which its resources work side by side.
///
/// It is a product with its share of the vector work, or the vector work alone; the stretches of a layer
/// follow one another.
struct LayerPart {
  /// All multiply-accumulates at the peak of the machine's best format.
  var peakCycles = Cycles.zero
  /// The same at the peak of the layer's format.
  var formatCycles = Cycles.zero
  /// The same at the sustained share of that peak.
  var sustainedCycles = Cycles.zero
  /// The same with the array as far used as the mapping does.
  var computeCycles = Cycles.zero
  /// The vector unit's time.
  var vectorCycles = Cycles.zero
  /// One for each memory, outermost first.
  var levels: [LevelLoad] = []
  var fillCycles = Cycles.zero
  var loadCycles = Cycles.zero
  var offloadCycles = Cycles.zero
  /// Nil where unknown.
  var computeEnergy: Energy? = .zero
  /// Nil where unknown.
  var vectorEnergy: Energy? = .zero
  /// By the array's name; zero where the description states none.
  var wires: [(array: String, energy: Energy)] = []
}

extension LayerPart {
  /// The parts of a layer, in the order they run.
  ///
  /// - Parameter extra: what tensors move that no nest moves.
  static func parts(
    of layer: Layer, mapped: [MappedNest], format: ComputeFormat?, extra: [ExtraTransfer],
    on facts: MachineFacts
  ) -> [LayerPart] {
    guard let format, !mapped.isEmpty else {
      return [vector(of: layer, extra: extra, on: facts)]
    }
    let macs = max(1, mapped.reduce(0) { $0 + $1.nest.macs * $1.nest.repeats })
    return mapped.map { nest in
      let share = Double(nest.nest.macs * nest.nest.repeats) / Double(macs)
      return product(
        nest, of: layer, vectorOperations: Double(layer.vectorOperations) * share,
        extra: extra.map {
          ExtraTransfer(memory: $0.memory, transfer: $0.transfer, bits: $0.bits * share)
        }, format: format, on: facts)
    }
  }

  private static func vector(
    of layer: Layer, extra: [ExtraTransfer], on facts: MachineFacts
  ) -> LayerPart {
    var part = LayerPart()
    part.addVector(Double(layer.vectorOperations), in: layer.kind, on: facts.machine)
    part.levels = levels(nil, extra: extra, repeats: 1, on: facts)
    return part
  }

  private static func product(
    _ mapped: MappedNest, of layer: Layer, vectorOperations: Double, extra: [ExtraTransfer],
    format: ComputeFormat, on facts: MachineFacts
  ) -> LayerPart {
    let machine = facts.machine
    let repeats = Double(mapped.nest.repeats)
    let cost = mapped.cost
    let work = MACs(mapped.nest.macs).operations * repeats
    var part = LayerPart()
    // What skipping gains is taken off before the chain begins [rooflines 3.4].
    let steps = mapped.savings.steps
    part.formatCycles = work / machine.peak(format) * steps
    part.peakCycles = min(part.formatCycles, work / facts.bestPeak * steps)
    part.sustainedCycles = part.formatCycles / (machine.compute?.sustained.value ?? 1)
    part.computeCycles = cost.computeCycles * repeats
    part.levels = levels(cost, extra: extra, repeats: repeats, on: facts)
    part.fillCycles = cost.fillCycles * repeats
    part.loadCycles = cost.loadCycles * repeats
    part.offloadCycles = cost.offloadCycles * repeats
    part.computeEnergy = cost.computeEnergy.map { $0 * repeats }
    part.wires = cost.wires.map { wire in
      (machine.arrayName(at: wire.element), (wire.energy ?? .zero) * repeats)
    }
    part.addVector(vectorOperations, in: layer.kind, on: facts.machine)
    return part
  }

  private mutating func addVector(
    _ operations: Double, in kind: OperatorKind, on machine: Accelerator
  ) {
    guard operations > 0, let unit = machine.vector else { return }
    vectorCycles = Operations(operations) / unit.rate(in: kind).value
    vectorEnergy = unit.energy(in: kind).map { $0.value * Operations(operations) }
  }

  private static func levels(
    _ cost: NestCost?, extra: [ExtraTransfer], repeats: Double, on facts: MachineFacts
  ) -> [LevelLoad] {
    facts.memories.enumerated().map { index, memory in
      // Extra tensors cross once, however often the nest runs.
      let mine = extra.filter { $0.memory == index }.map {
        ExtraTransfer(memory: index, transfer: $0.transfer, bits: $0.bits * (1 / repeats))
      }
      return LevelLoad(
        cost?.memories[index], extra: mine, memory: memory,
        instances: facts.instances[index], clock: facts.clock
      ).times(repeats)
    }
  }
}

extension Accelerator {
  /// An array's name for people: its sides.
  func arrayName(at element: Int) -> String {
    guard path.indices.contains(element), case .array(let array) = path[element] else { return "" }
    return array.axes.map(\.name).joined(separator: "x")
  }
}
