// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Fewer bits, for weights, activations, the KV cache and the accumulator apart [rooflines 3.6].
///
/// - What it changes: the formats of the model, each a step. A format that the machine does not multiply is added to it: as many
///   multipliers as fit the operands of the widest one of its kind, with the energy that their transistors have.
/// - Roofs and point, all operands q times narrower: `Pi * q^alpha`, alpha 1 where they are packed; compulsory AI * q; so a packed
///   format leaves a layer where it is against its ridge. Weights alone: their bytes / q, the roof stays.
/// - Cost: no area where the machine has the format; accuracy, which is not ours to tell. Block formats carry their scales:
///   8.25, 6.25, 4.25 and 4.5 bits an element.
/// - Limit: ports and sums beside the array keep their width and may bind; a layer right of its ridge gains nothing from narrow weights alone; halving operands saves 1.6 times the energy of a MAC, not 4,
///   unless the accumulator narrows too [hardware 4.2].
/// - Source: scaling book (240, 120, 243 op/byte); counted transistors of MAC units, hardware 4.2; OCP Microscaling 1.0.
enum QuantizationLever {
  /// As `--precision` takes them, the most bits first.
  private static let words = [
    "mxfp8", "fp8", "int8", "mxfp6", "w8a16", "w8a8", "w4a16", "w4a8", "nvfp4", "mxfp4", "int4",
  ]

  static func ladders(_ design: Design, _ base: Analysis) -> [Ladder] {
    let bits = base.widestBits
    var found: [(target: String, step: Intervention)] = []
    for word in words {
      guard word != design.workload.precision, let precision = try? Precision(text: word)
      else { continue }
      let weights = precision.weights.bitsPerElement.value
      let activations = precision.activations.bitsPerElement.value
      guard weights <= bits.weights, activations <= bits.activations,
        weights + activations < bits.weights + bits.activations,
        let step = step(word, precision, on: design.accelerator)
      else { continue }
      let target =
        activations == bits.activations
        ? "weights" : weights == bits.weights ? "activations" : "formats"
      found.append((target, step))
    }
    let formats = ["weights", "activations", "formats"].compactMap { target -> Ladder? in
      let steps = found.filter { $0.target == target }.map(\.step)
      return steps.isEmpty ? nil : Ladder(.quantization, on: target, steps, order: .alternatives)
    }
    return formats + cache(design, base) + accumulator(design)
  }

  private static func step(_ word: String, _ precision: Precision, on machine: Accelerator)
    -> Intervention?
  {
    let own = machine.computeFormat(inputs: precision.activations, weights: precision.weights)
    let basis = ["accuracy is not ours to tell"]
    if own != nil {
      return Intervention(
        lever: .quantization, target: "", step: word, change: .precision(word), area: .zero,
        basis: basis)
    }
    guard let (changed, area, note) = machine.adding(precision) else { return nil }
    return Intervention(
      lever: .quantization, target: "", step: word,
      change: .formats(word, on: Steps.named(changed, after: machine, .quantization, "with", word)),
      area: area, notes: [note],
      basis: basis + [changed.staticPowerNote(after: machine)].compactMap(\.self))
  }

  /// Keys and values in fewer bits.
  private static func cache(_ design: Design, _ base: Analysis) -> [Ladder] {
    guard design.workload.vary != nil, let pass = base.workload.pass,
      let format = pass.cache.format, pass.cacheBytes > 0
    else { return [] }
    let steps = [NumberFormat.fp8e4m3, .int8, .int4].compactMap { narrow -> Intervention? in
      guard narrow.bitsPerElement < format.bitsPerElement else { return nil }
      return Intervention(
        lever: .quantization, target: "KV cache", step: narrow.rawValue,
        change: .variant(.cache(narrow)), area: .zero, basis: ["accuracy is not ours to tell"])
    }
    return steps.isEmpty
      ? [] : [Ladder(.quantization, on: "KV cache", steps, order: .alternatives)]
  }

  /// Narrower sums in every format of the machine.
  private static func accumulator(_ design: Design) -> [Ladder] {
    let machine = design.accelerator
    guard machine.compute?.inMemory == nil else { return [] }
    let steps = [NumberFormat.int24, .int16, .fp16].compactMap { narrow in
      machine.summing(in: narrow).map { changed, area in
        Intervention(
          lever: .quantization, target: "accumulator", step: narrow.rawValue,
          change: .machine(
            Steps.named(changed, after: machine, .quantization, "accumulator", narrow.rawValue)),
          area: area,
          basis: [
            "a MAC with sums in \(narrow.rawValue): by its transistors; whether sums overflow is not ours to tell"
          ] + [changed.staticPowerNote(after: machine)].compactMap(\.self))
      }
    }
    return steps.isEmpty
      ? [] : [Ladder(.quantization, on: "accumulator", steps, order: .alternatives)]
  }
}
