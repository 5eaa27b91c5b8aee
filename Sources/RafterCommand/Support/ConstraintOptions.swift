// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// What a mapping has to keep to.
struct ConstraintOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A fixed dataflow: the operand that stays while all loops that do not index it run: weights, inputs, outputs.",
      valueName: "operand"))
  var stationary: Operand?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What sides of arrays unroll, exactly: rows=C,columns=K; with parts rows=C:8*FX:3; rows=none (repeatable).",
      valueName: "side=dimension"))
  var unroll: [String] = []
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Tiles of the operands of one memory: even, of the same loop ranges; uneven, each cut where it is best (searched after the even ones).",
      valueName: "rule"))
  var tiles: TileRule = .even

  /// The options that were given, as they are typed.
  var given: [String] {
    (stationary == nil ? [] : ["--stationary"]) + (unroll.isEmpty ? [] : ["--unroll"])
      + (tiles == .even ? [] : ["--tiles"])
  }

  /// The constraints on a machine, whose sides say how many parts a dimension takes that states none.
  func constraints(on machine: Accelerator) throws(DiagnosticList) -> MappingConstraints {
    MappingConstraints(
      stationary: stationary, sides: try UnrollText.sides(unroll, on: machine), tiles: tiles)
  }
}

/// Reads `--unroll`: sides with a comma between, dimensions with a star.
enum UnrollText {
  /// For each side what it unrolls; everything that cannot be read is said at once.
  static func sides(_ texts: [String], on machine: Accelerator) throws(DiagnosticList)
    -> [String: [MappingConstraints.Part]]
  {
    let sizes = sizes(of: machine)
    var sides: [String: [MappingConstraints.Part]] = [:]
    var wrong: [Diagnostic] = []
    for text in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      let halves = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard halves.count == 2, let parts = parts(halves[1], of: sizes[halves[0]]) else {
        wrong.append(.unreadableUnroll(String(text)))
        continue
      }
      if sides.updateValue(parts, forKey: halves[0]) != nil {
        wrong.append(.unrolledTwice(halves[0]))
      }
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    return sides
  }

  /// The parts of a side; nil where they cannot be read, or several do not say how many each takes.
  ///
  /// - Parameter size: that of the side; nil where the machine has none of that name, which is told later.
  private static func parts(_ text: String, of size: Int?) -> [MappingConstraints.Part]? {
    if text == "none" { return [] }
    let words = text.split(separator: "*", omittingEmptySubsequences: false)
    var parts: [MappingConstraints.Part] = []
    for word in words {
      let pair = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard let dimension = pair.first, !dimension.isEmpty, pair.count <= 2,
        !parts.contains(where: { $0.dimension == dimension })
      else { return nil }
      if pair.count == 2 {
        guard let factor = Int(pair[1]) else { return nil }
        parts.append(MappingConstraints.Part(dimension: dimension, factor: factor))
      } else {
        guard words.count == 1 else { return nil }
        parts.append(MappingConstraints.Part(dimension: dimension, factor: size ?? 1))
      }
    }
    return parts
  }

  private static func sizes(of machine: Accelerator) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for case .array(let array) in machine.path {
      for axis in array.axes { sizes[axis.name] = axis.size }
    }
    return sizes
  }
}

extension Operand: ExpressibleByArgument {}
extension TileRule: ExpressibleByArgument {}
