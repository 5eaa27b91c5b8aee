// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
import RafterMapping
public import RafterQuantities
public import RafterWorkload

/// What a workload takes at least on a machine, whatever the mappings.
public struct LeastTotals: Sendable, Hashable {
  /// No analysis takes less time.
  public var latency: Seconds
  /// No analysis takes less energy; parts whose energy is unknown count as nothing.
  public var energy: Energy
}

extension Analyzer {
  /// The least time and the least energy of a workload, without a search.
  ///
  /// Layers without products are exact; products take their least cost (`Mapper.leastCost`);
  /// launches and links come on top; zeros spare what they do in every count. Where tensors may stay between layers, the
  /// bound is what is left without their traffic and without that of weights that fit a memory further in: operations at
  /// the peak, and every other byte once at its home.
  ///
  /// - Returns: nil where a product fits nowhere, or what has to stay in a memory does not fit it.
  /// - Throws: what is wrong with the options.
  public static func leastTotals(
    _ workload: Workload, on machine: Accelerator, options: AnalysisOptions,
    memory: MappingMemory? = nil
  ) throws(DiagnosticList) -> LeastTotals? {
    let workload = options.densities.map(workload.setting) ?? workload
    let assignment = try FormatAssignment(workload, on: machine, precision: options.precision)
    if Fit.checks(assignment.workload, on: machine).contains(where: { $0.isHome && !$0.fits }) {
      return nil
    }
    let unavoidable = CompulsoryWork(assignment)
    let compulsory = unavoidable.least(on: machine, options: options)
    guard options.residency == .home else { return compulsory }
    let placer = LayerPlacer(machine)
    let rules = ZeroRules(machine: machine)
    let path = memory.map { _ in SearchedPath(machine) }
    let staticPower = machine.power.staticPower?.value ?? .zero
    let launch = machine.launch?.value ?? .zero
    var latency = Seconds.zero
    var energy = Energy.zero
    for (layer, format) in zip(assignment.workload.layers, assignment.compute) {
      let repeats = Double(layer.repeats)
      guard let format, !layer.nests.isEmpty else {
        let placed = placer.place(layer, format, [])
        latency += placed.latency * repeats
        energy += (placed.energy ?? .zero) * repeats
        continue
      }
      for nest in layer.nests {
        let plain = MappingPlan.anonymous(nest)
        let savings = rules.savings(of: nest)
        func find() -> LeastCost? {
          Mapper.leastCost(
            of: plain, on: machine, format: format, constraints: options.constraints,
            savings: savings)
        }
        var least: LeastCost?
        if let memory, let path {
          let key = MappingMemory.Key(plain, format, savings, path: path, on: machine, options)
          least = memory.least(key, find: find)
        } else {
          least = find()
        }
        guard let least else { return nil }
        let runs = Double(nest.repeats) * repeats
        latency += least.latency / machine.technology.frequency.value * runs
        energy += least.energy * runs
      }
      latency += launch * repeats
      energy += staticPower * launch * repeats
    }
    if let communication = Communication(assignment.workload, latency, on: machine) {
      latency += communication.time
      energy += (communication.energy ?? .zero) + staticPower * communication.time
    }
    // Where an operand may pass memories by, what is compulsory at its home may be known better.
    return LeastTotals(
      latency: max(latency, compulsory.latency), energy: max(energy, compulsory.energy))
  }
}
