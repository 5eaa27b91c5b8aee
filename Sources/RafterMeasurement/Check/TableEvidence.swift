// SPDX-License-Identifier: Apache-2.0

/// What the other rows of a table, and the name of a row, say for and against a mistake.
///
/// A wrong unit or a MAC for an operation is made once for a whole table, so most of its rows are lifted; zeros that were skipped, another format or
/// a warm cache belong to single rows. Rows say nothing where they are few. One mistake that explains all that is above a roof is likelier than
/// one that explains a part of it.
///
/// A machine with a peak for structured zeros is sold by it: there what lies up to twice as high was more likely run, or quoted, with such zeros
/// than counted twice, in a row as in a whole table. A column of MACs speaks for operations that were written into it, as most tools count them.
struct TableEvidence: Sendable, Hashable {
  /// How many rows of a table are above a roof of the same kind.
  enum Spread: Sendable, Hashable {
    case few, some, most, unknown

    /// Of shares of one kind of roof.
    init(_ shares: [Double], tolerance: Double) {
      guard shares.count >= 3 else {
        self = .unknown
        return
      }
      let above = Double(shares.count { $0 > 1 + tolerance }) / Double(shares.count)
      self = above >= 0.75 ? .most : above <= 0.25 ? .few : .some
    }
  }

  var spread: Spread
  /// The name of the row and the notes beside it, in small letters.
  var name: String
  /// Of the rows above a roof of the same kind, the share that a mistake explains; empty where that is not known.
  var explained: [OverRoofHypothesis: Double] = [:]
  /// Whether the machine states a peak for structured zeros.
  var hasSparsePeak = false
  /// Whether the work was given in MACs.
  var isGivenInMACs = false

  /// No evidence.
  static let none = TableEvidence(spread: .unknown, name: "")

  /// What is added to the rank of a mistake; below zero is likelier.
  func weight(_ hypothesis: OverRoofHypothesis) -> Double {
    spreadWeight(hypothesis) + (isNamed(hypothesis) ? -0.3 : 0)
      + (explained.isEmpty ? 0 : 0.2 * (1 - (explained[hypothesis] ?? 0)))
      + (hypothesis == .sparsePeak && hasSparsePeak ? -0.15 : 0)
      + (hypothesis == .operationCount && isGivenInMACs ? -0.2 : 0)
  }

  private func spreadWeight(_ hypothesis: OverRoofHypothesis) -> Double {
    if hypothesis == .sparsePeak, hasSparsePeak {
      return spread == .most ? -0.1 : spread == .few ? -0.05 : 0
    }
    let isOfTable =
      switch hypothesis {
      case .prefix, .bits, .binaryPrefix, .operationCount, .withoutStatic, .withoutMemory: true
      case .sparsePeak, .format, .warmCache, .wrongLevel, .smallerElements, .description,
        .unfinished:
        false
      }
    return switch spread {
    case .most: isOfTable ? -0.1 : 0.1
    case .few: isOfTable ? 0.25 : -0.05
    case .some, .unknown: 0
    }
  }

  /// Whether the name of the row speaks of it.
  private func isNamed(_ hypothesis: OverRoofHypothesis) -> Bool {
    let words: [String] =
      switch hypothesis {
      case .sparsePeak: ["2:4", "sparse", "sparsity", "pruned"]
      case .smallerElements:
        ["int8", "int4", "w8", "w4", "fp8", "fp4", "q4", "q8", "quant", "compress"]
      case .warmCache: ["warm", "cached", "in-cache", "l2-hit"]
      case .format(let name):
        name.split(separator: " ").map(String.init).filter { $0.contains { $0.isNumber } }
      case .unfinished: ["async", "launch"]
      default: []
      }
    return words.contains { name.contains($0) }
  }
}
