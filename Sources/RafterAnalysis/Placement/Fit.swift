// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

extension Accelerator {
  /// The outermost memory that holds an operand: where it lies before and after a layer.
  func home(of operand: Operand) -> Int? {
    memories.firstIndex { $0.holds.contains(operand) }
  }

  /// The place of a memory of ``memories`` in ``path``.
  func pathIndex(ofMemory index: Int) -> Int {
    var seen = -1
    for (i, element) in path.enumerated() {
      if case .memory = element { seen += 1 }
      if seen == index { return i }
    }
    return path.count
  }

  /// How many instances of a memory of ``memories`` there are.
  func instances(ofMemory index: Int) -> Int { instances(at: pathIndex(ofMemory: index)) }
}

/// Answers "does it fit?" before anything is mapped.
enum Fit {
  /// All weights and the activations at their peak against each memory that may hold them.
  ///
  /// What does not fit the outermost memory that holds it cannot run as it is; what does not fit one
  /// further in is fetched in tiles.
  static func checks(_ workload: Workload, on accelerator: Accelerator) -> [CapacityCheck] {
    accelerator.memories.indices.flatMap { index -> [CapacityCheck] in
      let memory = accelerator.memories[index]
      let activations = memory.holds.subtracting([.weights]).sorted()
      var contents: [(String, [Operand], Int)] = []
      if memory.holds.contains(.weights) {
        contents.append(("all weights", [.weights], workload.parameterBytes))
      }
      if !activations.isEmpty {
        contents.append(
          ("activations at their peak", activations, workload.peakActivationBytes))
      }
      let homes = contents.filter { $0.1.contains { accelerator.home(of: $0) == index } }
      if homes.count == 2 {
        // Both live here between layers, so they share the room.
        contents = [
          (
            "all weights and activations at their peak", [.weights] + activations,
            workload.parameterBytes + workload.peakActivationBytes
          )
        ]
      }
      return contents.map { name, operands, bytes in
        CapacityCheck(
          memory: memory.name, content: name, operands: operands, needed: ByteCount(bytes),
          available: memory.capacity.map {
            $0.value * Double(accelerator.instances(ofMemory: index))
          },
          isHome: operands.contains { accelerator.home(of: $0) == index },
          instances: accelerator.instances(ofMemory: index))
      }
    }
  }
}
