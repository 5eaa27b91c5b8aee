// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with a peer's case, layer or machine.
extension Diagnostic {
  static func peerNumber(
    _ text: String, of what: String, expected: String = "a plain number, such as `12.5`",
    at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "peers.not-a-number", "\(what) is '\(text)', not a number that fits", at: place,
      suggestion: "write \(expected)")
  }

  static func peerForm(_ what: String, expected: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.wrong-form", "\(what) has not the form \(expected)", at: place,
      suggestion: "write \(expected)")
  }

  static func rowLength(_ count: Int, expected: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.row-length", "the row has \(count) values, and the head \(expected)", at: place,
      suggestion: count < expected
        ? "give \(expected) values between commas, empty where there is none; the last row of a file that was cut off has fewer"
        : "give \(expected) values between commas; a value with a comma in it stands in quotes")
  }

  static func caseWord(_ text: String, of column: String, words: [String], at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "peers.unknown-word",
      text.isEmpty ? "'\(column)' is empty" : "'\(text)' is no word for '\(column)'", at: place,
      suggestion: Suggestion.question(for: text, among: words)
        ?? "write \(words.joined(separator: ", "))")
  }

  static func metricTwice(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.metric-twice", "there are two rows '\(name)'", at: place,
      suggestion: "keep one, or call the other something else")
  }

  static func metricUnit(
    _ unit: String, of metric: String, wanted: String, at place: SourceLocation
  )
    -> Diagnostic
  {
    Diagnostic(
      id: "peers.other-unit", "'\(metric)' is in '\(unit)', and is read in '\(wanted)'", at: place,
      suggestion: "bring its values to '\(wanted)', and write that as the unit")
  }

  static func metricRange(
    _ text: String, of metric: String, expected: String, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "peers.not-a-number", "'\(metric)' is '\(text)', not \(expected)", at: place,
      suggestion: "write \(expected), or leave it empty where it is not known")
  }

  static func noCases(_ file: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.no-rows", "'\(file)' has a head and no row below it", at: place,
      suggestion: "give at least one row; a file that was cut off may have lost them")
  }

  static func columnTwice(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.column-twice", "there are two columns '\(name)'", at: place,
      suggestion: "keep one, or call the other something else")
  }

  static func caseSeparator(_ separator: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.separator", "the cells of the head are apart by \(separator), not by commas",
      at: place, suggestion: "save the table with commas, and decimals behind a point")
  }

  static func missingColumn(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.missing-column", "the table has no column '\(name)'", at: place,
      suggestion: "add '\(name)' to the head, and its value to every row")
  }

  static func misspeltColumn(_ text: String, meant name: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "peers.misspelt-column", "no column is called '\(text)'", at: place,
      suggestion: "did you mean '\(name)'?")
  }

  static func otherUnit(
    _ text: String, _ own: UnitSuffix, meant name: String, _ wanted: UnitSuffix, factor: Double,
    at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "peers.other-unit",
      "the column '\(text)' is in \(own.unit), and '\(name)' is read in \(wanted.unit)", at: place,
      suggestion: "\(UnitSuffix.conversion(factor)) and call it '\(name)'")
  }

  static func misspeltMetric(_ text: String, meant name: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "peers.misspelt-metric", "no metric is called '\(text)'", at: place,
      suggestion: "did you mean '\(name)'?")
  }

  static func missingMetric(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.missing-metric", "the table has no row '\(name)'", at: place,
      suggestion: "add a row '\(name)' with a value for every application")
  }

  static func notACaseFile(_ file: String, expected: String) -> Diagnostic {
    Diagnostic(
      id: "peers.not-a-case-file", "'\(file)' is not a file of this set",
      at: SourceLocation(file: file), suggestion: expected)
  }

  static func unknownZigZagIndex(
    _ index: String, of operand: String, at place: SourceLocation? = nil
  )
    -> Diagnostic
  {
    Diagnostic(
      id: "peers.unknown-index",
      "the index '\(index)' of operand '\(operand)' is neither a dimension nor in a relation",
      at: place,
      suggestion: "name it under 'dims', or give `\(index) = 1*X + 1*Y` under 'relations'")
  }

  static func unknownZigZagDimension(_ name: String, at place: SourceLocation? = nil) -> Diagnostic
  {
    Diagnostic(
      id: "peers.unknown-dimension", "the layer has no dimension '\(name)'", at: place,
      suggestion: "loops and unrollings name dimensions of 'dims'")
  }

  static func operandWithoutMemory(_ operand: String, in machine: String) -> Diagnostic {
    Diagnostic(
      id: "peers.operand-without-memory", "no memory of '\(machine)' stores operand '\(operand)'",
      suggestion: "list it under 'operands' of a memory, or link the operand to another")
  }

  static func linkWithoutPort(_ operand: String, _ direction: ZigZagDirection, of memory: String)
    -> Diagnostic
  {
    Diagnostic(
      id: "peers.link-without-port",
      "no port of memory '\(memory)' serves '\(operand),\(direction.code)'",
      suggestion: "add it to 'serves' of a port")
  }

  static func spatialLevelCount(_ count: Int, of operand: String, expected: Int) -> Diagnostic {
    Diagnostic(
      id: "peers.level-count",
      "operand '\(operand)' has unrollings for \(count) levels, not \(expected)",
      suggestion: "give one list for the array and one for each of its memories")
  }

  static func temporalLevelCount(
    _ count: Int, of operand: String, expected: Int, at place: SourceLocation? = nil
  ) -> Diagnostic {
    Diagnostic(
      id: "peers.level-count",
      "operand '\(operand)' has loops for \(count) levels, not \(expected)", at: place,
      suggestion: "give one list for each of its memories; all loops stand in one of them")
  }

  static func loopOrdersDiffer(_ operand: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.loop-orders-differ",
      "the loops of operand '\(operand)' stand in another order than those of the first operand",
      at: place, suggestion: "all operands cut one order of loops, each at its own places")
  }

  static func peerIterations(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.too-large", "the loops have more than 2^50 iterations", at: place,
      suggestion: "counts above that are not exact")
  }

  static func uncoveredDimension(_ name: String, size: Int, at place: SourceLocation) -> Diagnostic
  {
    Diagnostic(
      id: "peers.uncovered-dimension",
      "loops and unrollings of dimension '\(name)' run fewer than its \(size) iterations",
      at: place,
      suggestion: "the product of all its loops and unrollings is at least its size")
  }

  static func missingPeerFile(_ name: String, in folder: String) -> Diagnostic {
    Diagnostic(
      id: "peers.missing-file", "the folder '\(folder)' has no '\(name)'",
      suggestion:
        "a folder of this set holds problem, flattened architecture, ERT, mapping and statistics")
  }

  static func timeloopTooLarge(_ level: String) -> Diagnostic {
    Diagnostic(
      id: "peers.too-large", "the accesses of level '\(level)' are too many to count",
      suggestion: "at most 24 loops above a level, and 2^63 accesses, are counted")
  }

  static func timeloopFactors(
    _ dimension: String, product: Int, size: Int, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "peers.uncovered-dimension",
      "the factors of dimension '\(dimension)' multiply to \(product), not \(size)", at: place,
      suggestion: "factors over all levels multiply to the size; ragged factors are not read here")
  }

  static func unknownAccelForgeTensor(_ tensor: String, in step: String) -> Diagnostic {
    Diagnostic(
      id: "peers.unknown-tensor",
      "the mapping of '\(step)' stores '\(tensor)', which the step has not",
      suggestion: "store tensors of the step only")
  }

  static func unknownAccelForgeMemory(_ memory: String, in step: String) -> Diagnostic {
    Diagnostic(
      id: "peers.unknown-memory", "'\(step)' names '\(memory)', which is not described",
      suggestion: "describe it under 'architectures', or name another")
  }

  static func accelForgeBounds(_ rank: String, product: Int, size: Int, of step: String)
    -> Diagnostic
  {
    Diagnostic(
      id: "peers.uncovered-dimension",
      "the loops of rank '\(rank)' of '\(step)' multiply to \(product), not \(size)",
      suggestion: "loops and unrollings of a rank multiply to its size")
  }

  static func missingAccelForgeMapping(_ step: String, of run: String) -> Diagnostic {
    Diagnostic(
      id: "peers.missing-mapping", "run '\(run)' has no mapping of '\(step)'",
      suggestion: "map every step of a run, or none")
  }

  static func unsupportedNest(_ label: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "peers.unsupported-nest",
      "\(product(label)) cannot be said in ZigZag's terms: \(reason)",
      suggestion: "use --cost-model itemised or bound")
  }

  static func noZigZagMapping(_ label: String, on machine: String) -> Diagnostic {
    Diagnostic(
      id: "peers.no-mapping", "no mapping of \(product(label)) fits '\(machine)' by ZigZag's rules",
      suggestion:
        "its rules cut at whole factors and keep twice the tile where a memory is double-buffered")
  }

  /// A layer of one product gives it no name of its own.
  private static func product(_ label: String) -> String {
    label.isEmpty ? "the product" : "the product '\(label)'"
  }

  static func noBuiltIn(_ name: String) -> Diagnostic {
    Diagnostic(
      id: "peers.no-built-in", "there is no built-in file '\(name)'",
      suggestion: "`rafter list accelerators` names the machines; cases come with the set")
  }
}
