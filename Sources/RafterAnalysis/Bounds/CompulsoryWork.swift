// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
import RafterMapping
import RafterQuantities
public import RafterWorkload

/// The work of a workload that no mapping can avoid, for bounds on many machines.
///
///     T >= sum over products of max(W / Pi, Q_compulsory / BW)      E >= sum of W * E_c + Q_compulsory * e + P_s * T
///
/// with every element that is used moved once at its home [rooflines 3.4, T3]. It is looser than `Analyzer.leastTotals`, and takes
/// microseconds for a machine where that takes milliseconds. Layers without products count as nothing.
public struct CompulsoryWork: Sendable {
  /// Products that are equal, all their runs together.
  private struct Product: Sendable {
    var nest: LoopNest
    /// The formats at the multiplier.
    var arithmetic: ArithmeticFormat
    var runs: Double
    /// Distinct bits of each operand, in the order of ``Operand``.
    var bits: InlineArray<3, Double>
    /// A bit for each operand that another layer makes or reads, or that changes from run to run.
    var between: UInt8
  }

  private struct Key: Hashable {
    var nest: LoopNest
    var arithmetic: ArithmeticFormat
    var between: UInt8
  }

  private var products: [Product] = []
  private let workload: Workload
  private let layerRuns: Double

  /// The work of a workload in the formats that a machine runs it in.
  ///
  /// - Throws: what is wrong with the options.
  public init(_ workload: Workload, on machine: Accelerator, options: AnalysisOptions)
    throws(DiagnosticList)
  {
    let set = options.densities.map(workload.setting) ?? workload
    self.init(try FormatAssignment(set, on: machine, precision: options.precision))
  }

  /// The work of a workload in its final formats.
  init(_ assignment: FormatAssignment) {
    workload = assignment.workload
    layerRuns = assignment.workload.layers.reduce(0) { $0 + Double($1.repeats) }
    let shared = Set(assignment.workload.edges.map(\.tensor))
    var known: [Key: Int] = [:]
    for (layer, format) in zip(assignment.workload.layers, assignment.compute) {
      guard let format else { continue }
      for nest in layer.nests {
        var between: UInt8 = 0
        for operand in nest.operands
        where shared.contains(operand.tensor) || (operand.role == .weights && !operand.isConstant) {
          between |= 1 << UInt8(operand.role.index)
        }
        var plain = MappingPlan.anonymous(nest)
        for i in plain.operands.indices { plain.operands[i].density = nest.operands[i].density }
        let key = Key(nest: plain, arithmetic: format.arithmetic, between: between)
        let runs = Double(nest.repeats) * Double(layer.repeats)
        if let place = known[key] {
          products[place].runs += runs
          continue
        }
        known[key] = products.count
        products.append(
          Product(
            nest: plain, arithmetic: format.arithmetic, runs: runs, bits: Self.bits(plain),
            between: between))
      }
    }
  }

  /// What it takes at least on a machine that multiplies the same formats.
  public func least(on machine: Accelerator, options: AnalysisOptions) -> LeastTotals {
    let formats = machine.compute?.formats ?? []
    let clock = machine.technology.frequency.value
    let sustained = machine.compute?.sustained.value ?? 1
    let rules = ZeroRules(machine: machine)
    let staticPower = machine.power.staticPower?.value ?? .zero
    let homes = Operand.allCases.map { Home($0, of: machine) }
    let keepsWeights = options.residency == .kept && machine.mayKeep(workload.parameterBytes)
    var time = Seconds.zero
    var energy = Energy.zero
    for product in products {
      guard let format = formats.first(where: { $0.arithmetic == product.arithmetic }) else {
        continue
      }
      let savings = rules.savings(of: product.nest)
      let macs = MACs(product.nest.macs)
      let peak = machine.peak(format) * clock * sustained
      var longest = macs.operations / peak * savings.steps
      var spent = Energy.zero
      if let each = format.energy?.value {
        spent += each * macs * ((format.inMemory?.ownShare ?? 1) * savings.arithmeticEnergy)
      }
      var busy = [Seconds](repeating: .zero, count: machine.memories.count)
      for (place, home) in homes.enumerated() {
        guard let home else { continue }
        if options.residency == .kept {
          let isBetween = product.between & (1 << UInt8(place)) != 0
          if isBetween || (place == Operand.weights.index && keepsWeights) { continue }
        }
        let bytes = BitCount(product.bits[place] * home.share(savings)).bytes
        busy[home.memory] += bytes / home.bandwidth
        if let each = home.energy { spent += each * bytes }
      }
      for own in busy { longest = max(longest, own) }
      time += longest * product.runs
      energy += spent * product.runs
    }
    time += (machine.launch?.value ?? .zero) * layerRuns
    energy += staticPower * time
    if let communication = Communication(workload, time, on: machine) {
      time += communication.time
      energy += (communication.energy ?? .zero) + staticPower * communication.time
    }
    return LeastTotals(latency: time, energy: energy)
  }

  /// The outermost memory of an operand.
  private struct Home {
    var operand: Operand
    var memory: Int
    var bandwidth: Bandwidth
    var energy: EnergyPerByte?

    /// nil where an operand may pass it by.
    init?(_ operand: Operand, of machine: Accelerator) {
      guard let index = machine.home(of: operand),
        !machine.memories[index].mayBypass.contains(operand)
      else { return nil }
      let level = machine.memories[index]
      self.operand = operand
      memory = index
      bandwidth = MachineRoofs.bandwidth(of: level, machine, index)
      energy =
        operand == .outputs ? level.writeEnergy?.value.perByte : level.readEnergy?.value.perByte
    }

    /// What zeros leave of its bits there at least.
    func share(_ savings: NestSavings) -> Double {
      let stored = savings.stored.first { $0.memory == memory && $0.operand == operand }?.share
      return min(stored ?? 1, savings.executed)
    }
  }

  /// Distinct bits of each operand; outputs leave in their own format or as sums, whichever is narrower.
  private static func bits(_ nest: LoopNest) -> InlineArray<3, Double> {
    var bits = InlineArray<3, Double>(repeating: 0)
    for role in Operand.allCases {
      let operand = nest[role]
      let width =
        role == .outputs
        ? min(operand.format.bitsPerElement, nest.accumulate.bitsPerElement)
        : operand.format.bitsPerElement
      bits[role.index] = operand.axes.reduce(width.value) {
        $0 * Double(distinct($1, nest.dimensions))
      }
    }
    return bits
  }

  /// Indices of an axis that some iteration uses; padding is none.
  private static func distinct(_ axis: AxisProjection, _ loops: [LoopDimension]) -> Int {
    let terms = axis.terms.filter { loops[$0.dimension].bound > 1 }
    if terms.count == 1, axis.offset == 0, let term = terms.first,
      term.stride * (loops[term.dimension].bound - 1) < axis.extent
    {
      return loops[term.dimension].bound
    }
    var used = [Bool](repeating: false, count: max(0, axis.extent))
    func walk(_ place: Int, _ index: Int) {
      guard place < terms.count else {
        if used.indices.contains(index) { used[index] = true }
        return
      }
      let term = terms[place]
      for k in 0..<loops[term.dimension].bound { walk(place + 1, index + k * term.stride) }
    }
    walk(0, axis.offset)
    return used.count { $0 }
  }
}

extension Accelerator {
  /// Whether some memory further in than the home of weights has room for so many of them, so that they might stay.
  fileprivate func mayKeep(_ parameterBytes: Int) -> Bool {
    guard let home = home(of: .weights) else { return false }
    return memories.indices.contains { index in
      guard index > home, memories[index].holds.contains(.weights), instances(ofMemory: index) == 1
      else { return false }
      return memories[index].capacity.map { $0.value >= ByteCount(parameterBytes) } ?? false
    }
  }
}
