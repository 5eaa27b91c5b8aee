// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities
public import RafterWorkload

/// The problems behind a capacity curve: each product at each capacity on a machine of two memories.
///
/// The machine is the outermost memory of an accelerator and one of its memories as if that held all
/// operands, without arrays and without double buffering: what a memory of that capacity could do at best.
public struct CapacityStudy: Sendable {
  /// The products of a layer.
  public let nests: [LoopNest]
  /// The capacities, in ascending order, whole bytes.
  public let capacities: [ByteCount]
  private let accelerator: Accelerator
  private let memory: MemoryLevel
  private let own: ByteCount?

  /// Chooses capacities in equal ratios, from one element of each operand to the whole working set, and adds
  /// the machine's own.
  ///
  /// - Parameters:
  ///   - nests: the products of a layer, in the formats they run in; at least one.
  ///   - accelerator: the machine that has the memory.
  ///   - level: the memory (index in `Accelerator.memories`); not the outermost one.
  ///   - steps: how many capacities besides the machine's own.
  public init(_ nests: [LoopNest], on accelerator: Accelerator, level: Int, steps: Int = 24) {
    self.nests = nests
    self.accelerator = accelerator
    memory = accelerator.memories[level]
    var instances = 1
    var seen = 0
    for (index, element) in accelerator.path.enumerated() {
      guard case .memory = element else { continue }
      if seen == level { instances = accelerator.instances(at: index) }
      seen += 1
    }
    own = memory.capacity.map { $0.value * Double(instances) }
    let shapes = nests.map { NestShape($0) }
    let least = shapes.reduce(1.0) { max($0, ($1.elementBits / 8).rounded(.up)) }
    let most = shapes.reduce(least) { max($0, ($1.workingBits / 8).rounded(.up)) }
    let ratio = steps > 1 ? Self.root(most / least, steps - 1) : 1
    var sizes: [Double] = []
    var size = least
    for step in 0..<steps {
      sizes.append(step == steps - 1 ? most : min(most, size.rounded(.up)))
      size *= ratio
    }
    if let own, own.value >= least { sizes.append(own.value.rounded(.down)) }
    capacities = Set(sizes).sorted().map { ByteCount($0) }
  }

  /// What a search finds for one product at one capacity: bits moved and bits that must move; nil where
  /// nothing fits.
  public func search(_ nest: Int, at capacity: Int, limit: SearchLimit) -> (
    moved: BitCount, least: BitCount
  )? {
    let machine = twoLevel(capacities[capacity])
    guard let format = machine.compute?.formats.first,
      case .mapped(let mapped) = Mapper.map(
        nests[nest], on: machine, format: format, objective: .energy, limit: limit)
    else { return nil }
    let moved = mapped.cost.memories[0].transfers.reduce(0.0) { $0 + $1.mapped.value }
    return (BitCount(moved), BitCount(moved / (1 + mapped.certificate.gap)))
  }

  /// The curve of what was found: one row for each capacity, one column for each product.
  ///
  /// A mapping that fits a smaller memory fits a larger one, so what is found never rises with capacity;
  /// likewise what is proven for a larger memory holds for a smaller one.
  public func curve(_ found: [[(moved: BitCount, least: BitCount)?]]) -> CapacityCurve {
    let shapes = nests.map { NestShape($0) }
    let repeats = nests.map { Double($0.repeats) }
    func sum(_ value: (Int) -> Double) -> Double {
      nests.indices.reduce(0) { $0 + repeats[$1] * value($1) }
    }
    let once = shapes.map(\.compulsoryBits)
    var moved = nests.map { _ in Double.infinity }
    var points: [CapacityCurve.Point] = []
    var leasts: [[Double]] = []
    for (c, capacity) in capacities.enumerated() {
      let forms = shapes.map { $0.leastBits(inside: capacity.bits.value) }
      for n in nests.indices {
        if let here = found[c][n] { moved[n] = min(moved[n], here.moved.value) }
      }
      leasts.append(
        nests.indices.map { n in
          min(moved[n], max(forms[n], once[n], found[c][n]?.least.value ?? 0))
        })
      points.append(
        CapacityCurve.Point(
          capacity: capacity, moved: BitCount(sum { moved[$0] }), least: .zero,
          closedForm: BitCount(sum { forms[$0] }),
          isOwn: own.map { $0.value.rounded(.down) == capacity.value } ?? false))
    }
    var floor = once
    for c in points.indices.reversed() {
      floor = nests.indices.map { max(floor[$0], leasts[c][$0]) }
      points[c].least = BitCount(min(points[c].moved.value, sum { floor[$0] }))
    }
    return CapacityCurve(
      memory: memory.name, outer: accelerator.memories[0].name,
      points: points.filter { $0.moved.value.isFinite }, compulsory: BitCount(sum { once[$0] }),
      own: own,
      operations: MACs(nests.reduce(0) { $0 + $1.macs * $1.repeats }).operations)
  }

  /// Only what crosses between the two memories costs energy.
  private func twoLevel(_ capacity: ByteCount) -> Accelerator {
    let ours = Provenance(confidence: .assumed)
    func level(_ name: String, _ capacity: ByteCount?, joule: Double) -> PathElement {
      .memory(
        MemoryLevel(
          name: name, capacity: capacity.map { Sourced($0, ours) },
          holds: Set(Operand.allCases), buffering: .single,
          ports: [
            Port(
              kind: .readWrite, bandwidth: Sourced(.perCycle(BandwidthPerCycle(1)), ours),
              sustained: Sourced(1, ours))
          ], readEnergy: Sourced(EnergyPerBit(joule), ours),
          writeEnergy: Sourced(EnergyPerBit(joule), ours), provenance: ours))
    }
    let format = ComputeFormat(
      arithmetic: nests[0].arithmetic, rate: Sourced(MACsPerCycle(1.0), ours),
      energy: Sourced(EnergyPerMAC(0), ours))
    return Accelerator(
      name: accelerator.name, file: accelerator.file, source: accelerator.source,
      technology: Technology(frequency: accelerator.technology.frequency),
      path: [
        level(accelerator.memories[0].name, nil, joule: 1e-12),
        level(memory.name, capacity, joule: 0),
        .compute(
          ComputeUnit(name: "mac", formats: [format], sustained: Sourced(1, ours), provenance: ours)
        ),
      ])
  }

  /// The n-th root, by bisection: the same on every system.
  private static func root(_ value: Double, _ n: Int) -> Double {
    var low = 1.0
    var high = max(1, value)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      let power = (0..<n).reduce(1.0) { product, _ in product * middle }
      if power < value { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

extension NestShape {
  /// One element of each operand, sums at accumulate bits.
  var elementBits: Double {
    operands[0].bits + operands[1].bits + max(operands[2].bits, accumulateBits)
  }

  /// All elements of all operands, sums at accumulate bits.
  var workingBits: Double {
    operands[0].elements * operands[0].bits + operands[1].elements * operands[1].bits
      + operands[2].elements * max(operands[2].bits, accumulateBits)
  }

  /// Each operand once, as it is stored.
  var compulsoryBits: Double {
    operands[0].elements * operands[0].bits + operands[1].elements * operands[1].bits
      + operands[2].elements * min(operands[2].bits, accumulateBits)
  }
}
