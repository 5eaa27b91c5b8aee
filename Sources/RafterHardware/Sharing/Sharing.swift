// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

extension Accelerator {
  /// The sides of all arrays, from the outside in.
  public var sides: [FanOut.Axis] {
    path.flatMap { element -> [FanOut.Axis] in
      if case .array(let array) = element { array.axes } else { [] }
    }
  }

  /// The sides over which one instance of a memory is shared: those that it names, else those that stand after it.
  ///
  /// The rows and columns of an in-memory array have no names in a file; they share what stands before them.
  ///
  /// - Parameter index: The place of the memory in the path.
  public func sidesSharing(memoryAt index: Int) -> Set<String> {
    guard path.indices.contains(index), case .memory(let memory) = path[index] else { return [] }
    let after = Set(sides(from: index, before: path.count))
    guard let named = memory.sharedAcross else { return after }
    let unnamed = after.subtracting(sides(from: index, before: statedPath.count))
    return unnamed.union(named)
  }

  private func sides(from start: Int, before end: Int) -> [String] {
    guard start < end else { return [] }
    return path[start..<end].flatMap { element -> [String] in
      if case .array(let array) = element { array.axes.map(\.name) } else { [] }
    }
  }

  /// The machine for a model in which the path is a tree: each part of an array has its own of what stands after it.
  ///
  /// A memory that parts share becomes a copy for each. The copies all hold the same, since no loop may be unrolled there
  /// that tells apart what they hold, and what reaches one reaches all. An access of the shared memory is one of every
  /// copy, so a copy's energy is that of the memory divided by the parts that share it:
  ///
  ///     e_copy = e / product of the sizes of the sides that share and stand before it
  ///
  /// Counts, times and energies are then those of the shared memory while all its parts work. Parts that stand idle take
  /// their share of the energy with them: a layer that uses the share u of the array is charged at least u of what the
  /// memory takes, so `E (1/u - 1)` bounds what is missing. To charge all of it, the energy of a bit would have to depend
  /// on what is unrolled, while the bounds of the search take it as fixed. A memory that is said to be apart for the parts of an array that follows it
  /// stays one.
  var nested: Accelerator {
    guard memories.contains(where: { $0.sharedAcross != nil }) else { return self }
    var machine = self
    for (index, element) in path.enumerated() {
      guard case .memory(var memory) = element, memory.sharedAcross != nil else { continue }
      let shared = sidesSharing(memoryAt: index)
      var parts = 1.0
      for place in path[..<index].indices {
        guard case .array(var array) = machine.path[place] else { continue }
        for axis in array.axes.indices where shared.contains(array.axes[axis].name) {
          parts *= Double(array.axes[axis].size)
          array.axes[axis].keptInCommon.formUnion(memory.holds)
          array.axes[axis].multicast.formUnion(memory.holds.subtracting([.outputs]))
          if memory.holds.contains(.outputs) { array.axes[axis].reducesOutputs = true }
        }
        machine.path[place] = .array(array)
      }
      if let read = memory.readEnergy { memory.readEnergy?.value = read.value / parts }
      if let write = memory.writeEnergy { memory.writeEnergy?.value = write.value / parts }
      memory.sharedAcross = nil
      machine.path[index] = .memory(memory)
    }
    return machine
  }
}
