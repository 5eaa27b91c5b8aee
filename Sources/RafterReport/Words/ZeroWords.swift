// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterQuantities
import RafterWorkload

/// What reports say about zeros.
enum ZeroWords {
  /// A line for each kind of use that layers make of zeros, with the layers it holds for; then what stays unused.
  static func items(_ analysis: Analysis) -> [String] {
    var lines: [(text: String, layers: [String])] = []
    var unused: [String] = []
    for layer in analysis.layers {
      guard let zeros = layer.zeros else { continue }
      let text = sentence(zeros)
      if let known = lines.firstIndex(where: { $0.text == text }) {
        lines[known].layers.append(layer.layer.id)
      } else {
        lines.append((text, [layer.layer.id]))
      }
      for one in zeros.unused where !unused.contains(one) { unused.append(one) }
    }
    // Measured densities differ from layer to layer; those that gain most say most.
    let shown = lines.prefix(6).map { "\(names($0.layers)): \($0.text)" }
    let more = lines.dropFirst(6).reduce(0) { $0 + $1.layers.count }
    return shown
      + (more > 0 ? ["and \(more) more layers; --format json has them all"] : []) + unused
      + (lines.isEmpty
        ? [] : ["layers are mapped by what zeros leave; tiles get the room of dense ones"])
  }

  private static func names(_ layers: [String]) -> String {
    guard layers.count > 3, let first = layers.first, let last = layers.last else {
      return layers.joined(separator: ", ")
    }
    return "\(layers.count) layers, \(first) to \(last)"
  }

  /// `weights 0.5, inputs 0.4: arithmetic x2, 40 % of its energy; dram holds weights in 62 % of their bits`.
  static func sentence(_ zeros: LayerZeros) -> String {
    let tensors = zeros.tensors.map { "\($0.operand.rawValue) \($0.density.text)" }
      .joined(separator: ", ")
    let stored = zeros.tensors.flatMap { tensor in
      tensor.stored.map {
        "\($0.memory) holds \(tensor.operand.rawValue) in \(Format.percent($0.share)) of their bits"
      }
    }
    let gain =
      zeros.gain > 1
      ? "the arithmetic is x\(Format.significant(zeros.gain)) as fast" : "no time saved"
    return
      ([
        "\(tensors): \(gain) and takes \(Format.percent(zeros.arithmeticEnergy)) of its energy"
      ] + stored).joined(separator: "; ")
  }
}
