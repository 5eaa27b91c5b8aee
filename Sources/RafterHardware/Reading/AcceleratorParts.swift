// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities
import RafterWorkload

/// A part of the path as read, with the places that the checks point at.
struct PathPart {
  /// Whether a file has it, or it is made of something a file has.
  enum Origin {
    case stated, lowered
  }

  var element: PathElement
  /// Whether nothing was wrong with it; checks that need all of it skip it otherwise.
  var isWhole: Bool
  /// Where its keys stand: `holds`, `ports`, `ports.0`, `ports.0.serves.1`.
  var places: [String: SourceLocation]
  /// Where it begins.
  var location: SourceLocation
  /// Whether a file has it.
  var origin = Origin.stated

  /// The place of a key, or where the part begins.
  func place(_ key: String) -> SourceLocation { places[key] ?? location }
}

/// What a memory says about its energies.
struct StatedEnergy {
  var read: Sourced<EnergyPerBit>?
  var write: Sourced<EnergyPerBit>?
  var open: Set<OpenNumber> = []
}

/// An accelerator as read, before it is known to be right.
struct AcceleratorDraft {
  /// The file that is read, in contrast to those it extends.
  var file = ""
  var name: LocatedWord?
  var source: Source?
  var sources: [String: Source] = [:]
  /// The keys of the sources in the order of the file.
  var declared: [LocatedWord] = []
  var usedSources: Set<String> = []
  /// What holds for the numbers of each file as a whole.
  var scope = SourceScope()
  var parameters: [Parameter] = []
  /// Where references stand that could not be followed.
  var unresolved: Set<SourceLocation> = []
  var technology: Technology?
  var power = PowerBudget()
  var launch: Sourced<Seconds>?
  var parts: [PathPart] = []
  /// Whether every part of the path could be told what it is.
  var pathIsWhole = true
  var pathLocation: SourceLocation?
  var vector: VectorUnit?
  var links: Links?
  var voltageFrequency: StatedVoltageFrequency?
  var vectorMemory: LocatedWord?
  var cautions: [String] = []
  var about = Identity()

  var memories: [(index: Int, level: MemoryLevel)] {
    parts.enumerated().compactMap { index, part in
      if case .memory(let level) = part.element { (index, level) } else { nil }
    }
  }

  /// The arrays between two parts of the path.
  func axes(after index: Int, before end: Int) -> [FanOut.Axis] {
    guard index < end else { return [] }
    return parts[(index + 1)..<end].flatMap { part -> [FanOut.Axis] in
      if case .array(let array) = part.element { array.axes } else { [] }
    }
  }
}
