// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// A number that a description leaves open: it says nothing about it, so a technology model may fill it.
///
/// A number that is said to be `unknown` is not open: somebody looked and found none. Both are nil to the
/// end of an analysis unless they are filled; each part of a description lists those that are open.
public enum OpenNumber: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Of a memory: the energy of reading a bit.
  case readEnergy = "energy of reading"
  /// Of a memory: the energy of writing a bit.
  case writeEnergy = "energy of writing"
  /// Of a format, the vector unit or the links: the energy of an operation, or of a bit.
  case energy
  /// Of an array: the energy of moving a bit to a part.
  case wireEnergy = "energy of the wires"
  /// Of a memory or a format.
  case area
  /// Of the whole machine.
  case staticPower = "static power"

  /// In the order of the cases.
  public static func < (a: OpenNumber, b: OpenNumber) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}

/// An open number and the part of the machine that it belongs to.
public struct OpenPlace: Sendable, Hashable {
  /// The part: `memory 'dram'`, `array 'rows x columns'`, `mac in int8 x int8 -> int32`.
  public var part: String
  /// Which of its numbers.
  public var number: OpenNumber

  /// Creates a place.
  public init(part: String, number: OpenNumber) {
    self.part = part
    self.number = number
  }
}

extension Accelerator {
  /// Everything that the description leaves open, in the order of the path, for reports.
  public var openNumbers: [OpenPlace] {
    var places: [OpenPlace] = []
    func add(_ part: String, _ open: Set<OpenNumber>) {
      places += open.sorted().map { OpenPlace(part: part, number: $0) }
    }
    add("the machine", power.open)
    for element in path {
      switch element {
      case .memory(let memory): add("memory '\(memory.name)'", memory.open)
      case .array(let array):
        add("array '\(array.axes.map(\.name).joined(separator: " x "))'", array.open)
      case .compute(let unit):
        for format in unit.formats { add("\(unit.name) in \(format.arithmetic)", format.open) }
      }
    }
    if let vector {
      add("the vector unit", vector.open)
      for kind in SpecialFunction.operators {
        add("\(kind.rawValue) of the vector unit", vector.special[kind]?.open ?? [])
      }
    }
    if let links { add("the links", links.open) }
    return places
  }
}
