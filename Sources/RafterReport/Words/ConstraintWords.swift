// SPDX-License-Identifier: Apache-2.0
import RafterMapping
import RafterWorkload

/// What a search was told to keep to.
enum ConstraintWords {
  /// A sentence; nil where nothing was said.
  static func sentence(_ constraints: MappingConstraints) -> String? {
    var parts: [String] = []
    if let stays = constraints.stationary { parts.append("\(stays.rawValue) stationary") }
    for (side, list) in constraints.sides.sorted(by: { $0.key < $1.key }) {
      let what = list.map { "\($0.dimension) by up to \($0.factor)" }.joined(separator: " and ")
      parts.append("\(side) unroll \(list.isEmpty ? "nothing" : what)")
    }
    if constraints.tiles == .uneven { parts.append("tiles of each operand on its own") }
    return parts.isEmpty ? nil : "Kept as asked: \(parts.joined(separator: ", "))."
  }

  /// The same for programs; nil where nothing was said.
  static func json(_ constraints: MappingConstraints) -> JSONValue? {
    guard constraints != .none else { return nil }
    var fields: [String: JSONValue] = [
      "stationary": constraints.stationary.map { .string($0.rawValue) } ?? .null,
      "sides": .object(
        constraints.sides.mapValues { parts in
          .array(
            parts.map {
              .object(["dimension": .string($0.dimension), "factor": .int($0.factor)])
            })
        }),
    ]
    if constraints.tiles != .even { fields["tiles"] = .string(constraints.tiles.rawValue) }
    return .object(fields)
  }
}
