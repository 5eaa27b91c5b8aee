// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Collects what the walk has to say: errors one by one, warnings once for each operator.
struct WalkReport {
  private struct Tally {
    var place: SourceLocation
    var count = 0
    var declared = 0
    var reason = ""
  }

  /// Of one kind of error, no more than this many are listed.
  private static let most = 20

  private var errors: [Diagnostic] = []
  private var warnings: [Diagnostic] = []
  private var notes: [Diagnostic] = []
  private var unknown: [OperatorTable.Key: Tally] = [:]
  private var unknownOrder: [OperatorTable.Key] = []
  private var open: [OperatorTable.Key: Tally] = [:]
  private var openOrder: [OperatorTable.Key] = []
  /// The first operator that kept something from being counted, and its node.
  private(set) var firstGap: (key: OperatorTable.Key, place: SourceLocation)?
  /// Loops with a number of turns that only the run knows, each once.
  private(set) var openLoops: [SourceLocation] = []

  /// Errors in the order of the walk, then warnings, then notes.
  var diagnostics: [Diagnostic] { errors + warnings + unknownWarnings + openWarnings + notes }

  /// How many errors there are.
  var errorCount: Int { errors.count }

  mutating func error(_ diagnostic: Diagnostic) {
    if errors.count < Self.most { errors.append(diagnostic) }
  }

  /// Says once that a count is beyond all machines.
  mutating func absurd(_ diagnostic: Diagnostic) {
    if !errors.contains(diagnostic) { errors.append(diagnostic) }
  }

  mutating func warning(_ diagnostic: Diagnostic) {
    if !warnings.contains(diagnostic), warnings.count < Self.most { warnings.append(diagnostic) }
  }

  mutating func note(_ diagnostic: Diagnostic) { notes.append(diagnostic) }

  /// Counts a node whose operator has no rule.
  mutating func unknownOperator(
    _ key: OperatorTable.Key, at place: SourceLocation, isDeclared: Bool
  ) {
    if unknown[key] == nil { unknownOrder.append(key) }
    firstGap = firstGap ?? (key, place)
    unknown[key, default: Tally(place: place)].count += 1
    if isDeclared { unknown[key]?.declared += 1 }
  }

  /// Counts a node whose shape only the run will tell.
  mutating func openShape(_ key: OperatorTable.Key, at place: SourceLocation, reason: String) {
    if open[key] == nil { openOrder.append(key) }
    firstGap = firstGap ?? (key, place)
    open[key, default: Tally(place: place, reason: reason)].count += 1
  }

  /// Says that the turns of a loop, or some of them, are not counted.
  mutating func openLoop(
    _ name: String, at place: SourceLocation, reason: String, deciders: [String]
  ) {
    warning(.openControl(place, reason: reason, deciders: deciders))
    if !openLoops.contains(place) { openLoops.append(place) }
    firstGap = firstGap ?? (OperatorTable.Key(domain: "", name: name), place)
  }

  private var unknownWarnings: [Diagnostic] {
    unknownOrder.compactMap { key in
      unknown[key].map {
        .unknownOperator(
          $0.place, name: key.name, domain: key.domain, count: $0.count, declared: $0.declared)
      }
    }
  }

  private var openWarnings: [Diagnostic] {
    openOrder.compactMap { key in
      open[key].map {
        .openShape($0.place, operator: key.name, reason: $0.reason, count: $0.count)
      }
    }
  }
}
