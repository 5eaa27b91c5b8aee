// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// A row of the survey: one operating point of one design in one number format.
public struct SurveyEntry: Sendable, Hashable {
  /// What a cell holds.
  public enum Cell: Sendable, Hashable {
    case missing
    /// In the unit of its column.
    case number(Double)
    case text(String)
    case words([String])
  }

  /// The cells of the filed columns, in the order of ``SurveyColumn/filed``.
  private var cells: [Cell]
  /// The line of the file that holds it.
  public var place: SourceLocation?

  /// Creates a row; columns not named are empty.
  public init(_ filled: [(SurveyColumn, Cell)] = [], place: SourceLocation? = nil) {
    cells = Array(repeating: .missing, count: SurveyColumn.filed.count)
    self.place = place
    for (column, cell) in filled { self[column] = cell }
  }

  /// The cell of a column; computed columns are computed.
  public subscript(column: SurveyColumn) -> Cell {
    get {
      switch column.origin {
      case .filed: cells[column.ordinal]
      case .computed: computed(column)
      }
    }
    set {
      precondition(column.origin == .filed, "\(column.rawValue) is computed")
      cells[column.ordinal] = newValue
    }
  }

  /// The number of a column, in its unit; nil where it is not known.
  public func number(_ column: SurveyColumn) -> Double? {
    if case .number(let value) = self[column] { value } else { nil }
  }

  /// The text of a column; nil where it is empty.
  public func text(_ column: SurveyColumn) -> String? {
    switch self[column] {
    case .missing: nil
    case .number(let value): Self.plain(value)
    case .text(let text): text
    case .words(let words): words.joined(separator: "/")
    }
  }

  /// The words of a column.
  public func words(_ column: SurveyColumn) -> [String] {
    switch self[column] {
    case .words(let words): words
    case .text(let text): [text]
    case .missing, .number: []
    }
  }

  /// A number without a fraction where it has none: `28`, `0.45`.
  static func plain(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }
}

extension SurveyEntry {
  /// Its key.
  public var id: String { text(.id) ?? "" }
  /// What to call it.
  public var name: String { text(.name) ?? id }
  /// What it is.
  public var kind: SurveyKind? { text(.kind).flatMap(SurveyKind.init) }
  /// What its figures cover.
  public var domain: SurveyDomain? { text(.domain).flatMap(SurveyDomain.init) }
  /// Its number formats.
  public var formats: [SurveyFormat] { words(.format).compactMap(SurveyFormat.init) }
  /// Its memories outside.
  public var offChipMemories: [OffChipMemory] {
    words(.offChipMemory).compactMap(OffChipMemory.init)
  }
  /// Its class.
  public var surveyClass: SurveyClass {
    SurveyClass.of(
      kind: kind, venue: text(.venue), cell: text(.cell).flatMap(SurveyCell.init),
      evidence: text(.evidence).flatMap(SurveyEvidence.init))
  }
  /// Integer, float, or other; several formats of different families are other.
  public var family: SurveyFamily {
    let families = Set(formats.map(\.family))
    return families.count == 1 ? families.first ?? .other : .other
  }
  /// Its process node.
  public var node: ProcessNode? { number(.node).map { ProcessNode($0) } }
  /// Its area.
  public var area: Area? { number(.area).map { Area($0) } }
  /// Its peak rate.
  public var peak: Throughput? { number(.peak).map { Throughput($0 * 1e12) } }
  /// Its operations per joule.
  public var efficiency: EnergyEfficiency? {
    number(.efficiency).map { EnergyEfficiency($0 * 1e12) }
  }
  /// Its operations per second and square millimetre.
  public var density: ThroughputDensity? {
    number(.density).map { ThroughputDensity($0 * 1e12) }
  }
  /// The bandwidth of its memory outside.
  public var offChipBandwidth: Bandwidth? {
    number(.offChipBandwidth).map { Bandwidth($0 * 1e9) }
  }
  /// The power its figures are of.
  public var power: Power? { number(.power).map { Power($0) } }
  /// The lowest supply of its figures: the one its best efficiency is usually measured at.
  public var supply: Voltage? {
    (number(.supplyMinimum) ?? number(.supplyMaximum)).map { Voltage($0) }
  }

  private func computed(_ column: SurveyColumn) -> Cell {
    let value: Double? =
      switch column {
      case .bitProduct: product(number(.activationBits), number(.weightBits))
      case .eightBitEfficiency: number(.oneBitEfficiency).map { $0 / 64 }
      case .eightBitDensity: number(.oneBitDensity).map { $0 / 64 }
      case .ridge: ridge?.value
      case .energyRidge: energyRidge?.value
      case .memoryPerRate: number(.onChipMemory).flatMap { kib in number(.peak).map { kib / $0 } }
      default: nil
      }
    switch column {
    case .class: return .text(surveyClass.rawValue)
    case .family: return .text(family.rawValue)
    default: return value.map { .number($0) } ?? .missing
    }
  }

  private func product(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return a * b
  }
}
