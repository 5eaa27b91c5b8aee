// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

// Why a mapping that can be read cannot be run.

extension Diagnostic {
  static func tileGrows(
    _ dimension: String, tile: Int, length: Int, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.tile-grows",
      "a tile of \(tile) of \(dimension) lies inside a stretch of \(length)", at: place,
      suggestion: "tiles shrink inwards: write at most \(length)")
  }

  static func partsMissing(_ dimension: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.parts", "'parallel' over \(dimension) says neither 'factor' nor 'tile'",
      at: place, suggestion: "add `factor:`, over how many parts it is spread")
  }

  static func partsDisagree(
    _ dimension: String, length: Int, factor: Int, tile: Int, at place: SourceLocation
  ) -> Diagnostic {
    let parts = (length + tile - 1) / tile
    return Diagnostic(
      id: "mapping.parts",
      "\(length) of \(dimension) in tiles of \(tile) are \(parts) parts, not \(factor)", at: place,
      suggestion: "write `factor: \(parts)`")
  }

  static func sideOverfull(
    _ side: String, size: Int, parts: Int, _ list: String, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.side-overfull", "\(side) has \(size) parts, and \(parts) are used: \(list)",
      at: place,
      suggestion: "use at most \(size) in all, and a `for` for the rest")
  }

  static func notUnrollable(
    _ dimension: String, on side: String, allowed: [String], at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.not-unrollable", "\(dimension) cannot be spread over \(side)", at: place,
      suggestion: allowed.isEmpty
        ? "no dimension can: use `for`" : "it takes \(allowed.joined(separator: ", "))")
  }

  static func notHeld(
    _ operand: Operand, memory: String, holders: [String], at place: SourceLocation
  )
    -> Diagnostic
  {
    Diagnostic(
      id: "mapping.not-held", "\(memory) does not hold \(operand.rawValue)", at: place,
      suggestion: "leave them out here; they are held by \(holders.joined(separator: ", "))")
  }

  static func cannotBypass(_ operand: Operand, memory: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "mapping.bypass", "\(operand.rawValue) cannot bypass \(memory)", at: place,
      suggestion:
        "store them there, or list them in `may-bypass` of the memory in the accelerator file")
  }

  static func storedAndBypassed(_ operand: Operand, memory: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "mapping.bypass",
      "\(operand.rawValue) are stored in \(memory), which they are said to bypass", at: place,
      suggestion: "leave out one of the two")
  }

  static func storeOrder(
    _ operand: Operand, memory: String, after earlier: String, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.store-order",
      memory == earlier
        ? "\(operand.rawValue) are stored in \(memory) twice"
        : "\(operand.rawValue) are stored in \(memory) after \(earlier), which lies further in",
      at: place,
      suggestion: memory == earlier
        ? "leave out one of the two" : "write stores from the outermost memory inwards")
  }

  static func firstStore(
    _ operand: Operand, memory: String?, home: String, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.first-store",
      memory.map { "\(operand.rawValue) begin in \($0), but lie in \(home) before the layer runs" }
        ?? "\(operand.rawValue) are stored nowhere", at: place,
      suggestion: "begin with `store: {memory: \(home), operands: [\(operand.rawValue)]}`")
  }

  static func homeInsideLoops(_ memory: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.first-store", "\(memory), the outermost memory, is stored into inside a loop",
      at: place,
      suggestion: "move the store to the beginning: whole operands lie there")
  }

  static func arrayOrder(
    side: String, memory: String, isMemoryFurtherIn: Bool, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.array-order",
      isMemoryFurtherIn
        ? "\(memory) lies inside the array with \(side), and is stored into before it"
        : "\(memory) lies outside the array with \(side), and is stored into after it",
      at: place,
      suggestion: isMemoryFurtherIn
        ? "move this `parallel` before the store into \(memory)"
        : "move the store before the `parallel` on \(side)")
  }

  static func unfinished(_ dimension: String, length: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.unfinished", "\(dimension) ends at stretches of \(length)", at: place,
      suggestion: "add `- for: {dimension: \(dimension), tile: 1}`")
  }

  static func doesNotFit(
    memory: String, tiles: [String], needed: ByteCount, available: ByteCount,
    at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.does-not-fit",
      "\(memory) has to hold \(needed.formatted()) and has \(available.formatted()): "
        + "\((needed - available).formatted()) are missing",
      at: place,
      suggestion: "make a tile above it smaller, or leave an operand out of it",
      notes: tiles)
  }
}
