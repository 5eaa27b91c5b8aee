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
  /// Weights and peak live activations against the memories they lie in between layers.
  static func checks(_ workload: Workload, on accelerator: Accelerator) -> [CapacityCheck] {
    var contents: [Int: (bytes: Double, names: [String], operands: [Operand])] = [:]
    func add(_ bytes: Int, _ name: String, _ operands: [Operand], at memory: Int?) {
      guard let memory else { return }
      var entry = contents[memory] ?? (0, [], [])
      entry.bytes += Double(bytes)
      entry.names.append(name)
      entry.operands += operands
      contents[memory] = entry
    }
    add(workload.parameterBytes, "all weights", [.weights], at: accelerator.home(of: .weights))
    let inputs = accelerator.home(of: .inputs)
    let outputs = accelerator.home(of: .outputs)
    add(
      workload.peakActivationBytes, "activations at their peak",
      inputs == outputs ? [.inputs, .outputs] : [.inputs], at: inputs)
    return contents.keys.sorted().flatMap { index in
      check(contents[index]?.bytes ?? 0, contents[index], accelerator, index)
    }
  }

  private static func check(
    _ bytes: Double, _ entry: (bytes: Double, names: [String], operands: [Operand])?,
    _ accelerator: Accelerator, _ index: Int
  ) -> [CapacityCheck] {
    guard let entry else { return [] }
    let memory = accelerator.memories[index]
    let each = memory.capacity.map { $0.value * Double(accelerator.instances(ofMemory: index)) }
    return [
      CapacityCheck(
        memory: memory.name, content: entry.names.joined(separator: " and "),
        operands: entry.operands, needed: ByteCount(bytes), available: each)
    ]
  }
}
