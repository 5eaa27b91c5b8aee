// SPDX-License-Identifier: Apache-2.0
import RafterHardware

/// The path of a machine without what no search looks at: areas, formats besides the product's own, and what is done with
/// zeros, of which it is told what they spare.
///
/// Its hash is made once, since every product of an analysis asks by it.
struct SearchedPath: Hashable {
  private let elements: [PathElement]
  private let digest: Int

  init(_ accelerator: Accelerator) {
    elements = accelerator.path.map { element in
      switch element {
      case .memory(var memory):
        memory.area = nil
        memory.compression = nil
        return .memory(memory)
      case .compute(var unit):
        unit.formats = []
        unit.sparsity = nil
        return .compute(unit)
      case .array: return element
      }
    }
    digest = elements.hashValue
  }

  static func == (a: SearchedPath, b: SearchedPath) -> Bool {
    a.digest == b.digest && a.elements == b.elements
  }

  func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
