// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// The loop nest of a convolution: `B G K C`, the output's sides `OZ OY OX`, the window's sides `FZ FY FX`.
///
/// K and C count the channels of one group. A tensor's channel axis is written as two axes, G and K or C, so
/// that the footprint of a tile is the plain product of its loops.
struct ConvolutionNest {
  /// Whether the window slides over the input (convolution) or over the output (its transpose).
  enum Direction: Sendable {
    case forward, transposed
  }

  var batch: Int
  var groups: Int
  /// Output channels of one group.
  var outputChannels: Int
  /// Input channels of one group.
  var inputChannels: Int
  /// The side the window slides over: the input of a convolution, the output of a transposed one.
  var windows: [WindowAxis]
  var direction = Direction.forward

  /// The nest, or nil if nothing is to be done.
  ///
  /// - Throws: if there are more than 2^53 multiplies.
  func nest(
    input: TensorInfo, weights: TensorInfo, output: String, outputFormat: NumberFormat?
  ) throws(RuleFailure) -> LoopNest? {
    let letters = ["Z", "Y", "X"].suffix(min(windows.count, 3))
    let axes =
      windows.count <= 3 ? Array(letters) : windows.indices.map { "\($0)" }
    let walked = direction == .forward ? "O" : "I"
    var dimensions = [
      LoopDimension("B", batch), LoopDimension("G", groups), LoopDimension("K", outputChannels),
      LoopDimension("C", inputChannels),
    ]
    dimensions += zip(axes, windows).map { LoopDimension(walked + $0, $1.output) }
    dimensions += zip(axes, windows).map { LoopDimension("F" + $0, $1.kernel) }
    guard try Count.product(dimensions.map(\.bound)) > 0 else { return nil }
    let formats = (
      NestFormat.known(input.format, partner: weights.format),
      NestFormat.known(weights.format, partner: input.format)
    )
    let accumulate = NestFormat.accumulate(formats.0, formats.1)
    let places = windows.indices.map { AxisProjection.along(4 + $0, windows[$0].output) }
    let taps = windows.indices.map {
      AxisProjection.along(4 + windows.count + $0, windows[$0].kernel)
    }
    let sliding = windows.indices.map { i in
      AxisProjection(
        terms: [
          .init(dimension: 4 + i, stride: windows[i].stride),
          .init(dimension: 4 + windows.count + i, stride: windows[i].dilation),
        ], offset: -windows[i].before, extent: windows[i].input)
    }
    let (b, g) = (AxisProjection.along(0, batch), AxisProjection.along(1, groups))
    let (k, c) = (AxisProjection.along(2, outputChannels), AxisProjection.along(3, inputChannels))
    return LoopNest(
      dimensions: dimensions,
      operands: [
        NestOperand(
          role: .weights, tensor: weights.name, format: formats.1,
          isConstant: weights.origin < .run, axes: [g, k, c] + taps),
        NestOperand(
          role: .inputs, tensor: input.name, format: formats.0, isConstant: input.origin < .run,
          axes: [b, g, c] + (direction == .forward ? sliding : places)),
        NestOperand(
          role: .outputs, tensor: output, format: outputFormat ?? formats.0, isConstant: false,
          axes: [b, g, k] + (direction == .forward ? places : sliding)),
      ], accumulate: accumulate)
  }

  /// Multiplies that do not fall on padding (or, transposed, outside the output).
  var macsWithoutPadding: Int {
    windows.reduce(batch * groups * outputChannels * inputChannels) {
      $0 * PaddingFree.pairs($1)
    }
  }
}
