// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// An array of memory cells that multiplies where the weights lie: analog or digital in-memory compute.
///
/// Inputs enter at the rows, some bits in each step; each column sums over its active rows. A weight lies in
/// one or several columns side by side. Weights stay until they are rewritten [rooflines 3.6].
public struct InMemoryArray: Sendable, Hashable {
  /// How a column sums.
  public enum Style: String, Sendable, Hashable, CaseIterable {
    /// As charge or current, which a converter reads.
    case analog
    /// By an adder tree or serial adders.
    case digital
  }

  /// What a published TOPS/W of the array includes.
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// Cells, drivers and converters or adders.
    case macro
    /// Also the digital datapath at the columns.
    case macroAndDatapath = "macro+datapath"
    /// The whole chip.
    case system
  }

  /// The port through which weights are written.
  public struct Rewrite: Sendable, Hashable {
    /// Its width; nil where it is unknown, and rewriting then takes no time.
    public var bandwidth: Sourced<PortBandwidth>?
    /// The energy of writing a bit into a cell; nil where it is unknown.
    public var energy: Sourced<EnergyPerBit>?
    /// The numbers it leaves open.
    public var open: Set<OpenNumber>

    /// Creates a port.
    public init(
      bandwidth: Sourced<PortBandwidth>? = nil, energy: Sourced<EnergyPerBit>? = nil,
      open: Set<OpenNumber> = [.writeEnergy]
    ) {
      self.bandwidth = bandwidth
      self.energy = energy
      self.open = open
    }
  }

  /// Rows of cells.
  public var rows: Int
  /// Columns of cells.
  public var columns: Int
  /// The rows that are summed in one step.
  public var activeRows: Int
  /// The bits of a weight that a cell stores.
  public var bitsPerCell: Int
  /// The cells of one weight, side by side; nil for as many as its bits need.
  public var cellsPerWeight: Int?
  /// Columns that a weight takes beside those that store it.
  public var extraColumns: Int
  /// The bits of an input that enter in one step.
  public var inputBitsPerStep: Int
  /// The resolution of the row drivers; nil where not stated.
  public var dacBits: Int?
  /// The resolution of the column converters; nil where not stated.
  public var adcBits: Int?
  /// Columns that share a converter.
  public var columnsPerADC: Int
  /// Cycles of one step, conversion included.
  public var cyclesPerStep: Sourced<Cycles>
  /// How a column sums.
  public var style: Style
  /// The energies of its events.
  public var energies: InMemoryEnergies
  /// How weights are written.
  public var rewrite: Rewrite
  /// Whether the array is used while weights are written.
  public var buffering: MemoryLevel.Buffering
  /// What the TOPS/W that its makers quote includes; nil where not stated.
  public var quotedIncludes: Scope?

  /// Creates an array.
  public init(
    rows: Int, columns: Int, activeRows: Int? = nil, bitsPerCell: Int = 1,
    cellsPerWeight: Int? = nil, extraColumns: Int = 0, inputBitsPerStep: Int,
    dacBits: Int? = nil, adcBits: Int? = nil, columnsPerADC: Int = 1,
    cyclesPerStep: Sourced<Cycles>, style: Style, energies: InMemoryEnergies,
    rewrite: Rewrite = Rewrite(), buffering: MemoryLevel.Buffering = .single,
    quotedIncludes: Scope? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.activeRows = activeRows ?? rows
    self.bitsPerCell = bitsPerCell
    self.cellsPerWeight = cellsPerWeight
    self.extraColumns = extraColumns
    self.inputBitsPerStep = inputBitsPerStep
    self.dacBits = dacBits
    self.adcBits = adcBits
    self.columnsPerADC = columnsPerADC
    self.cyclesPerStep = cyclesPerStep
    self.style = style
    self.energies = energies
    self.rewrite = rewrite
    self.buffering = buffering
    self.quotedIncludes = quotedIncludes
  }

  /// Columns of one weight of so many bits: those that store it and those beside.
  public func columns(weightBits: Int) -> Int {
    (cellsPerWeight ?? (weightBits + bitsPerCell - 1) / bitsPerCell) + extraColumns
  }

  /// Weights side by side in a row; 0 where not even one has room.
  public func weightsPerRow(weightBits: Int) -> Int { columns / columns(weightBits: weightBits) }

  /// Steps in which an input of so many bits enters.
  public func steps(inputBits: Int) -> Int {
    (inputBits + inputBitsPerStep - 1) / inputBitsPerStep
  }

  /// MACs of one position of a weight in a cycle: `1 / (steps * cycles of a step)`.
  public func rate(inputBits: Int) -> MACsPerCycle {
    MACsPerCycle(1 / (Double(steps(inputBits: inputBits)) * cyclesPerStep.value.value))
  }

  /// Bytes of all weights of so many bits that the array can hold.
  public func capacity(weightBits: Int) -> ByteCount {
    BitCount(Double(rows) * Double(weightsPerRow(weightBits: weightBits)) * Double(weightBits))
      .bytes
  }

  /// The peak of the full array in one pair of widths, dense: two operations for each MAC.
  public func peak(weightBits: Int, inputBits: Int, at clock: Frequency) -> Throughput {
    let positions = Double(activeRows) * Double(weightsPerRow(weightBits: weightBits))
    return MACsPerCycle(positions * rate(inputBits: inputBits).value).operations * clock
  }
}
