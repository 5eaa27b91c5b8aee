// SPDX-License-Identifier: Apache-2.0
import RafterDocuments
import RafterQuantities

/// What each kind of number in a technology file must be; the limits are for typing errors, not for taste.
enum TechnologyRules {
  static let energy = QuantityRule(
    "energy", noun: "an energy", units: [Joule.exponents], usually: ["pJ", "fJ"],
    sign: .zeroOrPositive, plausible: 1e-21...1e-3, "1 zJ to 1 mJ")
  static let exponent = QuantityRule(
    "exponent", noun: "an exponent", units: [], usually: [], sign: .zeroOrPositive,
    plausible: 1e-6...3, "a plain number from 0 to 3")
  static let energyPerBit = QuantityRule(
    "energy-per-bit", noun: "an energy of moving a bit", units: [Per<Joule, Bit>.exponents],
    usually: ["pJ/bit", "pJ/B"], sign: .zeroOrPositive, plausible: 1e-19...1e-6,
    "0.1 aJ/bit to 1 uJ/bit")
  static let energyPerMAC = QuantityRule(
    "energy-per-mac", noun: "an energy of a MAC",
    units: [Joule.exponents, Per<Joule, MAC>.exponents], usually: ["pJ", "pJ/MAC"],
    sign: .zeroOrPositive, plausible: 1e-18...1e-6, "1 aJ to 1 uJ")
  static let energyPerOperation = QuantityRule(
    "energy-per-operation", noun: "an energy of an operation",
    units: [Joule.exponents, Per<Joule, Operation>.exponents], usually: ["pJ", "pJ/op"],
    sign: .zeroOrPositive, plausible: 1e-18...1e-6, "1 aJ to 1 uJ")
  static let wire = QuantityRule(
    "wire-energy", noun: "an energy of wires",
    units: [Per<Per<Joule, Bit>, Nanometre>.exponents], usually: ["pJ/bit/mm"],
    sign: .zeroOrPositive, plausible: 1e-24...1e-12, "1 aJ/bit/mm to 1 uJ/bit/mm")
  static let leakage = QuantityRule(
    "leakage", noun: "a leakage", units: [Per<Per<Joule, Second>, Byte>.exponents],
    usually: ["uW/MiB", "mW/MiB"], sign: .zeroOrPositive, plausible: 1e-18...1e-3,
    "1 aW/B to 1 mW/B")
  static let areaPerByte = QuantityRule(
    "area-per-byte", noun: "an area for what is held",
    units: [Per<SquareMillimetre, Byte>.exponents],
    usually: ["mm2/MiB"], plausible: 1e-15...1, "at most 1 mm2/B")
  static let area = QuantityRule(
    "area", noun: "an area", units: [SquareMillimetre.exponents], usually: ["mm2", "um2"],
    plausible: 1e-10...1e5, "at most a wafer, 100000 mm2")
  static let node = QuantityRule(
    "node", noun: "a process node", units: [Nanometre.exponents], usually: ["nm"],
    plausible: 0.5...10000, "0.5 nm to 10000 nm")
  static let width = QuantityRule(
    "width", noun: "a width", units: [Bit.exponents], usually: ["bit", "B"],
    plausible: 1...1e7, "1 bit to 10 Mbit")
}
