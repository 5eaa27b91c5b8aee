// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// A layer as a list states it, whatever form the list has.
struct ListedLayer {
  /// How operands are stored.
  struct Formats: Hashable {
    var inputs: NumberFormat
    var weights: NumberFormat
    var outputs: NumberFormat
    var accumulate: NumberFormat?
  }

  /// What it computes.
  enum Work {
    /// Loops around one multiply-accumulate.
    case product(kind: OperatorKind, Loops)
    case convolution(ConvolutionNest)
    /// Operations of the vector unit for each element.
    case vector(kind: OperatorKind, Elements)
  }

  /// Named loops, and which of them each operand walks, axis by axis.
  struct Loops {
    var dimensions: [LoopDimension]
    var weights: [AxisProjection]
    var inputs: [AxisProjection]
    var outputs: [AxisProjection]
    /// Whether the weights are known before the run; those of attention are not.
    var weightsAreParameters = true
    /// What the file calls weights, inputs and outputs, where it has names for them.
    var names: (weights: String, inputs: String, outputs: String)?
  }

  /// Elements read and written by vector work.
  struct Elements {
    /// Of one operand.
    var read: Int
    var written: Int
    var operands: Int
    /// For each element read of one operand.
    var operations: Int
  }

  var name: String
  /// The operator as the list names it.
  var `operator`: String
  var work: Work
  var formats: Formats
  var repeats = 1
  /// How many elements of its product's operands are zero.
  var densities = WorkloadDensities()
}

extension ListedLayer {
  /// The layer as workloads have it.
  ///
  /// - Throws: where it has more multiplies or elements than 2^53.
  func layer() throws(RuleFailure) -> Layer {
    var layer = Layer(
      id: "", name: name, kind: .other, operators: `operator`, nodes: [name], repeats: repeats)
    switch work {
    case .product(let kind, let loops):
      layer.kind = kind
      _ = try Count.product(loops.dimensions.map(\.bound))
      let nest = nest(of: loops)
      layer.nests = [nest]
      layer.macsWithoutPadding = paddingFree(loops) ?? nest.macs
    case .convolution(let shape):
      layer.kind =
        shape.groups > 1 && shape.inputChannels == 1 ? .depthwiseConvolution : .convolution
      guard
        let nest = try shape.nest(
          input: TensorInfo(name: "\(name).inputs", type: TensorType(formats.inputs, nil)),
          weights: TensorInfo(
            name: "\(name).weights", type: TensorType(formats.weights, nil), origin: .file),
          output: "\(name).outputs", outputFormat: formats.outputs)
      else { throw .invalid("nothing is to be done") }
      layer.nests = [nest]
      if let accumulate = formats.accumulate { layer.nests[0].accumulate = accumulate }
      layer.macsWithoutPadding = shape.macsWithoutPadding
    case .vector(let kind, let elements):
      layer.kind = kind
      layer.vectorOperations = try Count.product(elements.read, elements.operations)
      _ = try Count.product(elements.read, elements.operands, 8)
      layer.tensors = vectorTensors(elements)
    }
    for index in layer.nests.indices { layer.nests[index].set(densities) }
    if let nest = layer.nests.first { layer.tensors = try tensors(of: nest) }
    for tensor in layer.tensors where tensor.isConstant {
      layer.parameters += tensor.elements
      layer.parameterBytes += tensor.bytes
    }
    _ = try Count.product(max(layer.macs, layer.vectorOperations), repeats)
    return layer
  }

  private func nest(of loops: Loops) -> LoopNest {
    let names =
      loops.names ?? (
        weights: "\(name).weights", inputs: "\(name).inputs", outputs: "\(name).outputs"
      )
    return LoopNest(
      dimensions: loops.dimensions,
      operands: [
        NestOperand(
          role: .weights, tensor: names.weights, format: formats.weights,
          isConstant: loops.weightsAreParameters, axes: loops.weights),
        NestOperand(
          role: .inputs, tensor: names.inputs, format: formats.inputs, isConstant: false,
          axes: loops.inputs),
        NestOperand(
          role: .outputs, tensor: names.outputs, format: formats.outputs, isConstant: false,
          axes: loops.outputs),
      ],
      accumulate: formats.accumulate ?? NestFormat.accumulate(formats.inputs, formats.weights))
  }

  /// Multiplies that do not fall on padding, for windows of two loops; nil where no operand has any.
  private func paddingFree(_ loops: Loops) -> Int? {
    let sliding = (loops.inputs + loops.weights).filter { $0.terms.count == 2 }
    guard !sliding.isEmpty else { return nil }
    var total = 1
    var walked: Set<Int> = []
    for axis in sliding {
      let (place, tap) = (axis.terms[0], axis.terms[1])
      // The pairs of loops are counted as for convolutions: the first of the two walks the places.
      guard walked.insert(place.dimension).inserted, walked.insert(tap.dimension).inserted else {
        return nil
      }
      total *= PaddingFree.pairs(
        WindowAxis(
          input: axis.extent, kernel: loops.dimensions[tap.dimension].bound, stride: place.stride,
          dilation: tap.stride, before: -axis.offset, after: 0,
          output: loops.dimensions[place.dimension].bound))
    }
    for (index, dimension) in loops.dimensions.enumerated() where !walked.contains(index) {
      total *= dimension.bound
    }
    return total
  }

  private func tensors(of nest: LoopNest) throws(RuleFailure) -> [LayerTensor] {
    var tensors: [LayerTensor] = []
    for operand in nest.operands {
      let elements = try Count.product(operand.axes.map(\.extent))
      tensors.append(
        LayerTensor(
          name: operand.tensor, role: operand.role,
          direction: operand.role == .outputs ? .written : .read, elements: elements,
          format: operand.format, isMappedByNest: true, isConstant: operand.isConstant))
    }
    return tensors
  }

  private func vectorTensors(_ elements: Elements) -> [LayerTensor] {
    let read = (0..<elements.operands).map { index in
      LayerTensor(
        name: "\(name).inputs" + (index == 0 ? "" : ".\(index + 1)"), role: .inputs,
        direction: .read, elements: elements.read, format: formats.inputs, isMappedByNest: false,
        isConstant: false)
    }
    return read + [
      LayerTensor(
        name: "\(name).outputs", role: .outputs, direction: .written, elements: elements.written,
        format: formats.outputs, isMappedByNest: false, isConstant: false)
    ]
  }
}
