// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
public import RafterHardware
public import RafterQuantities
import RafterWorkload

/// Puts the layers of a workload into formats that the machine can multiply.
struct FormatAssignment {
  /// The workload in its final formats.
  var workload: Workload
  /// The format of the multiplier for each layer that has products; nil for the others.
  var compute: [ComputeFormat?]
  /// What was changed and why.
  var notes: [Diagnostic]

  /// Assigns formats.
  ///
  /// A layer keeps its own formats if the machine multiplies them, also when it does so by widening
  /// narrow weights first (w4a16). Otherwise the whole model moves from that format to the first one
  /// the machine lists, and a note says so.
  ///
  /// - Throws: when the user asked for a precision that the machine cannot multiply.
  init(_ workload: Workload, on accelerator: Accelerator, precision: Precision?)
    throws(DiagnosticList)
  {
    let formats = accelerator.compute?.formats ?? []
    var changed = workload
    var notes: [Diagnostic] = []
    if let precision {
      guard Self.find(precision.activations, precision.weights, in: formats) != nil else {
        throw DiagnosticList(
          .unsupportedPrecision(
            precision.text, accelerator: accelerator.name,
            formats: formats.map(\.arithmetic.description)))
      }
      for i in changed.layers.indices {
        Self.store(
          &changed.layers[i], weights: precision.weights, activations: precision.activations)
      }
    } else if let first = formats.first?.arithmetic {
      let missing = Self.unsupported(workload, in: formats)
      if !missing.isEmpty {
        let names = missing.map(\.rawValue).sorted().joined(separator: ", ")
        notes.append(
          .retargeted(from: names, to: first.description, accelerator: accelerator.name))
        for i in changed.layers.indices where Self.touches(changed.layers[i], missing) {
          Self.store(&changed.layers[i], weights: first.weights, activations: first.inputs)
        }
      }
    }
    var compute: [ComputeFormat?] = []
    for i in changed.layers.indices {
      let chosen = changed.layers[i].nests.first.flatMap {
        Self.find($0[.inputs].format, $0[.weights].format, in: formats)
      }
      if let accumulate = chosen?.arithmetic.accumulate {
        for n in changed.layers[i].nests.indices {
          changed.layers[i].nests[n].accumulate = accumulate
        }
      }
      compute.append(chosen)
    }
    StoredSizes.rescale(&changed, from: workload)
    self.workload = changed
    self.compute = compute
    self.notes = notes
  }

  /// The machine's format for a pair of stored formats: the pair itself, its signed twin, or the
  /// activations' format with weights widened to it on the way.
  static func find(
    _ inputs: NumberFormat, _ weights: NumberFormat, in formats: [ComputeFormat]
  ) -> ComputeFormat? {
    let (a, w) = (inputs.signedTwin, weights.signedTwin)
    let exact = formats.first {
      $0.arithmetic.inputs.signedTwin == a && $0.arithmetic.weights.signedTwin == w
    }
    if let exact { return exact }
    guard w.bitsPerElement < a.bitsPerElement else { return nil }
    return formats.first {
      $0.arithmetic.inputs.signedTwin == a && $0.arithmetic.weights.signedTwin == a
    }
  }

  private static func unsupported(_ workload: Workload, in formats: [ComputeFormat])
    -> Set<NumberFormat>
  {
    var missing: Set<NumberFormat> = []
    for nest in workload.layers.flatMap(\.nests)
    where find(nest[.inputs].format, nest[.weights].format, in: formats) == nil {
      missing.insert(nest[.inputs].format)
      missing.insert(nest[.weights].format)
    }
    return missing
  }

  private static func touches(_ layer: Layer, _ formats: Set<NumberFormat>) -> Bool {
    layer.tensors.contains { formats.contains($0.format) }
      || layer.nests.contains { $0.operands.contains { formats.contains($0.format) } }
  }

  /// Stores the numbers of a layer in other formats; indices and masks keep theirs.
  private static func store(
    _ layer: inout Layer, weights: NumberFormat, activations: NumberFormat
  ) {
    func replaced(_ format: NumberFormat, constant: Bool) -> NumberFormat {
      switch format {
      case .int64, .uint64, .bool, .string, .complex64, .complex128: format
      default: constant ? weights : activations
      }
    }
    for t in layer.tensors.indices {
      // Biases and scales beside the products keep the width of the accumulator in their file;
      // they are small, and stay as they are when they do not pass the multiplier.
      let tensor = layer.tensors[t]
      guard tensor.isMappedByNest || !tensor.isConstant || layer.nests.isEmpty else { continue }
      layer.tensors[t].format = replaced(tensor.format, constant: tensor.isConstant)
    }
    for n in layer.nests.indices {
      for o in layer.nests[n].operands.indices {
        let operand = layer.nests[n].operands[o]
        layer.nests[n].operands[o].format = replaced(operand.format, constant: operand.isConstant)
      }
    }
  }
}

extension Accelerator {
  /// What it multiplies a pair of stored formats in: the pair itself, its signed twin, or the format of the inputs, with weights
  /// widened to it on the way; nil where it cannot.
  public func computeFormat(inputs: NumberFormat, weights: NumberFormat) -> ComputeFormat? {
    FormatAssignment.find(inputs, weights, in: compute?.formats ?? [])
  }
}

extension NumberFormat {
  /// Signed and unsigned integers of a width use the same multiplier.
  var signedTwin: NumberFormat {
    switch self {
    case .uint2: .int2
    case .uint4: .int4
    case .uint8: .int8
    case .uint16: .int16
    case .uint32: .int32
    default: self
    }
  }
}
