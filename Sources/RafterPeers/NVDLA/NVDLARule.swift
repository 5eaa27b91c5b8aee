// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// The makers' rule: the cycles of a layer are the greater of those of its DRAM traffic and those of its MACs [validation].
///
/// - Inputs are padded to 4 channels, kernels to 128; a stride s turns a kernel of R x S into one of ceil(R/s) x ceil(S/s) over s^2 times the
///   channels, whose weights all move.
/// - A 3 x 3 kernel of stride 1 runs as Winograd's: 2.25 times fewer MACs, 16/9 of the weights.
/// - Weights or inputs, whichever are fewer bytes, stay in the buffer; the others come again for each piece of them that fits beside the working
///   set, which is R rows of inputs or 32 kernels, and at most half of the buffer.
/// - What is added to an output is read, outputs are written once.
/// - A fully connected layer runs for 16 images at once.
struct NVDLARule: Sendable, Hashable {
  var macs: Int
  var buffer: ByteCount
  var bandwidth: Bandwidth
  var clock: Frequency
  /// Kernels of the working set.
  var kernels = 32

  /// Fully connected layers run for so many images.
  static let imagesOfFullyConnected = 16
  private static let channelsTogether = 4
  private static let kernelsTogether = 128

  /// Bytes of inputs, weights, and what else moves of one layer, in the sheet's terms.
  struct Layer: Sendable, Hashable {
    var inputs: Int
    var weights: Int
    var results: Int
    /// How often the weights, or the inputs, come.
    var weightFetches: Int
    var inputFetches: Int

    var traffic: ByteCount {
      ByteCount(
        Double(inputs) * Double(inputFetches) + Double(weights) * Double(weightFetches)
          + Double(results))
    }
  }

  private static func ceil(_ a: Int, _ b: Int) -> Int { (a + b - 1) / b }

  private static func isWinograd(_ layer: NVDLALayer) -> Bool {
    layer.kernelHeight == 3 && layer.kernelWidth == 3 && layer.stride == 1
  }

  private static func channels(_ layer: NVDLALayer) -> Int {
    ceil(layer.channels, channelsTogether) * channelsTogether
  }

  /// What a layer moves, its weights once for each image.
  func layer(_ layer: NVDLALayer) -> Layer {
    let channels = Self.channels(layer)
    let inputs = channels * layer.height * layer.width
    var weights =
      layer.kernels * channels * layer.stride * layer.stride
      * Self.ceil(layer.kernelHeight, layer.stride) * Self.ceil(layer.kernelWidth, layer.stride)
    if Self.isWinograd(layer) { weights = weights * 16 / 9 }
    let sum = layer.kind == .convolutionAndSum ? layer.outputs : 0
    var found = Layer(
      inputs: inputs, weights: weights, results: layer.leaving + sum, weightFetches: 1,
      inputFetches: 1)
    // Each weight of a fully connected layer is used once.
    guard layer.kind != .fullyConnected else { return found }
    if weights <= inputs {
      found.inputFetches = pieces(
        weights, beside: min(inputs, layer.kernelHeight * layer.width * channels))
    } else {
      found.weightFetches = pieces(
        inputs, beside: min(weights, kernels * weights / layer.kernels))
    }
    return found
  }

  private func pieces(_ resident: Int, beside working: Int) -> Int {
    let room = buffer.value - min(Double(working), (buffer.value / 2).rounded(.down))
    return Int((Double(resident) / max(1, room)).rounded(.up))
  }

  /// What a layer moves in a frame: those weights of fully connected layers that one image of 16 pays for.
  func frameTraffic(_ layer: NVDLALayer) -> ByteCount {
    var found = self.layer(layer)
    guard layer.kind == .fullyConnected else { return found.traffic }
    let weights = ByteCount(found.weights) / Double(Self.imagesOfFullyConnected)
    found.weights = 0
    return found.traffic + weights
  }

  /// Cycles of so many bytes at the DRAM's bandwidth.
  func cycles(_ traffic: ByteCount) -> Cycles { traffic / bandwidth * clock }

  /// Cycles of a layer's MACs.
  func macCycles(_ layer: NVDLALayer) -> Cycles {
    let kernels =
      layer.kind == .fullyConnected
      ? layer.kernels : Self.ceil(layer.kernels, Self.kernelsTogether) * Self.kernelsTogether
    let all =
      Double(Self.channels(layer) * layer.kernelHeight * layer.kernelWidth)
      * Double(kernels) * Double(layer.outputHeight * layer.outputWidth)
    return Cycles(all / (Self.isWinograd(layer) ? 2.25 : 1) / Double(macs))
  }

  /// What bounds a layer.
  func bound(_ layer: NVDLALayer) -> NVDLALayer.Bound {
    macCycles(layer) >= cycles(self.layer(layer).traffic) ? .mac : .dram
  }

  /// Frames a second.
  func rate(_ layers: [NVDLALayer]) -> Double {
    let cycles = layers.reduce(Cycles.zero) {
      $0 + max(macCycles($1), self.cycles(frameTraffic($1)))
    }
    return 1 / (cycles / clock).value
  }

  /// Two operations for each multiplier and cycle.
  var peak: Throughput { Operations(2 * macs) / Cycles(1) * clock }

  /// What the multipliers do for a layer: its MACs with padding, after Winograd's transform.
  func executed(_ layer: NVDLALayer) -> MACs { MACs(macCycles(layer).value * Double(macs)) }
}
