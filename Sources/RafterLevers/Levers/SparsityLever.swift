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
/// What the machine has is used as it is; what it lacks is added, with assumed shares that the row names. Area and
/// energy of the added logic are unknown, and the row says that the energy saved is an upper bound. What pruning does to the accuracy of the model is not ours to tell.
enum SparsityLever {
  /// Densities that pruning reaches: 50, 75 and 90 % zeros.
  private static let densities = [0.5, 0.25, 0.1]
  private static let twoOfFour = SparsitySupport.Structure(n: 2, m: 4)
  /// The share of its energy that a gated MAC is taken to keep: its clock and its registers.
  static let gatedEnergy = 0.1
  /// The share of the ideal gain that is taken to be left where zeros lie at random.
  static let loadBalance = 0.8

  static func ladders(_ design: Design) -> [Ladder] {
    guard design.options.densities?.weights == nil, design.accelerator.compute != nil else {
      return []
    }
    return [structured(design), unstructured(.gating, design), unstructured(.skipping, design)]
      .compactMap(\.self)
  }

  /// What is done about a zero.
  private enum Use: String {
    case gating, skipping
  }

  // MARK: Steps

  private static func structured(_ design: Design) -> Ladder? {
    guard let structure = GroupStructure(kept: 2, group: 4) else { return nil }
    var basis = ["accuracy is not ours to tell"]
    let machine = changed(design.accelerator, &basis) { support, basis in
      let own = support.structures[.weights]
      if support.skipping.contains(.weights), own == nil || own == twoOfFour { return }
      support.skipping.insert(.weights)
      support.structures[.weights] = twoOfFour
      support.fastest = assumed(2)
      support.loadBalance = assumed(1)
      basis.append(
        "added: arithmetic that picks 2 of 4 weights; its area and energy are unknown: at most so much energy is saved"
      )
    }
    let target = "weights 2 of 4"
    let step = step(
      "skipping", target, .structured(structure), storing(machine, .structured, &basis), design,
      basis)
    return Ladder(.sparsity, on: target, [step])
  }

  private static func unstructured(_ use: Use, _ design: Design) -> Ladder? {
    let target = "weights \(use.rawValue)"
    var basis = ["accuracy is not ours to tell"]
    let machine = changed(design.accelerator, &basis) { support, basis in
      switch use {
      case .gating:
        // Skipping stays: a machine is not made slower to gate.
        guard !support.gating.contains(.weights) else { return }
        support.gating.insert(.weights)
        if support.gatedEnergy == nil { support.gatedEnergy = assumed(gatedEnergy) }
        basis.append(
          "added: gates at each multiplier; a gated MAC is assumed to take \(Format.percent(gatedEnergy)) of its energy; their area is unknown"
        )
      case .skipping:
        if support.skipping.contains(.weights), support.structures[.weights] == nil { return }
        support.skipping.insert(.weights)
        support.structures[.weights] = nil
        support.fastest = nil
        support.loadBalance = assumed(loadBalance)
        basis.append(
          "added: queues that skip zeros anywhere, assumed to keep \(Format.percent(loadBalance)) of the ideal gain, so that a density of \(Format.significant(loadBalance)) breaks even; area and energy are unknown: at most so much energy is saved"
        )
      }
    }
    let stored = storing(machine, .bitmask, &basis)
    return Ladder(
      .sparsity, on: target,
      densities.map { density in
        step(
          "density \(density)", target, .uniform(density), stored, design, basis
        )
      })
  }

  private static func step(
    _ word: String, _ target: String, _ density: TensorDensity, _ machine: Accelerator,
    _ design: Design, _ basis: [String]
  ) -> Intervention {
    var densities = design.options.densities ?? WorkloadDensities()
    densities.weights = density
    let isChanged = machine != design.accelerator
    let named =
      isChanged
      ? Steps.named(machine, after: design.accelerator, .sparsity, target, word) : machine
    return Intervention(
      lever: .sparsity, target: target, step: word, change: .zeros(densities, on: named),
      area: isChanged ? nil : .zero,
      notes: ["analyze with --density \(densities.text)"], basis: basis)
  }

  // MARK: Machines

  private static func changed(
    _ base: Accelerator, _ basis: inout [String],
    _ change: (inout SparsitySupport, inout [String]) -> Void
  ) -> Accelerator {
    var machine = base
    for index in machine.path.indices {
      guard case .compute(var unit) = machine.path[index] else { continue }
      let before = unit.sparsity ?? SparsitySupport()
      var support = before
      change(&support, &basis)
      if support != before { unit.sparsity = support }
      machine.path[index] = .compute(unit)
    }
    return machine
  }

  /// The outermost memory of weights holds them without their zeros, unless it says already how it holds them.
  private static func storing(
    _ base: Accelerator, _ code: CompressedStorage.Code, _ basis: inout [String]
  ) -> Accelerator {
    var machine = base
    for index in machine.path.indices {
      guard case .memory(var memory) = machine.path[index], memory.holds.contains(.weights) else {
        continue
      }
      var compression = memory.compression ?? CompressedStorage(operands: [])
      if compression.operands.contains(.weights) { return machine }
      compression.operands.insert(.weights)
      compression.codes[.weights] = code
      memory.compression = compression
      machine.path[index] = .memory(memory)
      basis.append("added: \(memory.name) holds weights as \(code.rawValue), metadata counted")
      return machine
    }
    return machine
  }

  private static func assumed(_ value: Double) -> Sourced<Double> {
    Sourced(value, Provenance(confidence: .assumed))
  }
}
