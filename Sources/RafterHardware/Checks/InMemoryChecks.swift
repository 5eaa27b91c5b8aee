// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterWorkload

extension AcceleratorChecks {
  /// Whether every conversion of an in-memory array is seen by a memory next to it.
  func conversions() -> [Diagnostic] {
    guard holdingIsKnown, let (end, unit) = compute, unit.inMemory != nil else { return [] }
    var found: [Diagnostic] = []
    for operand in [Operand.inputs, .outputs] {
      guard let last = holders(of: operand).last, last < end else { continue }
      for part in draft.parts[(last + 1)..<end] where part.origin == .stated {
        guard case .array(let array) = part.element else { continue }
        for axis in array.axes
        where operand == .inputs ? axis.multicast.contains(.inputs) : axis.reducesOutputs {
          found.append(.sharedBeyondArray(operand, side: axis.name, at: part.location))
        }
      }
    }
    return found
  }
}
