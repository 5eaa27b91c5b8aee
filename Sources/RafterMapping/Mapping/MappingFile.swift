// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterWorkload

/// Writes mappings as files that ``MappingReader`` reads back: the same nodes, so the same numbers.
public enum MappingFile {
  /// A file of kind `mapping/1`.
  ///
  /// - Parameters:
  ///   - mapped: the products of one layer, in their order.
  ///   - accelerator: what they are laid out on.
  ///   - comments: lines for people, written at the top.
  public static func text(
    _ mapped: [MappedNest], on accelerator: Accelerator, comments: [String] = []
  ) -> String {
    var lines = comments.map { "# " + $0.filter { !$0.isNewline } }
    lines.append("rafter: mapping/1")
    if mapped.count == 1, mapped[0].nest.label.isEmpty {
      lines += body(mapped[0], on: accelerator)
    } else {
      lines.append("products:")
      for product in mapped {
        lines.append("  - label: \(quoted(product.nest.label))")
        lines += body(product, on: accelerator).map { "    " + $0 }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func body(_ mapped: MappedNest, on accelerator: Accelerator) -> [String] {
    let nest = mapped.nest
    let bounds = nest.dimensions.map { "\(quoted($0.name)): \(max(1, $0.bound))" }
    var lines = ["nest: {\(bounds.joined(separator: ", "))}", "nodes:"]
    // What the machine leaves open is stated.
    for (m, level) in accelerator.memories.enumerated() {
      let past = level.mayBypass.intersection(level.holds).sorted().filter {
        !mapped.mapping.nodes.contains(.store($0, memory: m))
      }
      guard !past.isEmpty else { continue }
      let words = past.map(\.rawValue).joined(separator: ", ")
      lines.append("  - bypass: {memory: \(quoted(level.name)), operands: [\(words)]}")
    }
    var lengths = nest.dimensions.map { max(1, $0.bound) }
    for part in MappingStep.steps(of: mapped.mapping) {
      switch part {
      case .store(let memory, let operands):
        let words = operands.map(\.rawValue).joined(separator: ", ")
        lines.append(
          "  - store: {memory: \(quoted(accelerator.memories[memory].name)), operands: [\(words)]}")
      case .loop(let d, let bound, let tile):
        lines.append(
          "  - for: {dimension: \(quoted(nest.dimensions[d].name)), tile: \(tile)}"
            + "  # \(bound) \(bound == 1 ? "step" : "steps")")
        lengths[d] = tile
      case .unroll(let d, let element, let axis, let factor, let tile):
        var side = ""
        if case .array(let array) = accelerator.path[element] { side = array.axes[axis].name }
        // The tile is only written where it is not what the factor gives.
        let even = (lengths[d] + factor - 1) / factor
        lines.append(
          "  - parallel: {dimension: \(quoted(nest.dimensions[d].name)), factor: \(factor), "
            + (even == tile ? "" : "tile: \(tile), ") + "on: \(quoted(side))}")
        lengths[d] = tile
      }
    }
    return lines
  }

  /// A word as YAML takes it for one.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty && word.first?.isLetter == true
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    if isPlain { return word }
    var text = "\""
    for scalar in word.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}

/// A node of a mapping as it is shown: stores in one memory, one after another, are one.
public enum MappingStep: Sendable, Hashable {
  case store(memory: Int, operands: [Operand])
  case loop(dimension: Int, bound: Int, tile: Int)
  case unroll(dimension: Int, element: Int, axis: Int, factor: Int, tile: Int)

  /// The steps of a mapping, outermost first.
  public static func steps(of mapping: Mapping) -> [MappingStep] {
    var steps: [MappingStep] = []
    for node in mapping.nodes {
      switch node {
      case .store(let operand, let memory):
        if case .store(memory, let operands)? = steps.last, !operands.contains(operand) {
          steps[steps.count - 1] = .store(memory: memory, operands: operands + [operand])
        } else {
          steps.append(.store(memory: memory, operands: [operand]))
        }
      case .loop(let dimension, let bound, let tile):
        steps.append(.loop(dimension: dimension, bound: bound, tile: tile))
      case .unroll(let dimension, let element, let axis, let factor, let tile):
        steps.append(
          .unroll(dimension: dimension, element: element, axis: axis, factor: factor, tile: tile))
      }
    }
    return steps
  }
}
