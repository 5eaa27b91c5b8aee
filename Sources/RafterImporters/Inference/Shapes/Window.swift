// SPDX-License-Identifier: Apache-2.0

/// A window that slides along one axis: of a convolution or of a pooling.
struct WindowAxis: Sendable, Hashable {
  /// The input's side.
  var input: Int
  /// The window's side.
  var kernel: Int
  var stride: Int
  var dilation: Int
  /// Padding in front and behind.
  var before: Int
  var after: Int
  /// How many places the window takes.
  var output: Int
}

/// How the last window of a pooling is treated.
enum WindowRounding: Sendable {
  case down
  /// Up, but the last window must start inside the input or the padding in front of it.
  case up
}

/// Reads strides, dilations and padding of a sliding window off a node's attributes.
enum Window {
  /// The window along each spatial axis.
  ///
  /// Output side: `floor((in + before + after - ((k - 1) * d + 1)) / s) + 1`; with `SAME` padding
  /// `ceil(in / s)` [workloads 4.2].
  static func axes(
    _ node: NodeView, inputs: [Int], kernel: [Int], rounding: WindowRounding = .down
  ) throws(RuleFailure) -> [WindowAxis] {
    let count = inputs.count
    guard kernel.count == count else {
      throw .invalid("a window of \(kernel.count) axes slides over \(count) spatial axes")
    }
    let strides = try spatial(node, "strides", count: count)
    let dilations = try spatial(node, "dilations", count: count)
    let pads = try padding(node, count: count)
    let automatic = node.string("auto_pad", default: "NOTSET")
    var axes: [WindowAxis] = []
    for i in 0..<count {
      guard kernel[i] >= 1 else { throw .invalid("a window side is \(kernel[i])") }
      var axis = WindowAxis(
        input: inputs[i], kernel: kernel[i], stride: strides[i], dilation: dilations[i],
        before: pads[i], after: pads[i + count], output: 0)
      let reach = try extent(axis)
      switch automatic {
      case "SAME_UPPER", "SAME_LOWER":
        axis.output = (axis.input + axis.stride - 1) / axis.stride
        let total = max((axis.output - 1) * axis.stride + reach - axis.input, 0)
        axis.before = automatic == "SAME_UPPER" ? total / 2 : total - total / 2
        axis.after = total - axis.before
      case "VALID":
        (axis.before, axis.after) = (0, 0)
        axis.output = places(axis, reach: reach, rounding: rounding)
      default:
        axis.output = places(axis, reach: reach, rounding: rounding)
      }
      guard axis.output >= 1 || axis.input == 0 else {
        throw .invalid(
          "a window of \(reach) does not fit into \(axis.input) with padding "
            + "\(axis.before) and \(axis.after)")
      }
      axis.output = max(axis.output, 0)
      axes.append(axis)
    }
    return axes
  }

  /// An attribute with one number of at least 1 for each spatial axis; all 1 if absent.
  static func spatial(_ node: NodeView, _ name: String, count: Int) throws(RuleFailure) -> [Int] {
    guard let given = node.ints(name), !given.isEmpty else {
      return [Int](repeating: 1, count: count)
    }
    guard given.count == count else {
      throw .invalid("attribute '\(name)' has \(given.count) numbers for \(count) spatial axes")
    }
    guard given.allSatisfy({ 1...Int(Int32.max) ~= $0 }) else {
      throw .invalid("attribute '\(name)' is \(given.asShape); each must be at least 1")
    }
    return given
  }

  /// The padding in front of all axes, then behind them.
  static func padding(_ node: NodeView, count: Int) throws(RuleFailure) -> [Int] {
    guard let given = node.ints("pads"), !given.isEmpty else {
      return [Int](repeating: 0, count: 2 * count)
    }
    guard given.count == 2 * count else {
      throw .invalid("attribute 'pads' has \(given.count) numbers for \(count) spatial axes")
    }
    guard given.allSatisfy({ $0.magnitude <= Int32.max }) else {
      throw .invalid("attribute 'pads' is \(given.asShape), which is too large")
    }
    return given
  }

  private static func extent(_ axis: WindowAxis) throws(RuleFailure) -> Int {
    try Count.sum([try Count.product(axis.kernel - 1, axis.dilation), 1])
  }

  private static func places(_ axis: WindowAxis, reach: Int, rounding: WindowRounding) -> Int {
    let room = axis.input + axis.before + axis.after - reach
    guard room >= 0 else {
      // Rounding up may still place one window that starts inside the input.
      return rounding == .up && room > -axis.stride ? 1 : 0
    }
    switch rounding {
    case .down: return room / axis.stride + 1
    case .up:
      let count = (room + axis.stride - 1) / axis.stride + 1
      return (count - 1) * axis.stride >= axis.input + axis.before ? count - 1 : count
    }
  }
}
