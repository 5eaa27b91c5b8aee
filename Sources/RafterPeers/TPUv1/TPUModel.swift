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

  /// Cycles that a row of inputs takes: 1, or 2 and 4 where inputs, or inputs and weights, have 16 bits [Jouppi 2017, 2].
  ///
  /// The source does not say which application has which. Where it has to wait for weights, each tile takes as many cycles to shift in as the
  /// array has rows, so that the counters of both give the cycles in which a tile's inputs stream: `rows x active / shift`. The power of two
  /// that is nearest to these cycles for each row of inputs is taken. Without counters it is 1.
  func cyclesPerRow(_ application: TPUApplication) -> Int {
    guard application.fullyConnectedReuse == nil, application.macsPerByte < load.value,
      let active = application.active, let shift = application.shift, active > 0, shift > 0
    else { return 1 }
    let cycles = Double(rows) * active / shift / application.macsPerByte
    // Between two powers of two the geometric mean decides.
    return cycles < Double(2).squareRoot() ? 1 : cycles < Double(8).squareRoot() ? 2 : 4
  }

  /// What a tile's time goes to, as shares of all cycles.
  struct Shares: Sendable, Hashable {
    var active: Double
    var shift: Double
    var stall: Double
  }

  /// The shares, given the share that is not of the matrix unit.
  ///
  /// For each tile of weights. With layers of both kinds all tiles are those of the fully connected ones, `batch` rows each; the rest of the
  /// operations are of convolutions, whose few weights arrive while inputs stream.
  func shares(_ application: TPUApplication) -> Shares {
    let width = Double(cyclesPerRow(application))
    let waiting = (application.fullyConnectedReuse ?? application.macsPerByte) * width
    let convolved = application.macsPerByte * width - waiting
    let time = max(load.value, waiting)
    let shift = min(Double(rows), time - waiting)
    let matrix = (1 - application.nonMatrix) / (time + convolved)
    return Shares(
      active: (waiting + convolved) * matrix, shift: shift * matrix,
      stall: (time - waiting - shift) * matrix)
  }

  /// What its weights, its reuse and the share outside the matrix unit allow with tiles as full as they were; nil where that was not counted.
  func filled(_ application: TPUApplication) -> Throughput? {
    application.fill.map {
      peak * (shares(application).active * $0 / Double(cyclesPerRow(application)))
    }
  }

  /// What the counter of used places comes to: an account, not a prediction; nil where it was not counted.
  func counted(_ application: TPUApplication) -> Throughput? {
    application.usefulShare.map { peak * ($0 / Double(cyclesPerRow(application))) }
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
