// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

extension ValidationSet {
  /// Mappings of ZigZag 3.9.1, evaluated in its own terms.
  public static let zigzag = ValidationSet(
    name: "zigzag",
    source: "zigzag-dse 3.9.1, KULeuven-MICAS; cases measured with the Python package",
    kindOfTruth: "another tool",
    summary: Summary(
      "counts, energy and latency on given mappings, and by its own search", peers: "-"),
    builtIn: [
      "zigzag/zigzag-more.yaml", "zigzag/zigzag-metaproto-conv.yaml",
      "zigzag/zigzag-tpu-gemm-conv.yaml", "zigzag/zigzag-tpu-resnet18-unique-layers.yaml",
    ],
    form: "a case file such as zigzag-more.yaml"
  ) { files throws(DiagnosticList) in
    var rows: [ValidationRow] = []
    // Of a folder, the case files; a file of one's own may have any name.
    let own =
      files.count == 1
      ? files : files.filter { $0.name.hasPrefix("zigzag-") && $0.name.hasSuffix(".yaml") }
    guard !own.isEmpty else {
      throw DiagnosticList(
        .notACaseFile(
          files.first?.folder ?? "", expected: "give a file, or a folder with zigzag-*.yaml"))
    }
    for file in own {
      for item in try ZigZagCaseReader.read(text: file.text, file: file.path) {
        rows += item.rows(try item.evaluate())
      }
    }
    return Findings(rows: rows)
  }
}

extension ZigZagCase {
  /// One row for each number that the peer gave.
  ///
  /// Counts and cycles have to be equal; sums of energies may differ in their last bits.
  func rows(_ result: ZigZagResult) -> [ValidationRow] {
    var rows: [ValidationRow] = []
    let title = "\(machine.name): \(name)"
    func add(_ quantity: String, _ published: Picojoules?, _ own: Picojoules) {
      guard let published else { return }
      rows.append(
        ValidationRow(
          title, quantity, unit: "J", published: published.energy.value,
          predicted: own.energy.value, tolerance: 1e-12))
    }
    func add(_ quantity: String, _ published: Cycles?, _ own: Cycles) {
      guard let published else { return }
      rows.append(
        ValidationRow(
          title, quantity, unit: "cycle", published: published.value, predicted: own.value,
          tolerance: 0))
    }
    func add(_ quantity: String, _ published: Double?, _ own: Double) {
      guard let published else { return }
      rows.append(
        ValidationRow(
          title, quantity, unit: "1", published: published, predicted: own, tolerance: 1e-12))
    }
    add("energy", expectation.energy, result.energy)
    add("mac_energy", expectation.macEnergy, result.macEnergy)
    add("latency", expectation.latency, result.latency)
    add("onload", expectation.onLoad, result.onLoad)
    add("compute_plus_stall", expectation.computePart, result.computePart)
    add("stall", expectation.stall, result.stall)
    add("offload", expectation.offLoad, result.offLoad)
    add("drain", expectation.drain, result.drain)
    add(
      "offload_plus_drain", expectation.offLoadAndDrain,
      Cycles(result.offLoad.value + result.drain.value))
    rows += accessRows(result, title: title)
    rows += bufferRows(result, title: title)
    add("utilization", expectation.ideal, result.utilization.ideal)
    add("utilization_with_stalls", expectation.withStalls, result.utilization.withStalls)
    add("utilization_with_onload", expectation.withOnLoad, result.utilization.withOnLoad)
    add("utilization_overall", expectation.overall, result.utilization.overall)
    return rows
  }

  private func accessRows(_ result: ZigZagResult, title: String) -> [ValidationRow] {
    var rows: [ValidationRow] = []
    for (place, operand) in layer.operands.enumerated() {
      guard place < expectation.accesses.count, let levels = expectation.accesses[place] else {
        continue
      }
      let memories = machine.levels(of: operand.memoryOperand)
      for (level, counts) in levels.enumerated() {
        let memory =
          level < memories.count ? machine.memories[memories[level]].name : "level \(level)"
        for direction in ZigZagDirection.allCases {
          rows.append(
            ValidationRow(
              title, "\(memory).\(operand.name).\(direction.word)",
              published: counts[direction.rawValue],
              predicted: level < memories.count ? result.accesses[place][level][direction] : nil))
        }
      }
    }
    return rows
  }

  private func bufferRows(_ result: ZigZagResult, title: String) -> [ValidationRow] {
    var rows: [ValidationRow] = []
    for (place, operand) in layer.operands.enumerated() {
      guard place < expectation.doubleBuffered.count,
        let levels = expectation.doubleBuffered[place]
      else { continue }
      let own = result.doubleBuffered[place]
      for (level, flag) in levels.enumerated() {
        rows.append(
          ValidationRow(
            title, "double_buffered.\(operand.name).\(level + 1)", published: flag ? 1 : 0,
            predicted: level < own.count ? (own[level] ? 1 : 0) : nil))
      }
    }
    return rows
  }
}
