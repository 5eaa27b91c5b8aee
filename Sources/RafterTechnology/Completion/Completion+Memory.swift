// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

extension Completion {
  /// Fills the energies and the area of a memory.
  mutating func fill(_ memory: MemoryLevel, at index: Int) {
    let read = OpenValue.readEnergy(memory: memory.name)
    let write = OpenValue.writeEnergy(memory: memory.name)
    let area = OpenValue.memoryArea(memory: memory.name)
    let open = [
      (read, memory.readEnergy == nil), (write, memory.writeEnergy == nil),
      (area, memory.area == nil),
    ].filter { isOpen($0.0, $0.1) }.map(\.0)
    guard !open.isEmpty || model.leakage == .counted else { return }
    switch estimate(memory, at: index) {
    case .failure(let reason):
      for value in open where value != area { leave(value, reason.diagnostic(value)) }
    case .success(let found):
      var level = memory
      if open.contains(read) {
        level.readEnergy = filled(
          read, found.read, range: found.readRange, basis: found.basis, found.cautions)
      }
      if open.contains(write) {
        level.writeEnergy = filled(
          write, found.write, range: found.writeRange, basis: found.basis, found.cautions)
      }
      let instances = Double(accelerator.instances(at: index))
      if open.contains(area), let own = found.area {
        let count = instances == 1 ? "" : "\(Int(instances)) times "
        level.area = filled(area, own * instances, basis: count + found.basis, found.cautions)
      }
      if let own = found.leakage { leakages.append((memory.name, own * instances)) }
      accelerator.path[index] = .memory(level)
    }
  }

  /// Why a memory cannot be filled.
  enum Refusal: Error {
    case noNode, noKind([String], String), unknownKind(String, [String]), noCapacity

    func diagnostic(_ value: OpenValue) -> Diagnostic {
      switch self {
      case .noNode: .noNode(value.text)
      case .noKind(let kinds, let memory):
        .noKind(value.text, kinds: kinds, key: "levels: {\(memory): {kind: lpddr5}}")
      case .unknownKind(let kind, let kinds): .unknownKind(kind, of: "memory", among: kinds)
      case .noCapacity: .noCapacity(value.text)
      }
    }
  }

  private func estimate(_ memory: MemoryLevel, at index: Int) -> Result<MemoryEstimate, Refusal> {
    let choice = model.levels[memory.name] ?? TechnologyModel.LevelChoice()
    let kinds = model.memories.map(\.kind)
    guard let kind = choice.kind ?? suggestedKind(memory, at: index) else {
      return .failure(.noKind(kinds, memory.name))
    }
    guard let technology = model[kind] else { return .failure(.unknownKind(kind, kinds)) }
    if case .stated(let stated) = technology, case .perBit = stated.read,
      case .perBit = stated.write
    {
      // No capacity is needed for the energies.
      return .success(
        stated.estimate(
          shape(memory, choice, capacity: memory.capacity?.value), at: node, kind: kind
        )
        .withoutSize(memory.capacity == nil))
    }
    guard let capacity = memory.capacity?.value else { return .failure(.noCapacity) }
    let shape = shape(memory, choice, capacity: capacity)
    if case .stated(let stated) = technology {
      return .success(stated.estimate(shape, at: node, kind: kind))
    }
    guard let node else { return .failure(.noNode) }
    let found =
      technology == .register
      ? RegisterModel.estimate(capacity, at: node, model.macs, scaling)
      : model.sram.estimate(shape, at: node)
    return found.map { .success($0) } ?? .failure(.unknownKind(kind, kinds))
  }

  /// What a memory is by its name and size: a kind whose name its own begins with; registers below
  /// 512 B; SRAM otherwise, but nothing for the outermost memory above 32 MiB.
  private func suggestedKind(_ memory: MemoryLevel, at index: Int) -> String? {
    let name = memory.name.lowercased()
    let named = model.memories.map(\.kind).filter { kind in
      name == kind || name.hasPrefix("\(kind)-") || name.hasPrefix("\(kind)_")
    }
    if let longest = named.max(by: { $0.count < $1.count }) { return longest }
    guard let capacity = memory.capacity?.value else { return nil }
    if capacity < RegisterModel.largest { return "register" }
    let isOutermost = !accelerator.path[..<index].contains {
      if case .memory = $0 { true } else { false }
    }
    return isOutermost && capacity > SramModel.capacities.upperBound ? nil : "sram"
  }

  /// Capacity, width, banks and transistors of a memory.
  private func shape(
    _ memory: MemoryLevel, _ choice: TechnologyModel.LevelChoice, capacity: ByteCount?
  ) -> SramShape {
    SramShape(
      capacity: capacity ?? .zero, width: choice.width ?? width(memory),
      banks: choice.banks ?? 1, device: choice.device ?? .lowStandbyPower)
  }

  /// What the first port that can be read moves in a cycle, 64 bit without ports.
  private func width(_ memory: MemoryLevel) -> BitCount {
    guard let port = memory.ports.first(where: { $0.kind != .write }) ?? memory.ports.first else {
      return BitCount(64)
    }
    let perCycle = port.bandwidth.value.perCycle(at: accelerator.technology.frequency.value)
    return BitCount(max(1, (perCycle.value * 8).rounded()))
  }
}

extension MemoryEstimate {
  /// The same without what needs a capacity.
  fileprivate func withoutSize(_ isUnsized: Bool) -> MemoryEstimate {
    guard isUnsized else { return self }
    var other = self
    (other.area, other.leakage) = (nil, nil)
    return other
  }
}
