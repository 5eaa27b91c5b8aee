// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterQuantities

/// What each kind of number in an accelerator file must be.
///
/// The limits are for typing errors, not for taste: nothing that could be built in the next years lies outside.
enum Rules {
  static let capacity = QuantityRule(
    "capacity", noun: "a capacity", units: [Byte.exponents], usually: ["KiB", "MiB"],
    plausible: 1e-3...0x1p50, "1 bit to 1 PiB")
  static let granularity = QuantityRule(
    "granularity", noun: "a granularity", units: [Byte.exponents], usually: ["B"],
    plausible: 0.125...0x1p20, "1 bit to 1 MiB")
  static let bandwidth = QuantityRule(
    "bandwidth", noun: "a bandwidth",
    units: [Per<Byte, Cycle>.exponents, Per<Byte, Second>.exponents],
    usually: ["B/cycle", "GB/s"], plausible: 1e-6...1e15,
    "at most 1 PB/s, or 1 PB/cycle, for one port")
  static let linkBandwidth = QuantityRule(
    "link-bandwidth", noun: "a bandwidth of links", units: [Per<Byte, Second>.exponents],
    usually: ["GB/s"], plausible: 1e3...1e15, "1 kB/s to 1 PB/s")
  static let share = QuantityRule(
    "share", noun: "a share", units: [], usually: [], plausible: 1e-6...1,
    "a plain number above 0 and at most 1")
  static let speedup = QuantityRule(
    "speed-up", noun: "a speed-up", units: [], usually: [], plausible: 1...1000,
    "a plain number from 1 to 1000")
  static let overhead = QuantityRule(
    "bits-per-element", noun: "a number of bits", units: [Bit.exponents], usually: ["bit"],
    sign: .zeroOrPositive, plausible: 0.01...64, "at most 64 bit")
  static let energyPerBit = QuantityRule(
    "energy-per-bit", noun: "an energy of moving a bit", units: [Per<Joule, Bit>.exponents],
    usually: ["pJ/bit", "pJ/B"], sign: .zeroOrPositive, plausible: 1e-19...1e-6,
    "0.1 aJ/bit to 1 uJ/bit", words: ["unknown"])
  static let energyPerMAC = QuantityRule(
    "energy-per-mac", noun: "an energy of a MAC",
    units: [Joule.exponents, Per<Joule, MAC>.exponents], usually: ["pJ", "pJ/MAC"],
    sign: .zeroOrPositive, plausible: 1e-18...1e-6, "1 aJ to 1 uJ", words: ["unknown"])
  static let energyPerEvent = QuantityRule(
    "energy-per-event", noun: "an energy of an event", units: [Joule.exponents],
    usually: ["pJ", "fJ"], sign: .zeroOrPositive, plausible: 1e-20...1e-6, "10 zJ to 1 uJ",
    words: ["unknown"])
  static let energyPerOperation = QuantityRule(
    "energy-per-operation", noun: "an energy of an operation",
    units: [Joule.exponents, Per<Joule, Operation>.exponents], usually: ["pJ", "pJ/op"],
    sign: .zeroOrPositive, plausible: 1e-18...1e-6, "1 aJ to 1 uJ", words: ["unknown"])
  static let rate = QuantityRule(
    "mac-rate", noun: "a rate of MACs", units: [Per<MAC, Cycle>.exponents],
    usually: ["MAC/cycle"], plausible: 1e-6...1e6, "at most 1 MMAC/cycle for one unit")
  static let vectorRate = QuantityRule(
    "vector-rate", noun: "a rate of operations", units: [Per<Operation, Cycle>.exponents],
    usually: ["op/cycle"], plausible: 1e-6...1e9, "at most 1 Gop/cycle")
  static let area = QuantityRule(
    "area", noun: "an area", units: [SquareMillimetre.exponents], usually: ["mm2", "um2"],
    plausible: 1e-10...1e5, "at most a wafer, 100000 mm2")
  static let power = QuantityRule(
    "power", noun: "a power", units: [Per<Joule, Second>.exponents], usually: ["W", "mW"],
    sign: .zeroOrPositive, plausible: 1e-12...1e6, "1 pW to 1 MW")
  static let frequency = QuantityRule(
    "frequency", noun: "a clock frequency", units: [Per<Cycle, Second>.exponents],
    usually: ["MHz", "GHz"], plausible: 1e3...2e10, "1 kHz to 20 GHz")
  static let voltage = QuantityRule(
    "voltage", noun: "a voltage", units: [Volt.exponents], usually: ["V"],
    plausible: 0.05...20, "50 mV to 20 V")
  static let node = QuantityRule(
    "node", noun: "a process node", units: [Nanometre.exponents], usually: ["nm"],
    plausible: 0.5...10000, "0.5 nm to 10000 nm")
  static let launch = QuantityRule(
    "launch", noun: "a launch time", units: [Second.exponents], usually: ["us", "ns"],
    sign: .zeroOrPositive, plausible: 1e-12...10, "1 ps to 10 s")
  static let fill = QuantityRule(
    "fill", noun: "a fill time", units: [Cycle.exponents], usually: ["cycles"],
    sign: .zeroOrPositive, plausible: 1e-3...1e9, "at most 1000000000 cycles")
}
