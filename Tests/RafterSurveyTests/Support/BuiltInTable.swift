// SPDX-License-Identifier: Apache-2.0
import Rafter

/// The table that travels with the command.
enum BuiltInTable {
  static let text = String(
    decoding: BuiltIn.file("chips", kind: .chips)?.bytes ?? [], as: UTF8.self)

  private static let table = Result {
    try SurveyReader.read(text: text, file: "chips.csv").table
  }

  static func read() throws -> SurveyTable { try table.get() }

  /// Rows of a filter, duplicates kept as the source tables have them.
  static func rows(_ filter: String, _ duplicates: DuplicateHandling = .keep) throws
    -> [SurveyEntry]
  {
    try SurveySubset(
      of: try read(), where: try SurveyFilter(text: filter), duplicates: duplicates
    ).entries
  }
}

/// Whether two numbers agree within a share of the second.
func agrees(_ a: Double?, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
  guard let a else { return false }
  return (a - b).magnitude <= tolerance * max(b.magnitude, 1e-300)
}
