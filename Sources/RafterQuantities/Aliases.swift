// SPDX-License-Identifier: Apache-2.0

/// A number of operations; a MAC is two.
public typealias Operations = Quantity<Operation>
/// A number of multiply-accumulates.
public typealias MACs = Quantity<MAC>
/// An amount of data, in bytes.
public typealias ByteCount = Quantity<Byte>
/// An amount of data, in bits.
public typealias BitCount = Quantity<Bit>
/// A number of clock cycles.
public typealias Cycles = Quantity<Cycle>
/// A time, in seconds.
public typealias Seconds = Quantity<Second>
/// An energy, in joules.
public typealias Energy = Quantity<Joule>
/// An area, in square millimetres.
public typealias Area = Quantity<SquareMillimetre>
/// A supply voltage.
public typealias Voltage = Quantity<Volt>
/// A process node, in nanometres.
public typealias ProcessNode = Quantity<Nanometre>

/// Operations per second: the y axis of the throughput roofline.
public typealias Throughput = Quantity<Per<Operation, Second>>
/// Operations per clock cycle.
public typealias ThroughputPerCycle = Quantity<Per<Operation, Cycle>>
/// Multiply-accumulates per clock cycle.
public typealias MACsPerCycle = Quantity<Per<MAC, Cycle>>
/// Operations per second and square millimetre.
public typealias ThroughputDensity = Quantity<Per<Per<Operation, Second>, SquareMillimetre>>
/// Bytes per second.
public typealias Bandwidth = Quantity<Per<Byte, Second>>
/// Bytes per clock cycle.
public typealias BandwidthPerCycle = Quantity<Per<Byte, Cycle>>
/// Operations per byte moved at a named memory level: the x axis of both rooflines.
public typealias OperationalIntensity = Quantity<Per<Operation, Byte>>
/// Clock cycles per second.
public typealias Frequency = Quantity<Per<Cycle, Second>>
/// Joules per second.
public typealias Power = Quantity<Per<Joule, Second>>
/// Joules per operation.
public typealias EnergyPerOperation = Quantity<Per<Joule, Operation>>
/// Joules per multiply-accumulate.
public typealias EnergyPerMAC = Quantity<Per<Joule, MAC>>
/// Joules per byte moved.
public typealias EnergyPerByte = Quantity<Per<Joule, Byte>>
/// Joules per bit moved.
public typealias EnergyPerBit = Quantity<Per<Joule, Bit>>
/// Operations per joule: the y axis of the energy roofline.
public typealias EnergyEfficiency = Quantity<Per<Operation, Joule>>
/// Square millimetres per arithmetic unit is kept as an ``Area``.
public typealias AreaPerUnit = Quantity<SquareMillimetre>

extension Quantity where D == MAC {
  /// The same work in operations: two for each MAC.
  @inlinable
  public var operations: Operations { Operations(value * 2) }
}

extension Quantity where D == Per<MAC, Cycle> {
  /// The same rate in operations: two for each MAC.
  @inlinable
  public var operations: ThroughputPerCycle { ThroughputPerCycle(value * 2) }
}

extension Quantity where D == Per<Joule, MAC> {
  /// The energy of one operation: half that of a MAC.
  @inlinable
  public var perOperation: EnergyPerOperation { EnergyPerOperation(value / 2) }
}

extension Quantity where D == Byte {
  /// The same amount in bits.
  @inlinable
  public var bits: BitCount { BitCount(value * 8) }
}

extension Quantity where D == Bit {
  /// The same amount in bytes.
  @inlinable
  public var bytes: ByteCount { ByteCount(value / 8) }
}

extension Quantity where D == Per<Joule, Bit> {
  /// The energy of eight bits.
  @inlinable
  public var perByte: EnergyPerByte { EnergyPerByte(value * 8) }
}
