// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// The JSON of `rafter list accelerators`: kind `rafter/accelerators/1`.
enum CatalogueJSON {
  static func value(
    _ entries: [CatalogueEntry], _ numbers: ConfidenceCount, operand: NumberFormat?
  ) -> JSONValue {
    .object([
      "schema": .string("rafter/accelerators/1"),
      "accelerators": .array(entries.map { entry($0, operand) }),
      "numbers": count(numbers),
    ])
  }

  private static func entry(_ entry: CatalogueEntry, _ operand: NumberFormat?) -> JSONValue {
    .object([
      "name": .string(entry.name),
      "source": .string(entry.title),
      "class": text(entry.about.class?.rawValue),
      "vendor": text(entry.about.vendor),
      "year": entry.about.year.map { .int($0) } ?? .null,
      "node_nm": number(entry.node?.value),
      "peak": entry.peak(of: operand).map(peak) ?? .null,
      "peaks": .array(entry.peaks.map(peak)),
      "memory": .string(entry.memory),
      "capacity_bytes": entry.capacity.map { JSONValue(count: $0.value) } ?? .null,
      "bandwidth_bytes_per_s": number(entry.bandwidth?.value),
      "power_cap_W": number(entry.cap?.value),
      "numbers": count(entry.numbers),
    ])
  }

  private static func peak(_ peak: CatalogueEntry.Peak) -> JSONValue {
    .object([
      "format": .string(peak.format.description),
      "operations_per_s": .double(peak.throughput.value),
    ])
  }

  private static func count(_ numbers: ConfidenceCount) -> JSONValue {
    var fields: [String: JSONValue] = [
      "unknown": .int(numbers.unknown), "open": .int(numbers.open),
    ]
    for confidence in Confidence.allCases {
      fields[confidence.rawValue] = .int(numbers[confidence])
    }
    return .object(fields)
  }

  private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  private static func number(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }
}
