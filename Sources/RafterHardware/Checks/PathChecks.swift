// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

extension AcceleratorChecks {
  /// A path begins with a memory and ends with the arithmetic.
  func path() -> [Diagnostic] {
    guard draft.pathIsWhole, let place = draft.pathLocation else { return [] }
    var found: [Diagnostic] = []
    let computes = draft.parts.indices.filter {
      if case .compute = draft.parts[$0].element { true } else { false }
    }
    if memories.isEmpty { found.append(.noMemory(at: place)) }
    if computes.isEmpty { found.append(.noCompute(at: place)) }
    if case .array? = draft.parts.first?.element, !memories.isEmpty {
      found.append(.beginsWithArray(at: draft.parts[0].location))
    }
    if let first = computes.first, first != draft.parts.count - 1 {
      found.append(.afterCompute(at: draft.parts[first + 1].location))
    }
    var parts = 1.0
    for part in draft.parts {
      guard case .array(let array) = part.element else { continue }
      for axis in array.axes { parts *= Double(axis.size) }
      if parts > 0x1p40 {
        found.append(.tooManyParts(at: part.location))
        break
      }
    }
    return found
  }

  /// Names of memories, of sides and of the arithmetic are unique in the path.
  func names() -> [Diagnostic] {
    var seen: [String: SourceLocation] = [:]
    var found: [Diagnostic] = []
    func see(_ name: String, at place: SourceLocation) {
      guard !name.isEmpty else { return }
      if let first = seen[name] {
        found.append(.nameTwice(name, first: first, at: place))
      } else {
        seen[name] = place
      }
    }
    for part in draft.parts {
      switch part.element {
      case .memory(let memory): see(memory.name, at: part.location)
      case .compute(let unit): see(unit.name, at: part.location)
      case .array(let array):
        for axis in array.axes { see(axis.name, at: part.place("array.\(axis.name)")) }
      }
    }
    return found
  }
}
