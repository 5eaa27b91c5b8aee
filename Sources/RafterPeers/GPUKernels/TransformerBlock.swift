// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterKernels
import RafterQuantities
import RafterWorkload

/// One transformer block, split over devices by heads and by columns, each operator called from the host.
struct TransformerBlock: Sendable {
  /// An operator: how often it is called and what one call works out.
  struct Step: Sendable {
    var name: String
    var measured: Seconds
    var predicted: Seconds

    /// (predicted - measured) / measured.
    var error: Double { predicted.ratio(to: measured) - 1 }
  }

  /// The device and the phase: `A100-SXM prefill B=8 S=2048`.
  var name: String
  /// Its operators.
  var steps: [Step]

  /// Time of all operators.
  var measured: Seconds { steps.reduce(.zero) { $0 + $1.measured } }
  /// The model's.
  var predicted: Seconds { steps.reduce(.zero) { $0 + $1.predicted } }

  private static let tolerance = 0.05

  /// The sum, which is judged.
  var sumRow: ValidationRow {
    ValidationRow(
      name, "time of the block", unit: "s", published: measured.value, predicted: predicted.value,
      tolerance: Self.tolerance)
  }

  /// Its operators, which are not.
  var rows: [ValidationRow] {
    steps.map {
      ValidationRow(
        name, "time", detail: $0.name, unit: "s", published: $0.measured.value,
        predicted: $0.predicted.value)
    }
  }
}

/// The sizes of a block on one of its devices.
struct BlockSizes: Sendable {
  /// d.
  var hidden: Int
  /// H: heads of one device.
  var heads: Int
  /// D: of a head.
  var headSize: Int
  /// t: devices.
  var devices: Int
  /// B.
  var batch: Int
  /// New tokens of a sequence.
  var tokens: Int
  /// Tokens that each of them attends to.
  var context: Int

  /// What an operator calls, in order; nil for an unknown one and for collectives.
  ///
  /// Products are plain ones: scores and their product with values are batches of B H of them; query, key and value are three.
  func calls(_ operation: String) -> [Kernel]? {
    let rows = batch * tokens
    func product(_ columns: Int, _ depth: Int) -> Kernel {
      .product(GroupedProduct(rows: rows, columns: columns, depth: depth, format: .fp16))
    }
    func batched(_ columns: Int, _ depth: Int) -> Kernel {
      .product(
        GroupedProduct(
          groups: [GroupedProduct.Group(count: batch * heads, rows: tokens)], columns: columns,
          depth: depth, format: .fp16))
    }
    func elements(_ kind: ElementOperator.Kind, _ count: Int) -> Kernel {
      .elements(ElementOperator(kind, elements: count, format: .fp16))
    }
    let wide = 4 * hidden / devices
    switch operation {
    case "Q_K_V": return [Kernel](repeating: product(hidden / devices, hidden), count: 3)
    case "Q_mul_K": return [batched(context, headSize)]
    case "A_mul_V": return [batched(headSize, context)]
    case "Wo_proj": return [product(hidden, hidden / devices)]
    case "W1_proj": return [product(wide, hidden)]
    case "W2_proj": return [product(hidden, wide)]
    case "Softmax": return [elements(.softmax, batch * heads * tokens * context)]
    case "LayerNorm_MHA", "LayerNorm_FFN": return [elements(.layernorm, rows * hidden)]
    case "GeLU": return [elements(.gelu, rows * wide)]
    default: return nil
    }
  }

  /// The collective of an operator; nil for others.
  func collective(_ operation: String) -> Collective? {
    guard operation.hasPrefix("AllReduce") else { return nil }
    return Collective(
      operation, .allReduce, devices: devices, bytes: batch * tokens * hidden * 2, count: 1,
      format: .fp16)
  }
}
