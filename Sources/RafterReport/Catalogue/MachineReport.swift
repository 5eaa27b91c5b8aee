// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterHardware
import RafterQuantities

/// The report of `rafter show`: a machine as its file, as boxes, as roofs, and how far it can be trusted.
public struct MachineReport {
  /// What can be shown.
  public enum Part: String, Sendable, CaseIterable {
    /// The file as it is.
    case file
    /// The levels as boxes.
    case hierarchy
    /// The roofs and ridge points.
    case roofs
    /// How many numbers are trusted how far.
    case numbers
  }

  private let file: String
  private let machine: Accelerator

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - file: The text that the machine was read from.
  ///   - machine: The machine.
  public init(file: String, machine: Accelerator) {
    self.file = file
    self.machine = machine
  }

  /// One part.
  public func text(_ part: Part) -> String {
    switch part {
    case .file: file
    case .hierarchy: HierarchyDrawing(machine).text
    case .roofs:
      RooflineReport(roofs: MachineRoofs.all(of: machine), accelerator: machine).text(.table)
    case .numbers: numbers
    }
  }

  /// All parts: the file, and the rest as comments at its end, so that the whole is the file still.
  public var text: String {
    var lines = [file.hasSuffix("\n") ? file : file + "\n"]
    for part in [Part.hierarchy, .roofs, .numbers] {
      lines.append("")
      for line in text(part).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        lines.append(line.isEmpty ? "#" : "# \(line)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var numbers: String {
    let count = machine.confidenceCount
    var lines = [
      count.words,
      "\(Format.percent(count.shareOfPublished)) of the stated ones were measured or printed",
    ]
    let places = machine.openNumbers.map { "\($0.part): \($0.number.rawValue)" }
    if !places.isEmpty { lines += ["open:"] + places.map { "  \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }
}
