// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension Movement {
  /// What a slice takes of one axis.
  struct Cut: Sendable {
    var axis: Int
    var start: Int
    var step: Int
    var count: Int
  }

  /// The cuts of a `Slice`: attributes before opset 10, inputs from then on; ends beyond the tensor are
  /// clamped and steps may be negative [workloads 4.2].
  static func cuts(_ node: NodeView, shape: [Int]) throws(RuleFailure) -> [Cut] {
    let isOld = node.opset < 10
    let starts = isOld ? node.ints("starts") ?? [] : try node.integers(1)
    let ends = isOld ? node.ints("ends") ?? [] : try node.integers(2)
    let named =
      isOld ? node.ints("axes") : (node.has(3) ? try node.integers(3) : nil)
    let axes = try node.axes(named ?? Array(0..<min(starts.count, shape.count)), rank: shape.count)
    let steps =
      !isOld && node.has(4) ? try node.integers(4) : [Int](repeating: 1, count: starts.count)
    guard starts.count == axes.count, ends.count == axes.count, steps.count == axes.count else {
      throw .invalid(
        "\(starts.count) starts, \(ends.count) ends, \(axes.count) axes and \(steps.count) steps "
          + "do not go together")
    }
    var out: [Cut] = []
    for (place, axis) in axes.enumerated() {
      let (side, step) = (shape[axis], steps[place])
      guard step != 0 else { throw .invalid("the step along axis \(axis) is 0") }
      let forward = step > 0
      let first = clamp(starts[place], side, forward: forward)
      let end = clamp(ends[place], side, forward: forward, isEnd: true)
      let span = forward ? end - first : first - end
      let stride = Int(clamping: step.magnitude)
      out.append(
        Cut(
          axis: axis, start: first, step: step,
          count: span > 0 ? (span - 1) / stride + 1 : 0))
    }
    return out
  }

  private static func clamp(_ index: Int, _ side: Int, forward: Bool, isEnd: Bool = false) -> Int {
    let front = index < 0 ? index &+ side : index
    if forward { return min(max(front, 0), side) }
    return min(max(front, isEnd ? -1 : 0), side - 1)
  }

  @Sendable static func slice(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var shape = try node.shape(0)
    for cut in try cuts(node, shape: shape) { shape[cut.axis] = cut.count }
    return [TensorType(node.format(0), shape)]
  }
}
