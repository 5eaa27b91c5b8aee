// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterDiagnostics
public import RafterHardware
public import RafterQuantities
import RafterRoofline

/// Holds measured rows against the roofs of a machine [rooflines 3.2; 3.9, property 19].
///
///     t_min = max( operations / peak(format), vector operations / vector peak, bytes_l / BW_l for every memory l )
///
/// A point is above a roof where its time is below t_min by more than the tolerance; nothing is clamped. Where a row has an energy, it is held
/// to the energy roof in the same way.
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
  ///   - predictions: times of layers of an analysis, by name, to be put beside rows of the same name.
  /// - Throws: every memory, format and kind of operation that the machine does not have.
  public static func check(
    _ rows: [MeasuredRow], on machine: Accelerator, format: String? = nil,
    tolerance: Double = measuredTolerance, notes: [String] = [],
    predictions: [String: Seconds] = [:]
  ) throws(DiagnosticList) -> CheckResult {
    let roofs = MachineRoofs.all(of: machine)
    let ranking = CauseRanking(machine: machine, roofs: roofs, tolerance: tolerance)
    var problems: [Diagnostic] = []
    var points: [CheckedPoint] = []
    for row in rows {
      do throws(DiagnosticList) {
        points.append(
          try place(row, on: machine, roofs: roofs, format: format))
      } catch {
        problems += error.diagnostics
      }
    }
    if !problems.isEmpty { throw DiagnosticList(Self.once(problems)) }
    judge(&points, on: machine, ranking)
    for index in points.indices { points[index].predicted = predictions[points[index].row.name] }
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
    notes += EnergyPlacing.notes(points, on: machine)
    notes += predictionNotes(points, predictions)
    let bare = points.count { $0.times.isEmpty }
    if bare > 0 {
      notes.append("rows without a roof: \(bare), with no work or bytes that the machine bounds")
    }
    return CheckResult(
      machine: machine.name, points: above + points.filter { !$0.isAbove }, tolerance: tolerance,
      notes: notes)
  }

  private static func place(
    _ row: MeasuredRow, on machine: Accelerator, roofs: [MachineRoof], format: String?
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
              at: row.location(of: row.format)))
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
      case .some(let kind): problems.append(.unknownWork(kind, at: row.location(of: kind)))
      }
    }
    for traffic in row.traffic {
      guard let name = LevelNames.level(traffic.level, of: machine),
        let roof = roofs.first(where: { $0.level == name })
      else {
        problems.append(
          .levelNotOfMachine(
            traffic.level ?? "main memory", machine: machine.name,
            known: machine.memories.map(\.name), at: row.location(of: traffic.level)))
        continue
      }
      times.append(RoofTime(roof: .bandwidth(level: name), time: traffic.bytes / roof.bandwidth))
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
    times = times.enumerated().sorted {
      ($1.element.time, $0.offset) < ($0.element.time, $1.offset)
    }.map(\.element)
    return CheckedPoint(
      row: row, format: used, isFormatAssumed: used != nil && row.format == nil && format == nil,
      times: times, standing: .below)
  }

  /// Says where points lie, with the whole table in view.
  private static func judge(
    _ points: inout [CheckedPoint], on machine: Accelerator, _ ranking: CauseRanking
  ) {
    var shares: [CheckRoof.Kind: [Double]] = [:]
    for point in points {
      guard let binding = point.binding else { continue }
      shares[binding.roof.kind, default: []].append(point.share)
    }
    let spreads = shares.mapValues {
      TableEvidence.Spread($0, tolerance: ranking.tolerance)
    }
    let energies = points.map { EnergyPlacing.least($0, on: machine) }
    let energySpread = TableEvidence.Spread(
      zip(points, energies).compactMap { point, least in
        least.flatMap { least in point.row.energy.map { least.total.ratio(to: $0) } }
      }, tolerance: ranking.tolerance)
    let explained = explainedShares(points, ranking)
    for index in points.indices {
      let name = "\(points[index].row.name) \(points[index].row.note)".lowercased()
      let kind = points[index].binding?.roof.kind
      points[index].standing = standing(
        of: points[index], on: machine, ranking,
        TableEvidence(
          spread: kind.flatMap { spreads[$0] } ?? .unknown, name: name,
          explained: kind.flatMap { explained[$0] } ?? [:],
          hasSparsePeak: ranking.sparsePeak != nil,
          isGivenInMACs: points[index].row.work.contains(where: \.isGivenInMACs)))
      if let least = energies[index] {
        points[index].energy = EnergyPlacing.standing(
          of: points[index], least, on: machine, tolerance: ranking.tolerance,
          evidence: TableEvidence(spread: energySpread, name: name))
      }
    }
  }

  /// Of the points above roofs of one kind, the share that each mistake explains.
  private static func explainedShares(_ points: [CheckedPoint], _ ranking: CauseRanking)
    -> [CheckRoof.Kind: [OverRoofHypothesis: Double]]
  {
    var counts: [CheckRoof.Kind: [OverRoofHypothesis: Double]] = [:]
    var lifted: [CheckRoof.Kind: Double] = [:]
    for point in points where point.share > 1 + ranking.tolerance {
      guard let roof = point.binding?.roof else { continue }
      lifted[roof.kind, default: 0] += 1
      for cause in ranking.causes(of: point.row, above: roof, share: point.share)
      where cause.explains {
        counts[roof.kind, default: [:]][cause.hypothesis, default: 0] += 1
      }
    }
    return Dictionary(
      uniqueKeysWithValues: counts.map { kind, counts in
        (kind, counts.mapValues { $0 / (lifted[kind] ?? 1) })
      })
  }

  private static func standing(
    of point: CheckedPoint, on machine: Accelerator, _ ranking: CauseRanking,
    _ evidence: TableEvidence
  ) -> Standing {
    guard let binding = point.binding else { return .below }
    if point.share > 1 + ranking.tolerance {
      return .above(
        ranking.causes(
          of: point.row, above: binding.roof, share: point.share, evidence: evidence))
    }
    if point.share >= atRoof { return .atRoof }
    let missing = point.row.time - binding.time
    if let launch = machine.launch?.value, launch >= missing * 0.5 { return .launch }
    return .below
  }

  /// How measured and predicted times compare, of rows with both.
  private static func predictionNotes(
    _ points: [CheckedPoint], _ predictions: [String: Seconds]
  ) -> [String] {
    guard !predictions.isEmpty else { return [] }
    let pairs = points.compactMap { point in point.predicted.map { (point.row.time, $0) } }
    guard !pairs.isEmpty else {
      return ["no row has the name of a layer of the workload, so nothing is predicted"]
    }
    let (measured, predicted) = pairs.reduce((Seconds.zero, Seconds.zero)) {
      ($0.0 + $1.0, $0.1 + $1.1)
    }
    return [
      "\(pairs.count) of \(Format.count(points.count, "row")) \(pairs.count == 1 ? "is a layer" : "are layers") of the workload: measured \(measured.formatted()), predicted \(predicted.formatted()), \(Format.percent(predicted.ratio(to: measured))) of it"
    ]
  }

  /// The same thing is said once, of the first row.
  private static func once(_ problems: [Diagnostic]) -> [Diagnostic] {
    var said: Set<String> = []
    return problems.filter { said.insert($0.message).inserted }
  }
}
