// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

extension MatrixProduct {
  /// A sum over products, as letters.
  struct EinsumText {
    /// The letters of each operand; those of an ellipsis are digits.
    var operands: [[Character]]
    var output: [Character]
    /// The side that each letter stands for.
    var sides: [Character: Int]
  }

  /// Reads the equation against the operands' shapes.
  static func einsum(_ node: NodeView) throws(RuleFailure) -> EinsumText {
    let equation = node.string("equation", default: "").filter { $0 != " " }
    let halves = equation.split(separator: ">", omittingEmptySubsequences: false)
    let left = halves[0].hasSuffix("-") ? halves[0].dropLast() : halves[0]
    let terms = left.split(separator: ",", omittingEmptySubsequences: false)
    guard terms.count == node.inputs.count, halves.count <= 2 else {
      throw .invalid("equation '\(equation)' does not fit \(node.inputs.count) operands")
    }
    var text = EinsumText(operands: [], output: [], sides: [:])
    var widest = 0
    for (index, term) in terms.enumerated() {
      let shape = try node.shape(index)
      let letters = try spelled(term, rank: shape.count, equation: equation)
      widest = max(widest, letters.count { $0.isNumber })
      for (letter, side) in zip(letters, shape) {
        let known = text.sides[letter] ?? 1
        guard known == side || known == 1 || side == 1 else {
          throw .invalid("'\(letter)' of '\(equation)' is both \(known) and \(side)")
        }
        text.sides[letter] = max(known, side == 0 ? 0 : side)
        if side == 0 { text.sides[letter] = 0 }
      }
      text.operands.append(letters)
    }
    let ellipsis = ellipsisLetters(widest)
    if halves.count == 2 {
      for part in halves[1].replacingDots { text.output += part == "." ? ellipsis : [part] }
    } else {
      // Without an arrow: letters that occur once, in the order of the alphabet.
      let all = text.operands.joined().filter { !$0.isNumber }
      text.output = ellipsis + Set(all).sorted().filter { one in all.count { $0 == one } == 1 }
    }
    guard text.output.allSatisfy({ text.sides[$0] != nil }) else {
      throw .invalid("the result of '\(equation)' has a letter that no operand has")
    }
    return text
  }

  @Sendable static func inferEinsum(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let text = try einsum(node)
    return [TensorType(node.format(0), text.output.map { text.sides[$0] ?? 1 })]
  }

  /// MACs are the product of the distinct indices [workloads 6]; with one operand nothing is multiplied.
  @Sendable static func costEinsum(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> NodeCost
  {
    let text = try einsum(node)
    guard text.operands.count >= 2 else {
      let sums = Set(text.operands[0]).count > text.output.count
      return NodeCost(vectorOperations: sums ? try node.shape(0).elements : 0)
    }
    let letters = text.sides.keys.sorted()
    let dimensions = letters.map { LoopDimension(String($0), text.sides[$0] ?? 1) }
    guard try Count.product(dimensions.map(\.bound)) > 0 else { return NodeCost() }
    // A side of 1 that is stretched is not walked.
    let axes = { (word: [Character], shape: [Int]) -> [AxisProjection] in
      zip(word, shape).compactMap { letter, side in
        guard let index = letters.firstIndex(of: letter), side == text.sides[letter] else {
          return nil
        }
        return AxisProjection.along(index, side)
      }
    }
    let last = text.operands.count - 1
    let (leftOrigin, rightOrigin) = (try node.input(0).origin, try node.input(last).origin)
    let (weights, inputs) = leftOrigin < .run && rightOrigin == .run ? (0, last) : (last, 0)
    let (w, i) = (try node.input(weights), try node.input(inputs))
    let formats = (
      NestFormat.known(i.format, partner: w.format), NestFormat.known(w.format, partner: i.format)
    )
    let nest = LoopNest(
      dimensions: dimensions,
      operands: [
        NestOperand(
          role: .weights, tensor: w.name, format: formats.1, isConstant: w.origin < .run,
          axes: axes(text.operands[weights], try node.shape(weights))),
        NestOperand(
          role: .inputs, tensor: i.name, format: formats.0, isConstant: i.origin < .run,
          axes: axes(text.operands[inputs], try node.shape(inputs))),
        NestOperand(
          role: .outputs, tensor: node.outputs[0], format: outputs[0].format ?? formats.0,
          isConstant: false, axes: axes(text.output, outputs[0].shape ?? [])),
      ], accumulate: NestFormat.accumulate(formats.0, formats.1))
    return NodeCost(nests: [nest])
  }

  private static func spelled(_ term: Substring, rank: Int, equation: String)
    throws(RuleFailure) -> [Character]
  {
    let word = term.replacingDots
    let named = word.count { $0 != "." }
    guard word.contains(".") ? named <= rank : named == rank else {
      throw .invalid("'\(term)' of '\(equation)' does not fit an operand of \(rank) axes")
    }
    guard word.allSatisfy({ $0.isLetter || $0 == "." }), rank - named < 10 else {
      throw .invalid("'\(term)' of '\(equation)' is not made of letters")
    }
    return word.flatMap { $0 == "." ? ellipsisLetters(rank - named) : [$0] }
  }

  /// The axes under an ellipsis, outermost first; they are aligned at the last one.
  private static func ellipsisLetters(_ count: Int) -> [Character] {
    (0..<count).reversed().map { Character("\($0)") }
  }
}

extension Substring {
  /// The characters, with an ellipsis as one dot.
  fileprivate var replacingDots: [Character] {
    var out: [Character] = []
    for one in self where !(one == "." && out.last == ".") { out.append(one) }
    return out
  }
}
