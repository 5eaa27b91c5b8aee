// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterRoofline

extension MachineRoofsChart {
  /// The roofs that are drawn: of one machine all, of several one each.
  func lines() throws(DiagnosticList) -> [Line] {
    let levels = machines.flatMap { $0.accelerator.memories.map(\.name) }
    if let level, !levels.contains(level) {
      throw DiagnosticList(.unknownChartLevel(level, levels: levels))
    }
    let lines =
      machines.count == 1 ? ofOne(machines[0]) : machines.enumerated().compactMap(ofSeveral)
    guard !lines.isEmpty else {
      throw DiagnosticList(
        .noRoofs(
          operands, formats: machines.flatMap { $0.roofs.map(\.format) }, needsArea: per == .area))
    }
    return lines
  }

  private static let paints: [Paint] = [
    .blue, .vermillion, .green, .purple, .orange, .skyBlue, .ink, .grey, .yellow,
  ]
  /// `int8`, `int8 x int4`: a format without its accumulator.
  static func short(_ format: String) -> String {
    let words = format.split(separator: " ")
    guard words.count > 2, words[1] == "x" else { return format }
    return words[0] == words[2] ? String(words[0]) : "\(words[0]) x \(words[2])"
  }

  private func isWanted(_ roof: MachineRoof) -> Bool {
    guard let operands else { return true }
    return roof.format.hasPrefix(operands)
  }

  private func area(_ machine: Machine) -> Double? {
    per == .chip ? 1 : machine.accelerator.technology.area?.value.value
  }

  /// A colour for each level; formats are told apart by the words on their flat parts.
  private func ofOne(_ machine: Machine) -> [Line] {
    guard let area = area(machine) else { return [] }
    let levels = machine.accelerator.memories.map(\.name)
    let shown = machine.roofs.filter { isWanted($0) && (level == nil || $0.level == level) }
    return shown.filter { $0.bandwidth > .zero }.map { roof in
      Line(
        name: roof.level, words: "\(roof.bandwidth.formatted())", roof: roof,
        paint: Self.paints[(levels.firstIndex(of: roof.level) ?? 0) % Self.paints.count],
        dash: roof.format == "vector" ? .dotted : .solid, area: area)
    }
  }

  /// The fastest wanted format at the level, or at the outermost memory with a bandwidth.
  private func ofSeveral(_ place: Int, _ machine: Machine) -> Line? {
    guard let area = area(machine) else { return nil }
    let named = machine.roofs.filter { roof in
      roof.format != "vector" && isWanted(roof) && roof.bandwidth > .zero
    }
    let outermost = level ?? named.first?.level
    let roof = named.filter { $0.level == outermost }.max { $0.peak < $1.peak }
    return roof.map { roof in
      Line(
        name: machine.accelerator.name,
        words: "\(Self.short(roof.format)), \(roof.peak.formatted()), ridge "
          + "\(Format.significant(roof.ridge.value)) op/byte",
        roof: roof, paint: Self.paints[place % Self.paints.count],
        dash: place < Self.paints.count ? .solid : .dashed, area: area)
    }
  }
}
