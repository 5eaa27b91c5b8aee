// SPDX-License-Identifier: Apache-2.0

/// Convolutions and poolings of PyTorch in the attributes of ONNX.
enum TorchWindows {
  /// Adds the rows for windows of so many sides.
  static func add(_ sides: Int, to rules: inout [String: TorchRule]) {
    rules["conv\(sides)d"] = TorchRule("Conv", ["input", "weight", "bias"]) {
      convolution($0, sides)
    }
    rules["conv_transpose\(sides)d"] = TorchRule(
      "ConvTranspose", ["input", "weight", "bias"]
    ) { convolution($0, sides) }
    rules["max_pool\(sides)d"] = TorchRule("MaxPool", ["self"]) { pooling($0, sides) }
    rules["max_pool\(sides)d_with_indices"] = TorchRule("MaxPool", ["self"]) { pooling($0, sides) }
    rules["avg_pool\(sides)d"] = TorchRule("AveragePool", ["self"]) { pooling($0, sides) }
    for name in ["adaptive_avg_pool\(sides)d", "_adaptive_avg_pool\(sides)d"] {
      rules[name] = TorchRule("GlobalAveragePool", ["self"])
    }
    rules["adaptive_max_pool\(sides)d"] = TorchRule("GlobalMaxPool", ["self"])
    // The general form; which of the two it is stands in its arguments.
    rules["convolution"] = TorchRule("Conv", ["input", "weight", "bias"]) { call in
      convolution(call, max(1, (call.shapes["weight"]?.count ?? 4) - 2))
    }
  }

  private static func convolution(_ call: TorchCall, _ sides: Int) -> [String: ONNXAttribute] {
    var attributes: [String: ONNXAttribute] = [
      "strides": .ints(call.ints("stride", count: sides, otherwise: 1)),
      "dilations": .ints(call.ints("dilation", count: sides, otherwise: 1)),
      "group": .int(call.int("groups") ?? 1),
      "output_padding": .ints(call.ints("output_padding", count: sides, otherwise: 0)),
    ]
    if let word = call["padding"]?.string {
      attributes["auto_pad"] = .string(word == "same" ? "SAME_UPPER" : "VALID")
    } else {
      let pads = call.ints("padding", count: sides, otherwise: 0)
      attributes["pads"] = .ints(pads + pads)
    }
    return attributes
  }

  private static func pooling(_ call: TorchCall, _ sides: Int) -> [String: ONNXAttribute] {
    let kernel = call.ints("kernel_size", count: sides, otherwise: 1)
    let pads = call.ints("padding", count: sides, otherwise: 0)
    let stated = call["stride"]?.integers?.isEmpty == false || call["stride"]?.integer != nil
    return [
      "kernel_shape": .ints(kernel), "pads": .ints(pads + pads),
      "strides": .ints(stated ? call.ints("stride", count: sides, otherwise: 1) : kernel),
      "ceil_mode": .int(call.int("ceil_mode") ?? 0),
    ]
  }
}
