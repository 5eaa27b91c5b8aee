// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterQuantities
public import RafterWorkload

/// Counts the zeros in the weights of an ONNX file.
public enum WeightDensities {
  /// What was found.
  public struct Found: Sendable {
    /// The density of each weight whose numbers are in the file, by its name.
    public var densities: [String: TensorDensity]
    /// Weights whose numbers are not: in another file, or left out.
    public var missing: Int
  }

  /// Structures that hardware knows, the strictest first.
  static let structures: [(kept: Int, group: Int)] = [(1, 4), (2, 4), (4, 8)]

  /// Reads all numbers of a file's weights once.
  ///
  /// Formats whose zero stands for another number, the unsigned ones, are left out.
  /// - Throws: what is wrong with the file.
  public static func measure(bytes: FileBytes, source: String) throws(DiagnosticList) -> Found {
    let model = try ONNXReader.read(bytes, source: source)
    var found = Found(densities: [:], missing: 0)
    bytes.withUnsafeBytes { file in
      for tensor in model.graph.initializers {
        guard let format = NumberFormat(onnxDataType: tensor.dataType), let zero = Zero(format)
        else { continue }
        guard let range = numbers(of: tensor), let count = tensor.elements, count > 0,
          range.count == count * zero.width, range.upperBound <= file.count
        else {
          found.missing += 1
          continue
        }
        let mask = zero.mask(UnsafeRawBufferPointer(rebasing: file[range]))
        found.densities[tensor.name] = density(of: mask, sides: tensor.dims)
      }
    }
    return found
  }

  /// The range of a tensor's numbers, where they lie one behind the other.
  private static func numbers(of tensor: ONNXTensor) -> Range<Int>? {
    switch tensor.payload {
    case .raw(let range): range
    case .packed(4, let ranges) where ranges.count == 1: ranges[0]
    case .packed, .external, .none: nil
    }
  }

  /// The share of non-zeros, and the strictest structure that all groups along some axis keep to.
  static func density(of mask: [Bool], sides: [Int]) -> TensorDensity {
    let nonZeros = mask.reduce(0) { $0 + ($1 ? 1 : 0) }
    guard nonZeros < mask.count else { return .dense }
    // A tensor of zeros alone would leave nothing to compute; it counts as one non-zero.
    let share = Double(max(1, nonZeros)) / Double(mask.count)
    let structure = structures.lazy.compactMap { GroupStructure(kept: $0.kept, group: $0.group) }
      .first { structure in
        structure.density >= share
          && sides.indices.contains { keeps(mask, sides, along: $0, to: structure) }
      }
    return .measured(share: share, structure: structure)
  }

  /// Whether of every group of neighbours along an axis no more than its number are other than zero.
  private static func keeps(
    _ mask: [Bool], _ sides: [Int], along axis: Int, to structure: GroupStructure
  ) -> Bool {
    let side = sides[axis]
    guard side >= structure.group else { return false }
    let stride = sides[(axis + 1)...].reduce(1, *)
    for outer in 0..<(mask.count / (side * stride)) {
      for inner in 0..<stride {
        let first = outer * side * stride + inner
        var start = 0
        while start < side {
          var count = 0
          for place in start..<min(start + structure.group, side)
          where mask[first + place * stride] { count += 1 }
          if count > structure.kept { return false }
          start += structure.group
        }
      }
    }
    return true
  }

  /// How a format writes zero.
  private struct Zero {
    /// Bytes of an element.
    var width: Int
    /// Whether the highest bit is a sign, so that it may be set in a zero.
    var isSigned: Bool

    init?(_ format: NumberFormat) {
      switch format {
      case .fp32: self.init(4, true)
      case .fp16, .bf16: self.init(2, true)
      case .fp64: self.init(8, true)
      case .fp8e4m3, .fp8e5m2: self.init(1, true)
      case .int8: self.init(1, false)
      case .int16: self.init(2, false)
      case .int32: self.init(4, false)
      default: return nil
      }
    }

    private init(_ width: Int, _ isSigned: Bool) { (self.width, self.isSigned) = (width, isSigned) }

    /// Whether each element is other than zero; little-endian.
    func mask(_ bytes: UnsafeRawBufferPointer) -> [Bool] {
      (0..<bytes.count / width).map { element in
        for byte in 0..<width {
          let value = bytes[element * width + byte]
          let magnitude = isSigned && byte == width - 1 ? value & 0x7F : value
          if magnitude != 0 { return true }
        }
        return false
      }
    }
  }
}

extension Workload {
  /// The workload with the measured densities of its weights, by the names of tensors.
  public func setting(_ measured: [String: TensorDensity]) -> Workload {
    var copy = self
    for layer in copy.layers.indices {
      for nest in copy.layers[layer].nests.indices {
        for operand in copy.layers[layer].nests[nest].operands.indices {
          let own = copy.layers[layer].nests[nest].operands[operand]
          guard own.isConstant, let density = measured[own.tensor] else { continue }
          copy.layers[layer].nests[nest].operands[operand].density = density
        }
      }
    }
    return copy
  }
}
