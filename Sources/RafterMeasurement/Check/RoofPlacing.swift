// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterDiagnostics
public import RafterHardware
import RafterQuantities
import RafterRoofline

/// Holds measured rows against the roofs of a machine [rooflines 3.2; 3.9, property 19].
///
///     t_min = max( operations / peak(format), vector operations / vector peak, bytes_l / BW_l for every memory l )
///
/// A point is above a roof where its time is below t_min by more than the tolerance; nothing is clamped.
public enum RoofPlacing {
  /// How far above a roof a measured point may lie.
  public static let measuredTolerance = 0.02
  /// From this share on a point is at its roof.
  static let atRoof = 0.8

  /// Places rows.
  ///
  /// - Parameters:
  ///   - rows: what was measured.
  ///   - machine: what it ran on.
  ///   - format: the format of rows that name none; nil for the fastest of the machine.
  ///   - tolerance: how far above a roof still counts as on it.
  ///   - notes: what is to be said beside what is found.
  /// - Throws: every memory, format and kind of operation that the machine does not have.
  public static func check(
    _ rows: [MeasuredRow], on machine: Accelerator, format: String? = nil,
    tolerance: Double = measuredTolerance, notes: [String] = []
  ) throws(DiagnosticList) -> CheckResult {
    let roofs = MachineRoofs.all(of: machine)
    let ranking = CauseRanking(machine: machine, roofs: roofs, tolerance: tolerance)
    var problems: [Diagnostic] = []
    var points: [CheckedPoint] = []
    for row in rows {
      do throws(DiagnosticList) {
        points.append(
          try place(row, on: machine, roofs: roofs, format: format, ranking: ranking))
      } catch {
        problems += error.diagnostics
      }
    }
    if !problems.isEmpty { throw DiagnosticList(Self.once(problems)) }
    let above = points.enumerated().filter(\.element.isAbove).sorted {
      ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
    }.map(\.element)
    var notes = notes
    let assumed = points.count(where: \.isFormatAssumed)
    if assumed > 0, let name = points.first(where: \.isFormatAssumed)?.format {
      notes.append(
        "rows that name no format (\(assumed)) are held against the fastest, \(name); a column `format` or --arithmetic says which"
      )
    }
    let bare = points.count { $0.times.isEmpty }
    if bare > 0 {
      notes.append("rows without a roof: \(bare), with no work or bytes that the machine bounds")
    }
    return CheckResult(
      machine: machine.name, points: above + points.filter { !$0.isAbove }, tolerance: tolerance,
      notes: notes)
  }

  private static func place(
    _ row: MeasuredRow, on machine: Accelerator, roofs: [MachineRoof], format: String?,
    ranking: CauseRanking
  ) throws(DiagnosticList) -> CheckedPoint {
    var problems: [Diagnostic] = []
    var times: [RoofTime] = []
    var used: String?
    let clock = machine.technology.frequency.value
    for work in row.work {
      switch work.kind {
      case nil:
        let wanted = row.format ?? format
        let found =
          wanted.map { FormatNames.format($0, of: machine) }
          ?? FormatNames.fastest(machine.compute?.formats ?? [], of: machine)
        guard let found else {
          problems.append(
            .formatNotOfMachine(
              wanted ?? "any", machine: machine.name,
              known: machine.compute?.formats.map(\.arithmetic.description) ?? [],
              at: row.location))
          continue
        }
        used = found.arithmetic.description
        times.append(
          RoofTime(
            roof: .peak(format: found.arithmetic.description),
            time: work.operations / (machine.peak(found) * clock)))
      case "vector"?:
        guard let vector = machine.vector else { continue }
        times.append(
          RoofTime(roof: .vector, time: work.operations / (vector.rate.value * clock)))
      case .some(let kind): problems.append(.unknownWork(kind, at: row.location))
      }
    }
    for traffic in row.traffic {
      let name = traffic.level ?? machine.memories.first?.name ?? ""
      guard let roof = roofs.first(where: { $0.level == name }) else {
        problems.append(
          .levelNotOfMachine(
            name, machine: machine.name, known: machine.memories.map(\.name), at: row.location))
        continue
      }
      times.append(RoofTime(roof: .bandwidth(level: name), time: traffic.bytes / roof.bandwidth))
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
    times = times.enumerated().sorted {
      ($1.element.time, $0.offset) < ($0.element.time, $1.offset)
    }.map(\.element)
    var point = CheckedPoint(
      row: row, format: used, isFormatAssumed: used != nil && row.format == nil && format == nil,
      times: times, standing: .below)
    point.standing = standing(of: point, on: machine, ranking)
    return point
  }

  private static func standing(
    of point: CheckedPoint, on machine: Accelerator, _ ranking: CauseRanking
  ) -> Standing {
    guard let binding = point.binding else { return .below }
    if point.share > 1 + ranking.tolerance {
      return .above(ranking.causes(of: point.row, above: binding.roof, share: point.share))
    }
    if point.share >= atRoof { return .atRoof }
    let missing = point.row.time - binding.time
    if let launch = machine.launch?.value, launch >= missing * 0.5 { return .launch }
    return .below
  }

  /// The same thing is said once, of the first row.
  private static func once(_ problems: [Diagnostic]) -> [Diagnostic] {
    var said: Set<String> = []
    return problems.filter { said.insert($0.message).inserted }
  }
}
