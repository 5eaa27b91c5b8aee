// SPDX-License-Identifier: Apache-2.0

/// The survey: rows in the order of the file.
public struct SurveyTable: Sendable, Hashable {
  /// The rows.
  public var entries: [SurveyEntry]

  /// Creates a table.
  public init(_ entries: [SurveyEntry] = []) { self.entries = entries }

  /// The row of an id.
  public func entry(_ id: String) -> SurveyEntry? { entries.first { $0.id == id } }

  /// A peak and the system around it, both from one publication.
  public struct SystemPair: Sendable, Hashable {
    /// The row of the part: core, macro, chip.
    public var peak: SurveyEntry
    /// The row of what it is built into.
    public var system: SurveyEntry

    /// Operations per joule of the part over those of the system; nil where one is unknown.
    public var loss: Double? {
      guard let part = Self.efficiency(peak), let whole = Self.efficiency(system) else {
        return nil
      }
      return part / whole
    }

    /// As published; out of the 1-bit figure and the bits where only that is filed.
    public static func efficiency(_ entry: SurveyEntry) -> Double? {
      if let value = entry.number(.efficiency) { return value }
      guard let value = entry.number(.oneBitEfficiency), let bits = entry.number(.bitProduct)
      else { return nil }
      return value / bits
    }
  }

  /// The rows that are the system of another, with that one, in the order of the table.
  public var systemPairs: [SystemPair] {
    entries.compactMap { system in
      guard let id = system.text(.systemOf), let peak = entry(id) else { return nil }
      return SystemPair(peak: peak, system: system)
    }
  }
}
