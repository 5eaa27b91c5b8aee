// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities
public import RafterRoofline

/// A design of ours among published ones: its description and its computed roofs.
///
/// The roofs come from an analysis as values, so that this module needs no mapping.
public struct SurveyDesign: Sendable, Hashable {
  /// What was reached on a real workload.
  public struct Attained: Sendable, Hashable {
    /// A format that the workload ran in, and the part of its multiply-accumulates in it.
    public struct Run: Sendable, Hashable {
      /// The format.
      public var format: ArithmeticFormat
      /// Of all multiply-accumulates, in (0, 1].
      public var share: Double

      /// Creates a part.
      public init(format: ArithmeticFormat, share: Double) {
        self.format = format
        self.share = share
      }
    }

    /// The workload.
    public var workload: String
    /// The formats it ran in; the point is placed under each of them.
    public var runs: [Run]
    /// Operations per second over the whole workload.
    public var throughput: Throughput
    /// Operations per joule over the whole workload; nil where an energy is unknown.
    public var efficiency: EnergyEfficiency?

    /// Creates an attained point.
    public init(
      workload: String, runs: [Run], throughput: Throughput, efficiency: EnergyEfficiency?
    ) {
      self.workload = workload
      self.runs = runs
      self.throughput = throughput
      self.efficiency = efficiency
    }
  }

  /// The description.
  public var accelerator: Accelerator
  /// Its roofs, one for each memory and format.
  public var roofs: [MachineRoof]
  /// What it reached on a workload.
  public var attained: Attained?

  /// Creates a design.
  public init(_ accelerator: Accelerator, roofs: [MachineRoof], attained: Attained? = nil) {
    self.accelerator = accelerator
    self.roofs = roofs
    self.attained = attained
  }

  /// The class it is placed in unless another is asked for: products draw tens of watts, and what draws
  /// less is compared with measured digital silicon.
  public var likelyClass: SurveyClass {
    guard let cap = accelerator.power.cap?.value else { return .digital }
    return cap >= Power(30.0) ? .product : .digital
  }

  /// One row for each multiplier format, as the survey has them.
  ///
  /// Peak and density are those of the roofs, the efficiency is the one that the energy roof of the
  /// outermost memory tends to: arithmetic and static power, no memory. It is an upper bound, which the
  /// row says.
  public var entries: [SurveyEntry] { rows.map(\.entry) }

  /// The rows, each with its format.
  var rows: [(format: ArithmeticFormat, entry: SurveyEntry)] {
    guard let compute = accelerator.compute else { return [] }
    return compute.formats.enumerated().compactMap { index, format in
      let name = format.arithmetic.description
      guard let roof = roofs.first(where: { $0.format == name }) else { return nil }
      return (format.arithmetic, entry(format.arithmetic, roof, index))
    }
  }

  private func entry(_ format: ArithmeticFormat, _ roof: MachineRoof, _ index: Int) -> SurveyEntry {
    var entry = SurveyEntry()
    let slug = Self.slug(accelerator.name)
    entry[.id] = .text("rafter-\(slug)-\(Self.slug(format.inputs.rawValue))-\(index + 1)")
    entry[.name] = .text(accelerator.name)
    entry[.title] = .text(accelerator.source.title)
    entry[.venue] = .text("rafter")
    entry[.kind] = .text(SurveyKind.description.rawValue)
    entry[.domain] = .text(domain.rawValue)
    entry[.format] = .words([Self.surveyFormat(format).rawValue])
    entry[.activationBits] = .number(format.inputs.bitsPerElement.value)
    entry[.weightBits] = .number(format.weights.bitsPerElement.value)
    entry[.macs] = .number(Double(accelerator.computeInstances))
    entry[.node] = Self.cell(accelerator.technology.node?.value.value)
    entry[.supplyMinimum] = Self.cell(accelerator.technology.voltage?.value.value)
    entry[.supplyMaximum] = entry[.supplyMinimum]
    entry[.frequency] = .number(accelerator.technology.frequency.value.value / 1e6)
    entry[.area] = Self.cell(accelerator.technology.area?.value.value)
    entry[.power] = Self.cell(accelerator.power.cap?.value.value)
    entry[.peak] = .number(roof.peak.value / 1e12)
    entry[.efficiency] = Self.cell(roof.peakEfficiency.map { $0.value / 1e12 })
    entry[.density] = Self.cell(roof.peakDensity.map { $0.value / 1e12 })
    if Self.surveyFormat(format).family == .integer, let bits = entry.number(.bitProduct) {
      entry[.oneBitEfficiency] = Self.cell(entry.number(.efficiency).map { $0 * bits })
      entry[.oneBitDensity] = Self.cell(entry.number(.density).map { $0 * bits })
    }
    entry[.onChipMemory] = Self.cell(onChip.map { $0.value / 1024 })
    entry[.offChipBandwidth] = .number(roof.bandwidth.value / 1e9)
    entry[.sparsity] = .text(SurveySparsity.dense.rawValue)
    entry[.condition] = .text("computed roof; no memory energy in the efficiency")
    entry[.evidence] = .text(SurveyEvidence.modelled.rawValue)
    let levers = levers(format)
    entry[.lever] = .words(levers.map(\.lever.rawValue))
    entry[.leverSource] = .text("the description: " + levers.map(\.reason).joined(separator: "; "))
    entry[.attribution] = .words([SurveyAttribution.rafter.rawValue])
    entry[.source] = .text(accelerator.source.title)
    entry[.confidence] = .text(SurveyConfidence.read.rawValue)
    return entry
  }

  /// The levers that the description shows.
  private func levers(_ format: ArithmeticFormat) -> [(lever: SurveyLever, reason: String)] {
    var levers: [(lever: SurveyLever, reason: String)] = []
    let multipliers = accelerator.computeInstances
    if multipliers > 1 { levers.append((.parallelism, "\(multipliers) multipliers")) }
    let sharing = accelerator.path.flatMap { element -> [String] in
      guard case .array(let array) = element else { return [] }
      return array.axes.filter { !$0.multicast.isEmpty || $0.reducesOutputs }.map(\.name)
    }
    if !sharing.isEmpty {
      levers.append((.dataReuse, "operands shared along \(sharing.joined(separator: ", "))"))
    }
    let bits = [format.inputs, format.weights].map(\.bitsPerElement.value)
    if let narrowest = bits.min(), narrowest < 16 {
      let widths = bits.map(SurveyEntry.plain).joined(separator: " x ")
      levers.append((.quantization, "operands of \(widths) bit"))
    }
    return levers.isEmpty
      ? [(.unknown, "one multiplier of 16-bit operands or wider")] : levers
  }

  /// The bytes of all memories further in than the outermost; nil where one has no stated capacity.
  private var onChip: ByteCount? {
    var total = ByteCount.zero
    var isOutermost = true
    for (index, element) in accelerator.path.enumerated() {
      guard case .memory(let memory) = element else { continue }
      defer { isOutermost = false }
      if isOutermost { continue }
      guard let capacity = memory.capacity else { return nil }
      total += capacity.value * Double(accelerator.instances(at: index))
    }
    return total > .zero ? total : nil
  }

  private var domain: SurveyDomain {
    switch accelerator.power.domain {
    case .macro: .macro
    case .core: .core
    case .board, .wall: .card
    case .rail, .chip, .package, nil: .chip
    }
  }

  private static func cell(_ value: Double?) -> SurveyEntry.Cell {
    value.map { .number($0) } ?? .missing
  }

  private static func slug(_ text: String) -> String {
    let allowed = text.lowercased().unicodeScalars.map { scalar -> Character in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
    }
    return String(allowed)
  }

  /// The survey's word for a pair of formats: that of the inputs; integers of other widths are `int`.
  static func surveyFormat(_ format: ArithmeticFormat) -> SurveyFormat {
    switch format.inputs {
    case .int8, .uint8: format.weights == .int8 || format.weights == .uint8 ? .int8 : .int
    case .int4, .uint4: format.weights == .int4 || format.weights == .uint4 ? .int4 : .int
    case .int16, .uint16: .int16
    case .fp16: .fp16
    case .bf16: .bf16
    case .fp8e4m3, .fp8e5m2: .fp8
    case .mxfp8: .mxfp8
    case .fp4e2m1, .nvfp4: .fp4
    case .mxfp4: .mxfp4
    case .tf32: .tf32
    case .fp32: .fp32
    case .fp64: .fp64
    default: format.inputs.family == .integer ? .int : .fp
    }
  }
}
