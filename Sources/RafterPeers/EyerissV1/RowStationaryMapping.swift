// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A row-stationary mapping in the letters of its authors [Chen 2017, table III].
struct RowStationaryMapping: Sendable, Hashable {
  /// m: kernels whose sums lie in the global buffer.
  var kernelsInBuffer: Int
  /// n: images of a pass.
  var images: Int
  /// e: rows of outputs of a pass, the columns of a set of elements.
  var rows: Int
  /// p: kernels that an element takes in turn.
  var kernelsOfElement: Int
  /// q: channels that an element takes in turn.
  var channelsOfElement: Int
  /// r: sets of elements with other channels.
  var channelSets: Int
  /// t: sets of elements with other kernels.
  var kernelSets: Int

  /// Kernels of a pass, p t.
  var kernelsOfPass: Int { kernelsOfElement * kernelSets }
  /// Channels of a pass, q r.
  var channelsOfPass: Int { channelsOfElement * channelSets }

  /// As in `m=64 n=4 e=13 p=16 q=3 r=2 t=2`.
  var text: String {
    "m=\(kernelsInBuffer) n=\(images) e=\(rows) p=\(kernelsOfElement) q=\(channelsOfElement) r=\(channelSets) t=\(kernelSets)"
  }
}

/// The strips of rows that an output is cut into.
struct OutputStrips: Sendable, Hashable {
  /// How many.
  var count: Int
  /// Rows of padded inputs that they need, overlaps again.
  var rowsRead: Int
  /// Those of them that are no padding.
  var rowsFetched: Int
  /// Rows of outputs in the last one.
  var lastRows: Int

  /// Cuts the output of a layer.
  init(of layer: EyerissLayer, rows: Int) {
    count = (layer.output + rows - 1) / rows
    lastRows = layer.output - (count - 1) * rows
    rowsRead = 0
    rowsFetched = 0
    for first in stride(from: 0, to: layer.output, by: rows) {
      let own = min(rows, layer.output - first)
      rowsRead += (own - 1) * layer.stride + layer.kernel
      let top = max(0, first * layer.stride - layer.padding)
      let end = (first + own - 1) * layer.stride + layer.kernel - layer.padding
      rowsFetched += max(0, min(layer.side, end) - top)
    }
  }
}

/// The shares of zeros among what is run-length coded.
struct CodedZeros: Sendable, Hashable {
  /// Of inputs; nil where they are plain.
  var inputs: Double?
  /// Of outputs.
  var outputs: Double
}

/// What a row-stationary mapping takes, of a whole batch.
///
/// Counts are of the authors' counters: sums are read and written once for each pass, input maps are read once for each pass, 16 bits
/// each; fills and filters are not counted [validation].
struct RowStationaryCost: Sendable, Hashable {
  /// Processing passes, and of them those over the last strip of rows.
  var passes: Int
  var lastPasses: Int
  /// Elements that are read of a pass's inputs, summed over all passes.
  var inputReads: Int
  /// Sums that are read, and as many written.
  var sums: Int
  /// Input elements that come from DRAM, without padding.
  var dramInputs: Int
  /// Filter elements that come from DRAM.
  var dramFilters: Int
  /// Outputs that go to DRAM.
  var dramOutputs: Int
  /// Elements at work in a pass, of all of them.
  var activeElements: Int
  /// Cycles of a pass without its ramp: those of the products of an element.
  var computeCycles: Int
  /// Cycles of a pass on the network of sums, one way, and on that of inputs.
  var network: NetworkCycles
  /// Those of a pass over the last strip, which may have fewer rows.
  var lastNetwork: NetworkCycles

  /// Cycles of a pass on the networks between buffer and elements.
  struct NetworkCycles: Sendable, Hashable {
    var sums: Double
    var inputs: Double
  }

  /// Counts a mapping of a layer on a machine.
  init(_ mapping: RowStationaryMapping, of layer: EyerissLayer, on machine: EyerissMachine) {
    self.init(mapping, of: layer, on: machine, strips: OutputStrips(of: layer, rows: mapping.rows))
  }

  /// Counts a mapping, given the strips of its rows.
  init(
    _ mapping: RowStationaryMapping, of layer: EyerissLayer, on machine: EyerissMachine,
    strips: OutputStrips
  ) {
    func ceil(_ a: Int, _ b: Int) -> Int { (a + b - 1) / b }
    let channelPasses = ceil(layer.channels, mapping.channelsOfPass)
    let kernelPasses = ceil(layer.groupKernels, mapping.kernelsOfPass)
    let imagePasses = ceil(layer.batch, mapping.images)
    lastPasses = layer.groups * channelPasses * kernelPasses * imagePasses
    passes = lastPasses * strips.count
    let planes = layer.batch * layer.groups * layer.channels
    inputReads = planes * strips.rowsRead * layer.paddedSide * kernelPasses
    sums = layer.outputs * channelPasses
    dramInputs =
      planes * strips.rowsFetched * layer.side * ceil(layer.groupKernels, mapping.kernelsInBuffer)
    dramFilters =
      layer.kernels * layer.channels * layer.kernel * layer.kernel * imagePasses * strips.count
    dramOutputs = layer.outputs
    activeElements = mapping.channelSets * mapping.kernelSets * layer.kernel * mapping.rows
    computeCycles =
      mapping.images * mapping.kernelsOfElement * mapping.channelsOfElement * layer.kernel
      * layer.output
    let word = machine.word.value
    func cycles(_ rows: Int) -> NetworkCycles {
      let height = (rows - 1) * layer.stride + layer.kernel
      return NetworkCycles(
        sums: Double(mapping.images * mapping.kernelsOfPass * rows * layer.output) * word
          / machine.sumNetwork.value,
        inputs: Double(mapping.images * mapping.channelsOfPass * height * layer.paddedSide) * word
          / machine.inputNetwork.value)
    }
    network = cycles(mapping.rows)
    lastNetwork = cycles(strips.lastRows)
  }

  /// What the counters of the global buffer see.
  func bufferTraffic(_ machine: EyerissMachine) -> ByteCount {
    machine.word * Double(2 * sums + inputReads)
  }

  /// What moves to and from DRAM without compression.
  func plainTraffic(_ machine: EyerissMachine) -> ByteCount {
    machine.word * Double(dramInputs + dramFilters + dramOutputs)
  }

  /// What moves with run-length coding: three values that are not zero in a word of 64 bits.
  ///
  /// Filters are plain, and so are the inputs of the first layer.
  func codedTraffic(_ machine: EyerissMachine, _ zeros: CodedZeros) -> ByteCount {
    func coded(_ elements: Int, _ zeros: Double) -> ByteCount {
      ByteCount(Double(elements) * (1 - zeros) * 8 / 3)
    }
    let inputs = zeros.inputs.map { coded(dramInputs, $0) } ?? machine.word * Double(dramInputs)
    return inputs + machine.word * Double(dramFilters) + coded(dramOutputs, zeros.outputs)
  }

  /// Cycles of all passes; a pass takes the longest of its products with its ramp and of its transfers to and from the elements.
  func processing(ramp: Cycles) -> Cycles {
    func pass(_ network: NetworkCycles) -> Double {
      max(Double(computeCycles) + ramp.value, network.sums, network.inputs)
    }
    return Cycles(
      Double(passes - lastPasses) * pass(network) + Double(lastPasses) * pass(lastNetwork))
  }

  /// Filters that come from DRAM; they are not coded.
  func filterTraffic(_ machine: EyerissMachine) -> ByteCount {
    machine.word * Double(dramFilters)
  }

  /// Processing, with the transfers from and to DRAM.
  ///
  /// The filters of the next pass are loaded while one runs; nothing is processed while inputs are loaded or outputs are written back [Chen
  /// 2017, V.A and VI.A].
  ///
  /// - Parameters:
  ///   - ramp: cycles of a pass beside its products.
  ///   - maps: inputs and outputs as they move, coded or not.
  ///   - machine: the chip.
  func total(ramp: Cycles, maps: ByteCount, on machine: EyerissMachine) -> Seconds {
    max(processing(ramp: ramp) / machine.clock, filterTraffic(machine) / machine.link)
      + maps / machine.link
  }

  /// Whether its products, and not a network, decide how long a pass takes.
  var isComputeBound: Bool { Double(computeCycles) >= max(network.sums, network.inputs) }
}
