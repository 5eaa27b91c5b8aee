// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

/// The numbers of a description that row-stationary mappings need.
struct EyerissMachine: Sendable, Hashable {
  /// Rows and columns of elements.
  var elementRows: Int
  var elementColumns: Int
  var clock: Frequency
  /// A value.
  var word = ByteCount(2)
  /// Words that an element keeps of filters, inputs and sums.
  var filterWords: Int
  var inputWords: Int
  var sumWords: Int
  /// The buffer of inputs and sums; each of its banks is given to one of the two.
  var buffer: ByteCount
  var bank = ByteCount(4096)
  /// The buffer of filters.
  var filterBuffer: ByteCount
  /// For each cycle, to the elements and, as wide, from them.
  var sumNetwork: BandwidthPerCycle
  var inputNetwork: BandwidthPerCycle
  /// To and from DRAM, over a bus that goes one way at a time.
  var link: Bandwidth
  var staticPower: Power
  var dramEnergy: EnergyPerBit
  var bufferEnergy: EnergyPerBit

  /// Takes them from the built-in description.
  init(_ machine: Accelerator) throws(DiagnosticList) {
    guard let array = machine.fanOuts.first, array.axes.count == 2,
      let buffer = machine.memory("global-buffer"), let size = buffer.capacity?.value,
      let filters = machine.memory("filter-buffer")?.capacity?.value,
      let pads = machine.memory("scratchpads"), let dram = machine.memory("dram"),
      let dramPort = dram.ports.first, let staticPower = machine.power.staticPower?.value,
      let dramEnergy = dram.readEnergy?.value, let bufferEnergy = buffer.readEnergy?.value,
      let sums = buffer.port(for: Transfer(.outputs, .toArray)).map({ buffer.ports[$0] }),
      let inputs = buffer.port(for: Transfer(.inputs, .toArray)).map({ buffer.ports[$0] })
    else { throw DiagnosticList(.noBuiltIn(machine.name)) }
    let word = ByteCount(2)
    func words(_ operand: Operand) -> Int {
      Int((pads.partitions[operand]?.value ?? .zero).ratio(to: word))
    }
    elementRows = array.axes[0].size
    elementColumns = array.axes[1].size
    clock = machine.clock
    filterWords = words(.weights)
    inputWords = words(.inputs)
    sumWords = words(.outputs)
    self.buffer = size
    filterBuffer = filters
    sumNetwork = sums.bandwidth.value.perCycle(at: machine.clock)
    inputNetwork = inputs.bandwidth.value.perCycle(at: machine.clock)
    link = dramPort.bandwidth.value.perSecond(at: machine.clock)
    self.staticPower = staticPower
    self.dramEnergy = dramEnergy
    self.bufferEnergy = bufferEnergy
  }

  /// Elements.
  var elements: Int { elementRows * elementColumns }

  /// Two operations for each element and cycle.
  var peak: Throughput { Operations(2 * elements) / Cycles(1) * clock }

  /// What the networks of inputs and of sums, both ways, carry.
  var networks: Bandwidth { (sumNetwork * 2 + inputNetwork) * clock }

  /// Sets of a kernel's rows by some rows of outputs that lie side by side on the array; a set that is wider than the array is cut into
  /// pieces below one another.
  func sets(kernel: Int, rows: Int) -> Int {
    let below = elementRows / kernel
    guard rows > elementColumns else { return below * (elementColumns / rows) }
    return below / ((rows + elementColumns - 1) / elementColumns)
  }

  /// Whether inputs and sums fit the banks.
  func banks(_ bytes: ByteCount) -> Int { Int((bytes.ratio(to: bank)).rounded(.up)) }
}
