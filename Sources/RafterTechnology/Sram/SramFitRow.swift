// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// How far laws lie from the points they were fitted to.
public struct SramFitRow: Sendable, Hashable {
  /// Which points.
  public var subset: String
  /// How many numbers were compared.
  public var count: Int
  /// The median of |law / point - 1|.
  public var median: Double
  /// The error that nine of ten numbers stay below.
  public var ninthDecile: Double
  /// The greatest error.
  public var greatest: Double

  /// The errors of laws on points: read and write energies apart and together, one-bank memories and all.
  public static func all(_ laws: [SramLaw], on points: [SramPoint]) -> [SramFitRow] {
    let one = points.filter { $0.banks == 1 }
    let narrow = one.filter { $0.width.value == 64 && $0.capacity.value >= 8192 }
    return [
      row("one bank, read and write", [errors(\.read, \.read), errors(\.write, \.write)], one),
      row("one bank, read", [errors(\.read, \.read)], one),
      row("one bank, write", [errors(\.write, \.write)], one),
      row("one bank, 64 bit, from 8 KiB, read", [errors(\.read, \.read)], narrow),
      row("one bank, 64 bit, from 8 KiB, write", [errors(\.write, \.write)], narrow),
      row("all, read and write", [errors(\.read, \.read), errors(\.write, \.write)], points),
      row("all, read", [errors(\.read, \.read)], points),
      row("all, write", [errors(\.write, \.write)], points),
      row("all, area", [errors(\.area, \.area)], points),
      row("all, leakage", [errors(\.leakage, \.leakage)], points),
    ]

    func errors<D>(
      _ law: KeyPath<SramLaw, PowerLaw<D>>, _ point: KeyPath<SramPoint, Quantity<D>>
    ) -> ([SramPoint]) -> [Double] {
      { subset in
        subset.compactMap { measured in
          guard let own = laws.first(where: { $0.covers(measured) }) else {
            return nil
          }
          let value = own[keyPath: law].value(capacity: measured.capacity, width: measured.width)
          return abs(value.ratio(to: measured[keyPath: point]) - 1)
        }
      }
    }

    func row(_ name: String, _ sets: [([SramPoint]) -> [Double]], _ subset: [SramPoint])
      -> SramFitRow
    {
      let sorted = sets.flatMap { $0(subset) }.sorted()
      func quantile(_ share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
      }
      return SramFitRow(
        subset: name, count: sorted.count, median: quantile(0.5), ninthDecile: quantile(0.9),
        greatest: quantile(1))
    }
  }

  /// The rows as a table in Markdown.
  public static func markdown(_ rows: [SramFitRow]) -> String {
    let lines = rows.map {
      "| \($0.subset) | \($0.count) | \(Format.percent($0.median)) | "
        + "\(Format.percent($0.ninthDecile)) | \(Format.percent($0.greatest)) |"
    }
    let head = [
      "| points | numbers | median error | nine of ten below | greatest |", "|---|---|---|---|---|",
    ]
    return (head + lines).joined(separator: "\n") + "\n"
  }
}
