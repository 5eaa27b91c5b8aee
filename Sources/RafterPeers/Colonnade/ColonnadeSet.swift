// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

extension ValidationSet {
  /// Energy of Colonnade's bit-serial MACs over the bits of weights and inputs, from one energy of a cell.
  public static let colonnade = ValidationSet(
    name: "colonnade",
    source: "Kim et al., JSSC 56(7) 2021, figures 15 to 17, as digitised by the authors of CiMLoop",
    kindOfTruth: "silicon",
    peers: ["CiMLoop, two macros over input bits: energy efficiency 6 % after calibration"],
    summary: Summary("energy of a bit-serial MAC over 1 to 16 bits", peers: "CiMLoop 6 %"),
    builtIn: ["colonnade/bits.csv"],
    form: "a .csv with bits, fJ_per_MAC_1b_input_0.8V and fJ_same_0.8V"
  ) { files throws(DiagnosticList) in
    try files.checkTables([ColonnadeRow.self])
    let rows = try files.rows(ColonnadeRow.self, orBuiltIn: "colonnade/bits.csv")
    return try ColonnadeComparison(rows, on: try Library.machine("colonnade")).findings
  }
}

/// Measured energies of a MAC beside those of an array of cells [rooflines 3.6].
///
/// A weight of B bits takes B + 7 columns, cells of columns left over work too, and an input of b bits takes b steps:
///
///     E(b, B) = b * columns * e_cell / floor(columns / (B + 7))
///
/// The energy of a cell is that of the narrowest row of the same voltage, so there is one constant for each voltage; none is carried from one
/// voltage to another.
struct ColonnadeComparison {
  /// The rows of each voltage, lowest first.
  private let voltages: [(voltage: Voltage, rows: [ColonnadeRow])]
  private let array: InMemoryArray
  private let machine: Accelerator

  private static let widthTolerance = 0.055
  private static let equalTolerance = 0.03

  init(_ rows: [ColonnadeRow], on machine: Accelerator) throws(DiagnosticList) {
    guard let array = machine.compute?.inMemory else {
      throw DiagnosticList(.noBuiltIn(machine.name))
    }
    self.array = array
    self.machine = machine
    voltages = Set(rows.map(\.voltage)).sorted().map { voltage in
      (voltage, rows.filter { $0.voltage == voltage }.sorted { $0.bits < $1.bits })
    }
  }

  /// The energy of a MAC, given that of a cell.
  func energy(weightBits: Int, inputBits: Int, cell: Energy) -> EnergyPerMAC? {
    var array = array
    array.energies.stated[.cell]?.value = cell
    return array.breakdown(weightBits: weightBits, inputBits: inputBits)?.energy(.macro)
  }

  /// The energy of a cell from the narrowest row of a voltage.
  func cell(_ row: ColonnadeRow) -> Energy? {
    energy(weightBits: row.bits, inputBits: 1, cell: Energy(1)).map {
      Energy(row.oneBit.value / $0.value)
    }
  }

  var findings: ValidationSet.Findings {
    var findings = ValidationSet.Findings(rows: [])
    for (voltage, rows) in voltages {
      guard let narrowest = rows.first, let cell = cell(narrowest) else { continue }
      let name = "\(voltage.value) V"
      var widths: [Double] = []
      var equals: [Double] = []
      var chain: [Double] = []
      for row in rows {
        let one = energy(weightBits: row.bits, inputBits: 1, cell: cell)
        let equal = energy(weightBits: row.bits, inputBits: row.bits, cell: cell)
        // The steps alone: the measured energy of one bit times the bits.
        let steps = row.oneBit * Double(array.steps(inputBits: row.bits))
        findings.rows += [
          ValidationRow(
            counted: "\(name), 1 x \(row.bits) bit", "energy of a MAC", unit: "J",
            published: row.oneBit.value, predicted: one?.value),
          ValidationRow(
            counted: "\(name), \(row.bits) x \(row.bits) bit", "energy of a MAC, bits from 1 bit",
            unit: "J", published: row.equalBits.value, predicted: steps.value),
          ValidationRow(
            shown: "\(name), \(row.bits) x \(row.bits) bit", "energy of a MAC", unit: "J",
            published: row.equalBits.value, predicted: equal?.value),
        ]
        equals.append(steps.ratio(to: row.equalBits) - 1)
        if let one { widths.append(one.ratio(to: row.oneBit) - 1) }
        if let equal { chain.append(equal.ratio(to: row.equalBits) - 1) }
      }
      findings.rows += [
        ValidationRow(
          over: "\(name), \(rows.count) weight widths", "mean error of the energy",
          widths.meanMagnitude, tolerance: Self.widthTolerance),
        ValidationRow(
          over: "\(name), \(rows.count) equal widths", "mean error of bits from 1 bit",
          equals.meanMagnitude, tolerance: Self.equalTolerance),
      ]
      findings.notes.append(
        "\(name): equal widths from the cell alone, mean error \(Text.percent(chain.meanMagnitude ?? 0))"
      )
      findings.fitted.append(
        FittedConstant(
          "energy of a cell at \(name), from \(narrowest.bits) x 1 bit", cell.value * 1e15,
          unit: "fJ", leaveOneOut: widths.dropFirst().meanMagnitude))
    }
    if let stated = machine.compute?.inMemory?.energies.stated[.cell]?.value,
      let voltage = machine.technology.voltage?.value
    {
      findings.notes.append(
        "the built-in colonnade states \(Text.number(stated.value * 1e15)) fJ at \(voltage.value) V"
      )
    }
    findings.notes.append(
      "one constant for each voltage, none carried to another: the square of the voltage would put 0.6 V at 0.56 of 0.8 V, where 0.25 was measured"
    )
    findings.notes.append(
      "'bits from 1 bit' is the measured energy with inputs of 1 bit times the bits of the input")
    return findings
  }
}
