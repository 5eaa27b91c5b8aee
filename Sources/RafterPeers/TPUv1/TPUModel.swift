// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

/// A systolic array that takes its weights from DRAM tile by tile [validation].
///
/// A tile of the array's size takes `T_load = bytes / bandwidth` cycles to arrive and as many cycles to shift in as the array has rows; then the
/// rows of inputs that use it stream, one a cycle. Two tiles lie on the array, so a tile is shifted in while inputs of the one before
/// stream, unless it arrives only after they are through.
struct TPUModel: Sendable, Hashable {
  /// Rows and columns of the array.
  var rows: Int
  var columns: Int
  var clock: Frequency
  /// Of the weights' memory.
  var bandwidth: Bandwidth

  /// Takes the array, the clock and the weight memory of a description.
  init(_ machine: Accelerator) throws(DiagnosticList) {
    guard let array = machine.fanOuts.first, array.axes.count == 2,
      let port = machine.memories.first?.ports.first
    else { throw DiagnosticList(.noBuiltIn(machine.name)) }
    rows = array.axes[0].size
    columns = array.axes[1].size
    clock = machine.clock
    bandwidth = port.bandwidth.value.perSecond(at: machine.clock) * port.sustained.value
  }

  /// Two operations for each multiplier and cycle.
  var peak: Throughput { Operations(2 * rows * columns) / Cycles(1) * clock }

  /// Multiply-accumulates for each byte of weights at which both roofs meet.
  var ridge: Double { (peak / bandwidth).value / 2 }

  /// The lower of the two roofs.
  func roof(_ application: TPUApplication) -> Throughput {
    min(peak, OperationalIntensity(2 * application.macsPerByte) * bandwidth)
  }

  /// Cycles in which a tile arrives.
  var load: Cycles { ByteCount(rows * columns) / bandwidth * clock }

  /// What a tile's time goes to, as shares of all cycles.
  struct Shares: Sendable, Hashable {
    var active: Double
    var shift: Double
    var stall: Double
  }

  /// The shares, given the share that is not of the matrix unit.
  func shares(_ application: TPUApplication) -> Shares {
    let streamed = application.macsPerByte
    let time = max(load.value, streamed)
    let shift = min(Double(rows), time - streamed)
    let matrix = 1 - application.nonMatrix
    return Shares(
      active: streamed / time * matrix, shift: shift / time * matrix,
      stall: (time - streamed - shift) / time * matrix)
  }

  /// The share of its tiles that a uniform square layer fills.
  func fill(_ application: TPUApplication) -> Double {
    let side = (application.weights.value / Double(application.layers)).squareRoot()
    func share(_ size: Int) -> Double {
      let tiles = (side / Double(size)).rounded(.up)
      return side / (tiles * Double(size))
    }
    return share(rows) * share(columns)
  }
}
