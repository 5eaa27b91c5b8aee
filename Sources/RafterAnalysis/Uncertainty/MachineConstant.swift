// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities

/// A number of an accelerator that time or energy depends on, by its place in the description.
public enum MachineConstant: Sendable, Hashable {
  case readEnergy(memory: Int)
  case writeEnergy(memory: Int)
  case bandwidth(memory: Int, port: Int)
  case sustainedBandwidth(memory: Int, port: Int)
  case wireEnergy(element: Int)
  case computeEnergy(format: Int)
  case sustainedCompute
  case vectorRate
  case vectorEnergy
  case staticPower
  case launch
}

/// A constant's name, value, band and origin.
public struct ConstantFacts: Sendable, Hashable {
  /// In words: `read energy of dram`.
  public var name: String
  /// The value with its unit.
  public var text: String
  /// How far it may lie from its value, as factors of it.
  public var band: ClosedRange<Double>
  /// Where it comes from.
  public var provenance: Provenance

  /// Creates it from its parts.
  public init(
    name: String, text: String, band: ClosedRange<Double>, provenance: Provenance
  ) {
    self.name = name
    self.text = text
    self.band = band
    self.provenance = provenance
  }

  /// Whether a report that rests on it carries a band.
  public var isUncertain: Bool { band.lowerBound < 1 || band.upperBound > 1 }
}

extension Confidence {
  /// The band of a number whose file gives no range, as factors.
  ///
  /// Published energies of the same part differ by 1.3 (boundary, activity, temperature), which is
  /// taken for estimates; what is assumed may be off by two. Both are our own rule, stated in reports.
  public var band: ClosedRange<Double> {
    switch self {
    case .measured, .published: 1...1
    case .estimated: (1 / 1.3)...1.3
    case .assumed: 0.5...2
    }
  }
}

extension Accelerator {
  /// All constants that time or energy depends on, in the order of the path.
  public var constants: [MachineConstant] {
    var found: [MachineConstant] = []
    for (m, memory) in memories.enumerated() {
      found += [.readEnergy(memory: m), .writeEnergy(memory: m)]
      for p in memory.ports.indices {
        found += [.bandwidth(memory: m, port: p), .sustainedBandwidth(memory: m, port: p)]
      }
    }
    for (i, element) in path.enumerated() {
      if case .array = element { found.append(.wireEnergy(element: i)) }
    }
    for f in (compute?.formats ?? []).indices { found.append(.computeEnergy(format: f)) }
    found += [.sustainedCompute, .vectorRate, .vectorEnergy, .staticPower, .launch]
    return found.filter { facts(of: $0) != nil }
  }

  /// What is known of a constant; nil if the description does not state it.
  public func facts(of constant: MachineConstant) -> ConstantFacts? {
    switch constant {
    case .readEnergy(let m):
      Self.facts(memories[m].readEnergy, "read energy of \(memories[m].name)")
    case .writeEnergy(let m):
      Self.facts(memories[m].writeEnergy, "write energy of \(memories[m].name)")
    case .bandwidth(let m, let p):
      Self.facts(memories[m].ports[p].bandwidth, "bandwidth of \(portName(m, p))") {
        switch $0 {
        case .perCycle(let b): (b.value, b.formatted())
        case .perSecond(let b): (b.value, b.formatted())
        }
      }
    case .sustainedBandwidth(let m, let p):
      Self.facts(memories[m].ports[p].sustained, "sustained share of \(portName(m, p))") {
        ($0, Format.significant($0))
      }
    case .wireEnergy(let i):
      if case .array(let array) = path[i] {
        Self.facts(
          array.wireEnergy, "wire energy of \(array.axes.map(\.name).joined(separator: " x "))")
      } else {
        nil
      }
    case .computeEnergy(let f):
      Self.facts(
        compute?.formats[f].energy,
        "energy of \(compute?.formats[f].arithmetic.description ?? "")")
    case .sustainedCompute:
      Self.facts(compute?.sustained, "sustained share of the peak") { ($0, Format.significant($0)) }
    case .vectorRate: Self.facts(vector?.rate, "rate of the vector unit")
    case .vectorEnergy: Self.facts(vector?.energy, "energy of a vector operation")
    case .staticPower: Self.facts(power.staticPower, "static power")
    case .launch: Self.facts(launch, "launch time")
    }
  }

  /// The same machine with one constant multiplied by a factor.
  public func scaling(_ constant: MachineConstant, by k: Double) -> Accelerator {
    var copy = self
    switch constant {
    case .readEnergy(let m): copy.editMemory(m) { $0.readEnergy?.value.value *= k }
    case .writeEnergy(let m): copy.editMemory(m) { $0.writeEnergy?.value.value *= k }
    case .bandwidth(let m, let p):
      copy.editMemory(m) {
        switch $0.ports[p].bandwidth.value {
        case .perCycle(let b): $0.ports[p].bandwidth.value = .perCycle(b * k)
        case .perSecond(let b): $0.ports[p].bandwidth.value = .perSecond(b * k)
        }
      }
    case .sustainedBandwidth(let m, let p):
      copy.editMemory(m) { $0.ports[p].sustained.value = min(1, $0.ports[p].sustained.value * k) }
    case .wireEnergy(let i):
      if case .array(var array) = copy.path[i] {
        array.wireEnergy?.value.value *= k
        copy.path[i] = .array(array)
      }
    case .computeEnergy(let f): copy.editCompute { $0.formats[f].energy?.value.value *= k }
    case .sustainedCompute: copy.editCompute { $0.sustained.value = min(1, $0.sustained.value * k) }
    case .vectorRate:
      copy.vector?.rate.value.value *= k
      // Rates of special functions are as sure as that of the unit.
      for kind in SpecialFunction.operators { copy.vector?.special[kind]?.rate.value.value *= k }
    case .vectorEnergy:
      copy.vector?.energy?.value.value *= k
      for kind in SpecialFunction.operators { copy.vector?.special[kind]?.energy?.value.value *= k }
    case .staticPower: copy.power.staticPower?.value.value *= k
    case .launch: copy.launch?.value.value *= k
    }
    return copy
  }

  private func portName(_ m: Int, _ p: Int) -> String {
    let memory = memories[m]
    return "\(memory.name)'s \(memory.ports[p].kind.rawValue) port"
      + (memory.ports.count > 1 ? " \(p + 1)" : "")
  }

  private static func facts<D: Dimension>(_ sourced: Sourced<Quantity<D>>?, _ name: String)
    -> ConstantFacts?
  {
    facts(sourced, name) { ($0.value, $0.formatted()) }
  }

  private static func facts<Value>(
    _ sourced: Sourced<Value>?, _ name: String, _ read: (Value) -> (Double, String)
  ) -> ConstantFacts? {
    guard let sourced else { return nil }
    let (value, text) = read(sourced.value)
    // What a file leaves out is not a guess at its value: a share of 1 is the limit itself.
    var band =
      sourced.provenance.location == nil ? 1...1 : sourced.provenance.confidence.band
    if let range = sourced.range, value > 0 {
      band = (range.lowerBound / value)...(range.upperBound / value)
    }
    // A share cannot exceed 1, nor is one that is 1 uncertain upwards.
    return ConstantFacts(name: name, text: text, band: band, provenance: sourced.provenance)
  }

  private mutating func editMemory(_ index: Int, _ change: (inout MemoryLevel) -> Void) {
    let place = pathIndex(ofMemory: index)
    guard place < path.count, case .memory(var memory) = path[place] else { return }
    change(&memory)
    path[place] = .memory(memory)
  }

  private mutating func editCompute(_ change: (inout ComputeUnit) -> Void) {
    for (i, element) in path.enumerated() {
      guard case .compute(var unit) = element else { continue }
      change(&unit)
      path[i] = .compute(unit)
    }
  }
}
