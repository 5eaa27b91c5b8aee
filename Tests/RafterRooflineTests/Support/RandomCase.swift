// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import RafterTestSupport

/// A random machine with a random layer on it, all parts consistent with one another.
struct RandomCase {
  struct Level {
    var name: String
    var bandwidth: Bandwidth
    var energyPerByte: EnergyPerByte
    var traffic: LevelTraffic
    var isOverlapped: Bool
  }

  var work: Operations
  var bestPeak: Throughput
  var peak: Throughput
  var sustained: Double
  var spatialUtilization: Double
  var vectorTime: Seconds
  var energyPerOperation: EnergyPerOperation
  var vectorEnergy: Energy
  var staticPower: Power
  var powerCap: Power?
  var levels: [Level]
  var startUp: [Seconds]

  init(_ random: inout SeededGenerator) {
    work = Operations(random.logUniform(1e3, 1e13))
    peak = Throughput(random.logUniform(1e9, 1e15))
    bestPeak = peak * Double.random(in: 1...8, using: &random)
    sustained = Bool.random(using: &random) ? 1 : Double.random(in: 0.3...1, using: &random)
    spatialUtilization = Double.random(in: 0.02...1, using: &random)
    let busy = work / peak
    vectorTime =
      Bool.random(using: &random) ? .zero : busy * random.logUniform(1e-3, 10)
    energyPerOperation = EnergyPerOperation(random.logUniform(1e-14, 1e-10))
    vectorEnergy = (energyPerOperation * work) * random.logUniform(1e-3, 1)
    staticPower = Bool.random(using: &random) ? .zero : Power(random.logUniform(1e-3, 1e3))
    powerCap =
      Bool.random(using: &random)
      ? nil
      : staticPower + (energyPerOperation * peak) * random.logUniform(0.1, 100)
    levels = []
    for i in 0..<Int.random(in: 1...4, using: &random) {
      let bandwidth = Bandwidth(random.logUniform(1e8, 1e14))
      let compulsory = (busy * bandwidth) * random.logUniform(1e-3, 10)
      let attainable = compulsory * (Bool.random(using: &random) ? 1 : random.logUniform(1, 10))
      let mapped = attainable * (Bool.random(using: &random) ? 1 : random.logUniform(1, 10))
      levels.append(
        Level(
          name: "level\(i)", bandwidth: bandwidth,
          energyPerByte: EnergyPerByte(random.logUniform(1e-14, 1e-9)),
          traffic: LevelTraffic(compulsory: compulsory, attainable: attainable, mapped: mapped),
          isOverlapped: Int.random(in: 0..<4, using: &random) > 0))
    }
    startUp = (0..<4).map { _ in
      Bool.random(using: &random) ? .zero : busy * random.logUniform(1e-4, 3)
    }
  }

  var dynamicEnergy: Energy { energies(end: .zero).dynamic }

  var times: LayerTimes {
    LayerTimes(
      peak: work / bestPeak, format: work / peak, sustainedFormat: work / (peak * sustained),
      spatial: work / (peak * (sustained * spatialUtilization)), vector: vectorTime,
      levels: levels.map {
        LevelTimes(
          name: $0.name, compulsory: $0.traffic.compulsory / $0.bandwidth,
          attainable: $0.traffic.attainable / $0.bandwidth,
          mapped: $0.traffic.mapped / $0.bandwidth, isOverlapped: $0.isOverlapped)
      },
      powerCap: powerCap.map {
        PowerCap.time(cap: $0, staticPower: staticPower, dynamicEnergy: dynamicEnergy)
      }, fill: startUp[0], load: startUp[1], offload: startUp[2], launch: startUp[3])
  }

  func energies(end: Seconds) -> LayerEnergies {
    LayerEnergies(
      compute: energyPerOperation * work, vector: vectorEnergy,
      levels: levels.map {
        LevelEnergies(
          name: $0.name, compulsory: $0.energyPerByte * $0.traffic.compulsory,
          attainable: $0.energyPerByte * $0.traffic.attainable,
          mapped: $0.energyPerByte * $0.traffic.mapped)
      }, staticPower: staticPower, peakTime: work / bestPeak, endTime: end)
  }

  /// The demand with one of the three kinds of traffic.
  func demand(_ traffic: KeyPath<LevelTraffic, ByteCount> = \.mapped) -> LayerDemand {
    LayerDemand(
      work: work, peak: peak * sustained, spatialUtilization: spatialUtilization,
      vectorTime: vectorTime, energyPerOperation: energyPerOperation, otherEnergy: vectorEnergy,
      levels: levels.map {
        let bytes = $0.traffic[keyPath: traffic]
        return LevelDemand(
          name: $0.name, traffic: bytes, time: bytes / $0.bandwidth,
          energy: $0.energyPerByte * bytes)
      }, staticPower: staticPower, powerCap: powerCap)
  }

  /// The roofs of the machine at each level.
  var roofs: [MachineRoof] {
    levels.map {
      MachineRoof(
        level: $0.name, format: "f", peak: peak, bandwidth: $0.bandwidth,
        energyPerOperation: energyPerOperation, energyPerByte: $0.energyPerByte,
        staticPower: staticPower, powerCap: powerCap)
    }
  }

  /// So many random cases from one seed.
  static func many(_ count: Int = 2000, seed: UInt64) -> [RandomCase] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in RandomCase(&random) }
  }
}
