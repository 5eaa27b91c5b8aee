// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Weights with zeros, on a machine that gates or skips them and stores them shorter [rooflines 3.6].
///
///     gating:    energy of the arithmetic * (d + (1-d)*g), no time
///     skipping:  throughput * max(1, balance / max(d, 1/s_max)), energy * d
///     bytes:     d*(b + metadata)/b
///
/// - What it changes: which weights are zero, and what the machine makes of them. What it has is used as it is; what it lacks is added.
/// - Cost: gates, selectors or the logic that finds pairs, in area and in energy of an executed MAC (``SparseLogicCost``); metadata, and
///   what spreads weights that a memory stores shorter, without its energy.
/// - Limit: the density that pruning reaches, parts that wait for one another, and memories whose bytes do not fall.
/// - Source: Verhelst 2025; Sparseloop, MICRO 2022; SCNN, ISCA 2017; SIGMA, HPCA 2020; Cambricon-X, MICRO 2016.
///
/// Shares that are assumed are named by the row. What pruning does to the accuracy of the model is not ours to tell.
enum SparsityLever {
  /// Densities that pruning reaches: 50, 75 and 90 % zeros.
  private static let densities = [0.5, 0.25, 0.1]
  private static let twoOfFour = SparsitySupport.Structure(n: 2, m: 4)
  /// The share of its energy that a gated MAC is taken to keep: its clock and its registers.
  static let gatedEnergy = 0.1
  /// The share of the ideal gain that is taken to be left where zeros lie at random.
  static let loadBalance = 0.8

  static func ladders(_ design: Design, _ cost: ModelledMachine) -> [Ladder] {
    guard reason(design) == nil else { return [] }
    // Cells hold a zero weight like any other: only the memories outside may leave it out.
    if design.accelerator.holdsZerosInCells {
      return [unstructured(.compressed, design, cost)].compactMap(\.self)
    }
    return [
      structured(design, cost), unstructured(.gating, design, cost),
      unstructured(.skipping, design, cost),
    ].compactMap(\.self)
  }

  /// Why it cannot be applied; nil where it can.
  static func reason(_ design: Design) -> String? {
    guard design.accelerator.compute != nil else { return "nothing multiplies" }
    return design.options.densities?.weights != nil
      ? "the density of the weights is stated already" : nil
  }

  /// What is done about a zero.
  private enum Use: String {
    case gating, skipping
    /// Nothing by the arithmetic: it is left out of memories alone.
    case compressed
  }

  // MARK: Steps

  private static func structured(_ design: Design, _ cost: ModelledMachine) -> Ladder? {
    guard let structure = GroupStructure(kept: 2, group: 4) else { return nil }
    var basis = ["accuracy is not ours to tell"]
    let (machine, area) = changed(design.accelerator, cost, &basis) { support, basis in
      let own = support.structures[.weights]
      if support.skipping.contains(.weights), own == nil || own == twoOfFour { return nil }
      support.skipping.insert(.weights)
      support.structures[.weights] = twoOfFour
      support.fastest = assumed(2)
      support.loadBalance = assumed(1)
      basis.append("added: arithmetic that picks 2 of 4 weights")
      return .selectors(group: twoOfFour.m)
    }
    let target = "weights 2 of 4"
    let (stored, sum) = storing(machine, .structured, after: area, cost, &basis)
    let step = step("skipping", target, .structured(structure), stored, design, sum, basis)
    return Ladder(.sparsity, on: target, [step])
  }

  private static func unstructured(_ use: Use, _ design: Design, _ cost: ModelledMachine)
    -> Ladder?
  {
    let target = "weights \(use.rawValue)"
    var basis = ["accuracy is not ours to tell"]
    let (machine, area) = changed(design.accelerator, cost, &basis) { support, basis in
      switch use {
      case .compressed:
        basis.append(
          "the cells of the array hold zeros like any weight: only memories leave them out")
        return nil
      case .gating:
        // Skipping stays: a machine is not made slower to gate.
        guard !support.gating.contains(.weights) else { return nil }
        support.gating.insert(.weights)
        if support.gatedEnergy == nil { support.gatedEnergy = assumed(gatedEnergy) }
        basis.append(
          "added: gates at each multiplier; a gated MAC is assumed to take \(Format.percent(gatedEnergy)) of its energy"
        )
        return .gates
      case .skipping:
        if support.skipping.contains(.weights), support.structures[.weights] == nil { return nil }
        support.skipping.insert(.weights)
        support.structures[.weights] = nil
        support.fastest = nil
        support.loadBalance = assumed(loadBalance)
        basis.append(
          "added: queues that skip zeros anywhere, assumed to keep \(Format.percent(loadBalance)) of the ideal gain, so that a density of \(Format.significant(loadBalance)) breaks even"
        )
        return .pairFinding
      }
    }
    let (stored, sum) = storing(machine, .bitmask, after: area, cost, &basis)
    return Ladder(
      .sparsity, on: target,
      densities.map { density in
        step(
          "density \(density)", target, .uniform(density), stored, design, sum, basis)
      })
  }

  private static func step(
    _ word: String, _ target: String, _ density: TensorDensity, _ machine: Accelerator,
    _ design: Design, _ area: Area?, _ basis: [String]
  ) -> Intervention {
    var densities = design.options.densities ?? WorkloadDensities()
    densities.weights = density
    let isChanged = machine != design.accelerator
    let named =
      isChanged
      ? Steps.named(machine, after: design.accelerator, .sparsity, target, word) : machine
    return Intervention(
      lever: .sparsity, target: target, step: word, change: .zeros(densities, on: named),
      area: area,
      notes: ["analyze with --density \(densities.text)"], basis: basis)
  }

  // MARK: Machines

  /// The machine with its arithmetic changed and priced, and the area that is added; the machine as it is where nothing is.
  private static func changed(
    _ base: Accelerator, _ cost: ModelledMachine, _ basis: inout [String],
    _ change: (inout SparsitySupport, inout [String]) -> SparseLogicCost.Logic?
  ) -> (Accelerator, Area?) {
    guard let index = base.path.lastIndex(where: { if case .compute = $0 { true } else { false } }),
      case .compute(var unit) = base.path[index]
    else { return (base, .zero) }
    var support = unit.sparsity ?? SparsitySupport()
    guard let logic = change(&support, &basis) else { return (base, .zero) }
    unit.sparsity = support
    var machine = base
    machine.path[index] = .compute(unit)
    let priced = SparseLogicCost.priced(machine, with: logic, cost)
    basis.append(priced.basis)
    return (priced.machine, priced.area)
  }

  /// The outermost memory of weights holds them without their zeros, unless it says already how it holds them; and the area that
  /// this adds to that of the arithmetic.
  private static func storing(
    _ base: Accelerator, _ code: CompressedStorage.Code, after area: Area?, _ cost: ModelledMachine,
    _ basis: inout [String]
  ) -> (Accelerator, Area?) {
    var machine = base
    for index in machine.path.indices {
      guard case .memory(var memory) = machine.path[index], memory.holds.contains(.weights) else {
        continue
      }
      var compression = memory.compression ?? CompressedStorage(operands: [])
      if compression.operands.contains(.weights) { return (machine, area) }
      compression.operands.insert(.weights)
      compression.codes[.weights] = code
      memory.compression = compression
      machine.path[index] = .memory(memory)
      basis.append("added: \(memory.name) holds weights as \(code.rawValue), metadata counted")
      // Selectors take groups as they are stored.
      if code == .structured { return (machine, area) }
      let decoder = SparseLogicCost.decoder(at: memory, on: base, cost)
      basis.append(
        decoder.map {
          "what spreads them again: \($0.formatted()), by transistors; its energy is not counted"
        }
          ?? "what spreads them again: area not known")
      if let decoder { machine = machine.grown(by: decoder) }
      return (machine, area.flatMap { own in decoder.map { own + $0 } })
    }
    return (machine, area)
  }

  private static func assumed(_ value: Double) -> Sourced<Double> {
    Sourced(value, Provenance(confidence: .assumed))
  }
}

extension Accelerator {
  /// Whether it multiplies in cells and does nothing about zero weights.
  fileprivate var holdsZerosInCells: Bool {
    guard let unit = compute, unit.inMemory != nil else { return false }
    let support = unit.sparsity ?? SparsitySupport()
    return !support.gating.union(support.skipping).contains(.weights)
  }
}
