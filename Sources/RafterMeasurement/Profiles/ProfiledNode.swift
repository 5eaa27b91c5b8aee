// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// A node of a profile: what it is, the shapes it ran on, how long it took at best.
struct ProfiledNode: Hashable {
  /// A tensor that it read or wrote.
  struct Tensor: Hashable {
    var shape: [Int]
    /// As the profile calls it: `float`, `c10::BFloat16`.
    var type: String

    /// Elements; nil where they overflow or a size is unknown.
    var count: Int? {
      var product = 1
      for size in shape {
        guard size >= 0 else { return nil }
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        if overflow { return nil }
        product = next
      }
      return product
    }

    /// Bytes; nil for what has no fixed size.
    var bytes: Double? {
      guard let count, let bits = ElementSize.bits(type) else { return nil }
      return Double(count) * Double(bits) / 8
    }
  }

  var name: String
  var kind: String
  var inputs: [Tensor]
  var outputs: [Tensor]
  /// Bytes of inputs that are constants of the model; nil where the profile does not say.
  var weightBytes: Double?
  var time: Seconds
  /// How many runs the time is the least of.
  var runs: Int
}

/// Bits of an element by the names that frameworks use.
enum ElementSize {
  static func bits(_ type: String) -> Int? {
    switch type.lowercased() {
    case "float", "float32", "int32", "uint32", "int", "tensor(float)": 32
    case "float16", "bfloat16", "c10::half", "c10::bfloat16", "int16", "uint16", "half": 16
    case "double", "int64", "uint64", "long int", "long", "float64": 64
    case "int8", "uint8", "bool", "signed char", "unsigned char", "float8e4m3fn", "float8e5m2",
      "c10::float8_e4m3fn":
      8
    case "int4", "uint4": 4
    default: nil
    }
  }
}

/// Turns nodes into rows: their work by ``NodeWork``, their bytes at the memories they come from.
///
/// Weights are cold where all of them together do not fit into the last cache: they stream from the outermost memory.
/// Activations are warm: they stay in the last cache where they fit into it [validation].
struct ProfilePlacement {
  let machine: Accelerator
  private let last: (name: String, room: ByteCount?)?
  private let outermost: String

  init(_ machine: Accelerator) {
    self.machine = machine
    let memories = machine.memories
    outermost = memories.first?.name ?? ""
    last = memories.count > 1 ? (memories[1].name, memories[1].capacity?.value) : nil
  }

  func rows(_ nodes: [ProfiledNode]) -> [MeasuredRow] {
    let weights = ByteCount(nodes.reduce(0) { $0 + ($1.weightBytes ?? 0) })
    let weightHome = fits(weights) ? last?.name ?? outermost : outermost
    return nodes.map { node in
      let work = NodeWork(node)
      let own = node.weightBytes ?? 0
      let read = node.inputs.reduce(0.0) { $0 + ($1.bytes ?? 0) }
      let written = node.outputs.reduce(0.0) { $0 + ($1.bytes ?? 0) }
      // Views of other tensors move nothing, and of what a node picks from, part is read.
      let moves = !NodeWork.views.contains(node.kind)
      let picks = NodeWork.picks.contains(node.kind)
      let activations = moves ? (picks ? written : max(0, read - own) + written) : 0
      let home = fits(ByteCount(activations)) ? last?.name ?? outermost : outermost
      var bytes: [(level: String, bytes: Double)] = [(home, activations)]
      if moves, !picks {
        if weightHome == home { bytes[0].bytes += own } else { bytes.append((weightHome, own)) }
      }
      return MeasuredRow(
        name: node.name, format: work.format,
        work: work.amounts,
        traffic: bytes.filter { $0.bytes > 0 }.map {
          .init(level: $0.level, bytes: ByteCount($0.bytes))
        }, time: node.time)
    }
  }

  private func fits(_ bytes: ByteCount) -> Bool {
    guard let last else { return false }
    return last.room.map { bytes <= $0 } ?? true
  }
}
