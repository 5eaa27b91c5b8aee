// SPDX-License-Identifier: Apache-2.0
import Rafter

/// What one layer costs on one machine, as stored.
struct ReplayResult: Equatable {
  static let head = "layer,machine,latency_cycles,energy_J,gap,mappings_considered"
  static let names = ["latency", "energy", "gap", "considered"]

  var key: String
  /// Latency, energy, gap and mappings considered; one text where nothing fits.
  var values: [String]

  /// Maps a layer.
  init(_ layer: NestText, on machine: Accelerator) {
    key = "\(layer.name),\(machine.name)"
    guard let format = machine.compute?.formats.first, let nest = layer.nest(format.arithmetic)
    else {
      values = ["unreadable", "", "", ""]
      return
    }
    switch Mapper.map(nest, on: machine, format: format) {
    case .infeasible(let reason):
      values = ["infeasible: \(reason.memory)", "", "", ""]
    case .mapped(let mapped):
      let cost = mapped.cost
      var energy = cost.computeEnergy
      for part in cost.memories { energy = energy.flatMap { sum in part.energy.map { sum + $0 } } }
      for part in cost.wires { energy = energy.map { $0 + (part.energy ?? .zero) } }
      values = [
        "\(cost.latencyCycles.value)", energy.map { "\($0.value)" } ?? "unknown",
        "\(mapped.certificate.gap)", "\(mapped.certificate.mappingsConsidered)",
      ]
    }
  }

  /// Reads a stored line; nil where it is none.
  init?(line: Substring) {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard cells.count == 6 else { return nil }
    key = "\(cells[0]),\(cells[1])"
    values = Array(cells.dropFirst(2))
  }

  var line: String { ([key] + values).joined(separator: ",") }
}

/// What changed between stored and new results.
struct Differences {
  var lines: [String] = []
  /// For each value how many fell and how many rose.
  var fell = [0, 0, 0, 0]
  var rose = [0, 0, 0, 0]

  init(_ stored: [ReplayResult], _ new: [ReplayResult]) {
    let before = Dictionary(stored.map { ($0.key, $0) }) { first, _ in first }
    let after = Set(new.map(\.key))
    for result in new {
      guard let old = before[result.key] else {
        lines.append("\(result.key): not stored")
        continue
      }
      guard old != result else { continue }
      var words: [String] = []
      for i in ReplayResult.names.indices where old.values[i] != result.values[i] {
        words.append(
          "\(ReplayResult.names[i]) \(old.values[i]) -> \(result.values[i])"
            + change(old.values[i], result.values[i], i))
      }
      lines.append("\(result.key): \(words.joined(separator: ", "))")
    }
    for old in stored where !after.contains(old.key) { lines.append("\(old.key): gone") }
  }

  private mutating func change(_ old: String, _ new: String, _ index: Int) -> String {
    guard let a = Double(old), let b = Double(new) else { return "" }
    if b < a { fell[index] += 1 } else { rose[index] += 1 }
    guard a > 0 else { return "" }
    return " (\(b < a ? "-" : "+")\(Format.significant(abs(b / a - 1) * 100)) %)"
  }

  /// One line for each kind of value.
  var summary: [String] {
    ReplayResult.names.indices.filter { fell[$0] + rose[$0] > 0 }.map {
      "\(ReplayResult.names[$0]): \(fell[$0]) less, \(rose[$0]) more"
    }
  }
}
