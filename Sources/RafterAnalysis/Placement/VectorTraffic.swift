// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Bits that a tensor outside all nests moves at a memory, all instances together.
struct ExtraTransfer {
  var memory: Int
  var transfer: Transfer
  var bits: BitCount
}

/// The way of tensors that no nest moves: between the memory they lie in and the vector unit.
enum VectorTraffic {
  /// The memory (index in `Accelerator.memories`) that the vector unit reads and writes.
  ///
  /// The one its description names, else the innermost memory outside all arrays that holds inputs or
  /// outputs.
  static func memory(of accelerator: Accelerator) -> Int? {
    let memories = accelerator.memories
    if let name = accelerator.vector?.memory { return memories.firstIndex { $0.name == name } }
    let outside = memories.indices.filter { accelerator.instances(ofMemory: $0) == 1 }
    return outside.last {
      memories[$0].holds.contains(.inputs) || memories[$0].holds.contains(.outputs)
    } ?? memories.indices.first
  }

  /// What the tensors of a layer that no nest moves ask of each memory they cross, once each.
  ///
  /// - Parameter resident: tensors that stay somewhere, and cross nothing further out.
  static func transfers(
    of layer: Layer, on accelerator: Accelerator, resident: [ResidentTensor] = []
  ) -> [ExtraTransfer] {
    guard let target = memory(of: accelerator) else { return [] }
    var result: [ExtraTransfer] = []
    for tensor in layer.tensors where !tensor.isMappedByNest && tensor.elements > 0 {
      let bits = tensor.format.bitsPerElement * Double(tensor.elements)
      let stay = resident.first { $0.tensor == tensor.name }?.memory
      for (memory, direction) in crossings(tensor, to: target, by: stay, accelerator) {
        if let stay {
          let facesOut = direction == .toMemory || direction == .fromMemory
          if memory < stay || (memory == stay && facesOut) { continue }
        }
        result.append(
          ExtraTransfer(
            memory: memory, transfer: Transfer(tensor.role, direction), bits: bits))
      }
    }
    return result
  }

  /// The memories a tensor crosses, and how.
  private static func crossings(
    _ tensor: LayerTensor, to target: Int, by stay: Int?, _ accelerator: Accelerator
  ) -> [(Int, TransferDirection)] {
    // A tensor whose role no memory up to the target holds lies in the outermost one.
    let held = accelerator.memories.indices.filter {
      $0 <= target && accelerator.memories[$0].holds.contains(tensor.role)
    }
    // Each element is moved once, so a memory between that may be passed by has nothing to give.
    let stops =
      held.isEmpty
      ? Array(accelerator.memories.indices.prefix(1))
      : held.filter {
        $0 == held.first || $0 == target || $0 == stay
          || !accelerator.memories[$0].mayBypass.contains(tensor.role)
      }
    var result: [(Int, TransferDirection)] = []
    for (i, memory) in stops.enumerated() {
      switch tensor.direction {
      case .read:
        if i > 0 { result.append((memory, .fromMemory)) }
        result.append((memory, .toArray))
      case .written:
        result.append((memory, .fromArray))
        if i > 0 { result.append((memory, .toMemory)) }
      }
    }
    return result
  }
}
