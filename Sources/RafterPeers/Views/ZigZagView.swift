// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterMapping
import RafterQuantities
public import RafterWorkload

extension CostView {
  /// A nest on one of our machines in the terms of ZigZag, with a mapping searched there.
  ///
  /// - Throws: `DiagnosticList` where the nest or the machine has no counterpart, or no mapping fits.
  public static func zigzag(
    _ nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat,
    objective: Objective
  ) throws(DiagnosticList) -> CostView {
    let conversion = try ZigZagConversion(nest, accelerator, format)
    var best: ZigZagMapper.Outcome?
    for dataflow in conversion.dataflows {
      let mapper = try ZigZagMapper(
        layer: conversion.layer, machine: conversion.machine, dataflow: dataflow,
        cyclesPerOperation: conversion.cyclesPerOperation, objective: objective)
      guard let outcome = mapper.search(against: best) else { continue }
      if let found = best, found.value(objective) <= outcome.value(objective) { continue }
      best = outcome
    }
    guard let best else {
      throw DiagnosticList(.noZigZagMapping(nest.label, on: accelerator.name))
    }
    let result = best.result
    return CostView(
      model: .zigzag,
      items: [
        Item("loops", result.loops), Item("stall", result.stall), Item("on-load", result.onLoad),
        Item("off-load", result.offLoad), Item("drain", result.drain),
      ], combination: .sum, energy: conversion.isEnergyKnown ? result.energy.energy : nil,
      mapping: best.mapping.lines(conversion.layer, conversion.machine),
      cautions: conversion.cautions)
  }
}

extension ZigZagMapping {
  /// The loops for people, outermost first, and what each memory keeps of each operand.
  func lines(_ layer: ZigZagLayer, _ machine: ZigZagMachine) -> [String] {
    var lines: [String] = []
    var unrolled: [String] = []
    for loop in whole.first?.joined() ?? [].joined() where loop.factor > 1 {
      unrolled.append("\(loop.dimension) \(Int(loop.factor))")
    }
    for place in order.indices.reversed() {
      let stored = stores(above: place, layer, machine)
      if !stored.isEmpty { lines.append("keep " + stored.joined(separator: ", ")) }
      lines.append("for \(order[place].dimension) \(order[place].factor)")
    }
    let inner = stores(above: -1, layer, machine)
    if !inner.isEmpty { lines.append("keep " + inner.joined(separator: ", ")) }
    if !unrolled.isEmpty { lines.append("unroll " + unrolled.joined(separator: ", ")) }
    return lines
  }

  /// Memories whose tile spans exactly the loops up to a place.
  private func stores(above place: Int, _ layer: ZigZagLayer, _ machine: ZigZagMachine) -> [String]
  {
    layer.operands.indices.flatMap { operand in
      let levels = machine.levels(of: layer.operands[operand].memoryOperand)
      return cuts[operand].indices.reversed().filter { cuts[operand][$0] == place + 1 }.map {
        "\(layer.operands[operand].name) in \(machine.memories[levels[$0]].name)"
      }
    }
  }
}
