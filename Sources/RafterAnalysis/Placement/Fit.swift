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
        contents.append(weights(workload))
      }
      if !activations.isEmpty {
        contents.append(
          ("activations at their peak", activations, workload.peakActivationBytes))
      }
      let homes = contents.filter { $0.1.contains { accelerator.home(of: $0) == index } }
      if homes.count == 2 {
        // Both live here between layers, so they share the room.
        let kept = workload.pass.map { $0.cacheBytes } ?? 0
        contents = [
          (
            kept > 0
              ? "weights, KV cache and activations" : "all weights and activations at their peak",
            [.weights] + activations,
            workload.parameterBytes + kept + workload.peakActivationBytes
          )
        ]
      }
      return contents.map { name, operands, bytes in
        let available = memory.capacity.map {
          $0.value * Double(accelerator.instances(ofMemory: index))
        }
        let isHome = operands.contains { accelerator.home(of: $0) == index }
        return CapacityCheck(
          memory: memory.name, content: name, operands: operands, needed: ByteCount(bytes),
          available: available, isHome: isHome, instances: accelerator.instances(ofMemory: index),
          room: isHome && operands.contains(.weights)
            ? available.flatMap { MemoryRoom(workload, capacity: $0) } : nil)
      }
    }
  }

  /// All weights, and with them what a language model keeps of its sequences: both take the same path.
  private static func weights(_ workload: Workload) -> (String, [Operand], Int) {
    let kept = workload.pass.map { $0.cacheBytes } ?? 0
    return (
      kept > 0 ? "weights and KV cache" : "all weights", [.weights], workload.parameterBytes + kept
    )
  }
}
