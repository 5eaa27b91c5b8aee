// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// The four constants of Eyeriss, from the shipped rows: the ramp of a pass from the first three layers, and three of energy from all
/// five at their measured time.
struct EyerissFit {
  /// Cycles that a pass takes beside its products.
  var ramp: Cycles
  /// Relative errors of the time of the fitted layers, each left out of the fit in turn.
  var rampErrors: [Double]
  /// MAC of a value that is not zero, MAC of a zero, static power: J, J, W.
  var energy: [Double]
  /// Relative errors of the energy of each layer, left out of the fit, at the measured time and at ours.
  var energyErrors: [Double]
  var energyErrorsAtOwnTime: [Double]
  /// The layers.
  var names: [String]

  /// So many layers give the ramp.
  static let rampLayers = 3

  /// Fits to runs of which mappings, times and energies are known.
  init(_ runs: [EyerissRun]) {
    let timed = runs.prefix(Self.rampLayers).compactMap { run in
      Timed(run)
    }
    let ramp = Timed.ramp(timed)
    self.ramp = ramp
    rampErrors =
      timed.count > 1
      ? timed.indices.map { left in
        let others = timed.indices.filter { $0 != left }.map { timed[$0] }
        return timed[left].error(Timed.ramp(others))
      } : []
    let powered = runs.compactMap { run -> (EyerissRun, Energy, Seconds, Seconds)? in
      guard let energy = run.energy, let time = run.layer.totalLatency, let cost = run.cost else {
        return nil
      }
      return (run, energy, time, run.totalTime(cost, ramp: ramp))
    }
    let rows = powered.map {
      (coefficients: $0.0.energyTerms($0.2), truth: $0.1.value)
    }
    energy = RelativeFit(rows).constants
    energyErrors = []
    energyErrorsAtOwnTime = []
    names = powered.map(\.0.layer.name)
    for left in rows.indices {
      let others = RelativeFit(rows.indices.filter { $0 != left }.map { rows[$0] }).constants
      func error(_ time: Seconds) -> Double {
        RelativeFit.value(powered[left].0.energyTerms(time), others) / rows[left].truth - 1
      }
      energyErrors.append(error(powered[left].2))
      energyErrorsAtOwnTime.append(error(powered[left].3))
    }
  }

  /// The constants as they are printed.
  var printed: [FittedConstant] {
    guard energy.count == 3 else { return [] }
    let all = energyErrors.meanMagnitude
    let rows = "from \(names.joined(separator: ", "))"
    return [
      FittedConstant(
        "ramp of a pass, from \(names.prefix(Self.rampLayers).joined(separator: ", "))",
        ramp.value, unit: "cycle", leaveOneOut: rampErrors.meanMagnitude),
      FittedConstant(
        "energy of a MAC of a value, \(rows)", energy[0] * 1e12, unit: "pJ", leaveOneOut: all),
      FittedConstant(
        "energy of a gated MAC, \(rows)", energy[1] * 1e12, unit: "pJ", leaveOneOut: all),
      FittedConstant("static power, \(rows)", energy[2] * 1e3, unit: "mW", leaveOneOut: all),
    ]
  }

  /// A layer whose time is measured and whose passes are known: t = passes (cycles + ramp).
  private struct Timed {
    var passes: Double
    var compute: Double
    var measured: Double

    init?(_ run: EyerissRun) {
      guard let cost = run.printed, cost.isComputeBound, let time = run.layer.processingLatency
      else { return nil }
      passes = Double(cost.passes)
      compute = passes * Double(cost.computeCycles)
      measured = (time * run.machine.clock).value
    }

    func error(_ ramp: Cycles) -> Double { (compute + passes * ramp.value) / measured - 1 }

    /// Least squares of relative errors.
    static func ramp(_ layers: [Timed]) -> Cycles {
      var (above, below) = (0.0, 0.0)
      for layer in layers {
        above += layer.passes / layer.measured * (1 - layer.compute / layer.measured)
        below += layer.passes / layer.measured * (layer.passes / layer.measured)
      }
      return Cycles(below > 0 ? max(0, above / below) : 0)
    }
  }
}
