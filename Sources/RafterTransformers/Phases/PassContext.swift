// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// All that the layers of one pass share.
struct PassContext {
  var hidden: Int
  var options: PassOptions
  /// New tokens of all sequences in one chunk: T.
  var tokens: Int
  /// The same of all chunks together.
  var allTokens: Int
  /// Tokens of all sequences for which logits are made: T_out.
  var outputTokens: Int
  /// The formats of the pass.
  var formats: PassFormats { options.formats }

  /// A product with weights: `2*T*in*out` operations; bytes of the weights with their scales, input, output
  /// [workloads 5.1].
  ///
  /// - Parameters:
  ///   - rows: rows of the input, all runs together; T unless given.
  ///   - runs: how often the product runs, each time reading its weights; rows are spread as evenly as they go.
  func gemm(
    _ weight: WeightTensor, rows: Int? = nil, runs: Int = 1, output: NumberFormat? = nil,
    vectorOperations: Int = 0
  ) -> Layer {
    let rows = rows ?? tokens
    let storage = formats.weights[weight.role]
    let out = output ?? formats.residual
    var draft = LayerDraft(weight.name, .gemm, "MatMul")
    let shares = runs > 1 ? ExpertRouting.shares(rows: rows, distinct: runs) : [(1, rows)]
    for (index, share) in shares.enumerated() {
      var nest = LoopNest.product(
        shares.count > 1 ? "share \(index + 1)" : "", batch: weight.copies, rows: share.rows,
        columns: weight.outputs, inner: weight.inputs, input: inputFormat(weight.role),
        weights: storage.element, output: out, isConstant: true)
      nest.repeats = share.times
      draft.add(nest)
    }
    readWeights(weight, copies: weight.copies, runs: runs, into: &draft)
    draft.read(
      "input", rows * weight.inputs * weight.copies, inputFormat(weight.role), mapped: true)
    draft.write("output", rows * weight.outputs * weight.copies, out, mapped: true)
    draft.layer.vectorOperations = vectorOperations
    if weight.bias > 0 { draft.layer.vectorOperations += rows * weight.outputs * weight.copies }
    return draft.layer
  }

  /// Products with weights that are not quantised take the inputs as they are.
  func inputFormat(_ role: WeightRole) -> NumberFormat {
    let isWide = formats.weights[role].element.bitsPerElement.value >= 16
    return isWide && formats.activations.bitsPerElement.value < 16
      ? formats.residual : formats.activations
  }

  /// Adds the weights of a product: elements, scales, bias; `copies` of them are read in each run, all are stored.
  func readWeights(
    _ weight: WeightTensor, copies: Int, runs: Int = 1, into draft: inout LayerDraft
  ) {
    let storage = formats.weights[weight.role]
    let read = weight.inputs * weight.outputs * copies * runs
    draft.read(weight.name, read, storage.element, role: .weights, mapped: true, constant: true)
    let scales = storage.scaleBytes(of: read, inputs: weight.inputs)
    if scales > 0 {
      draft.read(weight.name + ".scales", scales, .uint8, role: .weights, constant: true)
    }
    if weight.bias > 0 {
      draft.read(
        weight.name + ".bias", weight.bias / weight.copies * copies * runs, small, role: .weights,
        constant: true)
    }
    draft.own(weight.elements, bytes: weight.bytes(in: formats.weights))
  }

  /// The format of norms and biases.
  var small: NumberFormat { formats.weights[.small].element }

  /// A norm over rows of `width`: 4 or 7 operations an element, read and written once, and the gain
  /// [workloads 5.6].
  func norm(_ name: String, _ kind: NormKind, rows: Int? = nil, width: Int? = nil, sums: Int = 0)
    -> Layer
  {
    let width = width ?? hidden
    let elements = (rows ?? tokens) * width
    let operators = kind == .rms ? "RMSNorm" : "LayerNorm"
    var draft = LayerDraft(
      name, .normalization, (sums > 0 && options.elementwise == .fused ? "Add+" : "") + operators)
    draft.layer.vectorOperations = (kind == .rms ? 4 : 7) * elements
    if options.elementwise == .fused { draft.layer.vectorOperations += sums * elements }
    draft.read("input", elements, formats.residual)
    draft.write("output", elements, formats.residual)
    let gains = width * kind.parametersPerElement
    draft.read(name + ".gain", gains, small, role: .weights, constant: true)
    draft.own(gains, bytes: small.bytes(of: gains))
    return draft.layer
  }

  /// Work of the vector unit alone.
  func elementwise(
    _ name: String, _ kind: OperatorKind, _ operators: String, operations: Int, read: Int,
    write: Int
  ) -> Layer {
    var draft = LayerDraft(name, kind, operators)
    draft.layer.vectorOperations = operations
    if read > 0 { draft.read("input", read, formats.residual) }
    if write > 0 { draft.write("output", write, formats.residual) }
    return draft.layer
  }

  /// The residual sum: `T*d` operations, 3*T*d elements moved where it is a kernel of its own.
  func residual(_ name: String, terms: Int = 1) -> [Layer] {
    guard options.elementwise == .separate else { return [] }
    let elements = tokens * hidden
    return [
      elementwise(
        name, .elementwise, "Add", operations: terms * elements, read: (terms + 1) * elements,
        write: elements)
    ]
  }
}
