// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// What could not be counted, inside `totals`.
enum UncountedJSON {
  static func value(_ uncounted: UncountedWork) -> JSONValue {
    .object([
      "unknown_nodes": .int(uncounted.unknownNodes),
      "shapeless_nodes": .int(uncounted.shapelessNodes),
      "open_loops": .int(uncounted.openLoops),
      "first_operator": .string(uncounted.firstOperator),
      "first_node": .string(uncounted.firstNode),
    ])
  }
}
