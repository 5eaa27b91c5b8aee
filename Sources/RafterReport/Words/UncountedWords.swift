// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// What is said of a model of which not everything could be counted.
enum UncountedWords {
  /// `at least ` in front of a total that is a lower bound.
  static func bound(_ uncounted: UncountedWork?) -> String { uncounted == nil ? "" : "at least " }

  /// `at least 3.2 GMAC: from operator Foo (node 'f1') on 14 nodes have no known shape`.
  static func sentence(_ uncounted: UncountedWork, total: String) -> String {
    var parts: [String] = []
    if uncounted.shapelessNodes > 0 {
      parts.append(
        nodes(uncounted.shapelessNodes)
          + (uncounted.shapelessNodes == 1 ? " has" : " have") + " no known shape")
    }
    if uncounted.unknownNodes > 0 {
      parts.append(
        nodes(uncounted.unknownNodes)
          + (uncounted.unknownNodes == 1 ? " is of an" : " are of") + " unknown operator"
          + (uncounted.unknownNodes == 1 ? "" : "s"))
    }
    if uncounted.openLoops > 0 {
      parts.append(
        uncounted.openLoops == 1
          ? "1 loop turns as often as the run decides"
          : "\(uncounted.openLoops) loops turn as often as the run decides")
    }
    return "at least \(total): from operator \(uncounted.firstOperator) "
      + "(node '\(uncounted.firstNode)') on, " + parts.joined(separator: ", and ")
  }

  private static func nodes(_ count: Int) -> String { count == 1 ? "1 node" : "\(count) nodes" }
}
