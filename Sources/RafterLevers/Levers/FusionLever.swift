// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities

/// Tensors between layers, and all weights, stay in a memory where they fit [rooflines 3.6].
///
///     bytes - (1 + readers) * size of the tensor at its home; operations and roofs stay
///
/// The order of the layers and their mappings stay, so a gain is a lower bound of what mapping layers together could bring.
enum FusionLever {
  static func ladders(_ design: Design) -> [Ladder] {
    guard design.options.residency == .home, hasSharedMemory(design.accelerator) else { return [] }
    let step = Intervention(
      lever: .fusion, target: "tensors between layers", step: "stay where they fit",
      change: .residency(.kept), area: .zero,
      notes: ["analyze with --fusion tells it tensor by tensor"],
      basis: ["weights that fit stay from run to run: the first run still fetches them"])
    return [Ladder(.fusion, on: step.target, [step])]
  }

  /// Whether there is a memory further in that all parts share.
  private static func hasSharedMemory(_ machine: Accelerator) -> Bool {
    machine.memories.indices.dropFirst().contains { index in
      machine.memories[index].capacity != nil && instances(ofMemory: index, of: machine) == 1
    }
  }

  private static func instances(ofMemory index: Int, of machine: Accelerator) -> Int {
    let places = machine.path.indices.filter {
      if case .memory = machine.path[$0] { true } else { false }
    }
    return places.indices.contains(index) ? machine.instances(at: places[index]) : 1
  }
}
