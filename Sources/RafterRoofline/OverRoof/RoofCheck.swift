// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A point under the roofs of a machine: measured, published or computed.
public struct RooflinePoint: Sendable, Hashable {
  /// The intensity at a memory level.
  public struct Position: Sendable, Hashable {
    /// The memory level.
    public var level: String
    /// Operations for each byte there.
    public var intensity: OperationalIntensity

    /// Creates a position.
    public init(level: String, intensity: OperationalIntensity) {
      self.level = level
      self.intensity = intensity
    }
  }

  /// The point.
  public var name: String
  /// The arithmetic format it ran in, as in ``MachineRoof/format``.
  public var format: String
  /// The throughput attained.
  public var throughput: Throughput
  /// The efficiency attained; nil where unknown.
  public var efficiency: EnergyEfficiency?
  /// Where it lies on the axis of each level that is known.
  public var positions: [Position]

  /// Creates a point.
  public init(
    name: String, format: String, throughput: Throughput, efficiency: EnergyEfficiency? = nil,
    positions: [Position]
  ) {
    self.name = name
    self.format = format
    self.throughput = throughput
    self.efficiency = efficiency
    self.positions = positions
  }
}

/// Finds points above roofs and reports them as errors; it never moves a point.
public enum RoofCheck {
  /// How far above a roof a computed point may lie, as a share of the roof.
  ///
  /// Only rounding can put it there; the worst of 200 000 random machines was 1.2e-9 of a sum of many
  /// terms [rooflines 3.9], and a layer's few terms stay below.
  public static let computedTolerance = 1e-9

  /// The roofs of the machine that a point lies above, in the order of `roofs`.
  ///
  /// Only roofs of the point's own format count; a peak is reported once, a slope once for each level.
  ///
  /// - Parameters:
  ///   - point: what was measured or computed.
  ///   - roofs: those of the machine.
  ///   - tolerance: how far above is still taken as on the roof, as a share of it.
  public static func violations(
    of point: RooflinePoint, under roofs: [MachineRoof], tolerance: Double = computedTolerance
  ) -> [RoofViolation] {
    var found: [RoofViolation] = []
    func report(_ roof: RoofViolation.Roof, _ excess: Double) {
      guard excess > 1 + tolerance, !found.contains(where: { $0.roof == roof }) else { return }
      let causes = OverRoofCause.likely(roof, excess: excess, point: point, roofs: roofs)
      found.append(RoofViolation(point: point.name, roof: roof, excess: excess, causes: causes))
    }
    for roof in roofs where roof.format == point.format {
      report(.peak(format: roof.format), point.throughput.ratio(to: roof.peak))
      let x = point.positions.first { $0.level == roof.level }?.intensity
      // Without a position only the efficiency at unlimited intensity is sure.
      let bound = x.flatMap { roof.efficiency(at: $0) } ?? roof.peakEfficiency
      if let bound, let efficiency = point.efficiency {
        report(.energy(level: roof.level, format: roof.format), efficiency.ratio(to: bound))
      }
      guard let x else { continue }
      report(.bandwidth(level: roof.level), point.throughput.ratio(to: x * roof.bandwidth))
      if let power = roof.powerRoof(at: x) {
        report(.power(level: roof.level), point.throughput.ratio(to: power))
      }
    }
    return found
  }

  /// The layer's own roofs that its computed point lies above; any is a bug of the model.
  ///
  /// - Parameters:
  ///   - name: what the layer is called.
  ///   - throughput: the computed operations per second.
  ///   - efficiency: the computed operations per joule; nil where the energy is unknown.
  ///   - demand: what the layer asks of the machine, which its own roofs follow from.
  ///   - tolerance: how far above is still taken as on the roof, as a share of it.
  public static func violations(
    of name: String, throughput: Throughput, efficiency: EnergyEfficiency? = nil,
    under demand: LayerDemand, tolerance: Double = computedTolerance
  ) -> [RoofViolation] {
    var found: [RoofViolation] = []
    func report(_ roof: RoofViolation.Roof, _ excess: Double) {
      guard excess > 1 + tolerance else { return }
      found.append(
        RoofViolation(
          point: name, roof: roof, excess: excess, causes: [.operationCount, .path, .unit]))
    }
    report(.layerThroughput, throughput.ratio(to: demand.throughputRoof))
    if let efficiency, let roof = demand.energyRoof {
      report(.layerEnergy, efficiency.ratio(to: roof))
    }
    return found
  }
}
