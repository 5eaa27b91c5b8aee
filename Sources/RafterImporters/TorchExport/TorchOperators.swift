// SPDX-License-Identifier: Apache-2.0

/// What an operator of PyTorch is in the words of ONNX, so that both are counted and grouped by one table.
struct TorchRule {
  /// How its work is counted.
  enum Work {
    /// A change of view: nothing moves.
    case view
    /// By the row of the ONNX operator.
    case rule
    /// `inputs * transposed weights + bias`, whatever the axes in front.
    case linear
    /// Gates over steps.
    case recurrent
    /// `outputs[..., o] = sum over i, j of a[..., i] * weights[o, i, j] * b[..., j] + bias[o]`.
    case bilinear
    /// The product of two vectors, for each pair of them.
    case pairs
    /// By the row of the ONNX product, and one addition for each result.
    case summed
    /// Made before the run.
    case constant
  }

  /// The ONNX operator.
  var name: String
  /// The arguments that are tensors, in the order of the ONNX operator.
  var operands: [String]
  var work: Work
  /// The attributes of the ONNX operator.
  var attributes: (@Sendable (TorchCall) -> [String: ONNXAttribute])?

  init(
    _ name: String, _ operands: [String], _ work: Work = .rule,
    attributes: (@Sendable (TorchCall) -> [String: ONNXAttribute])? = nil
  ) {
    self.name = name
    self.operands = operands
    self.work = work
    self.attributes = attributes
  }
}

/// The operators of PyTorch that are known.
enum TorchOperators {
  /// The row of an operator, or nil.
  static func rule(_ base: String) -> TorchRule? {
    if let view = views[base] { return TorchRule(view, ["self", "input"], .view) }
    if let name = unary[base] { return TorchRule(name, ["self", "input"]) }
    if let name = binary[base] { return TorchRule(name, ["self", "other", "exponent", "value"]) }
    if constants.contains(base) { return TorchRule("Constant", [], .constant) }
    if random.contains(base) { return TorchRule("RandomNormal", []) }
    return special[base]
  }

  private static let views = [
    "view": "Reshape", "reshape": "Reshape", "_unsafe_view": "Reshape", "flatten": "Reshape",
    "unflatten": "Reshape", "view_as": "Reshape", "reshape_as": "Reshape",
    "squeeze": "Reshape", "unsqueeze": "Reshape", "ravel": "Reshape",
    "contiguous": "Identity", "clone": "Identity", "alias": "Identity", "detach": "Identity",
    "lift_fresh_copy": "Identity", "lift_fresh": "Identity", "dropout": "Dropout",
    "native_dropout": "Dropout", "feature_dropout": "Dropout", "alpha_dropout": "Dropout",
    "_assert_tensor_metadata": "Identity", "copy": "Identity", "fill": "Identity",
    "requires_grad": "Identity",
  ]

  private static let unary = [
    "relu": "Relu", "gelu": "Gelu", "silu": "Swish", "sigmoid": "Sigmoid", "tanh": "Tanh",
    "hardswish": "HardSwish", "hardsigmoid": "HardSigmoid", "hardtanh": "Clip", "relu6": "Clip",
    "clamp": "Clip", "clamp_min": "Clip", "clamp_max": "Clip", "leaky_relu": "LeakyRelu",
    "elu": "Elu",
    "selu": "Selu", "celu": "Celu", "softplus": "Softplus", "mish": "Mish", "softsign": "Softsign",
    "neg": "Neg", "abs": "Abs", "sign": "Sign", "floor": "Floor", "ceil": "Ceil", "round": "Round",
    "trunc": "Floor", "reciprocal": "Reciprocal", "sqrt": "Sqrt", "rsqrt": "Sqrt", "exp": "Exp",
    "log": "Log", "log2": "Log", "log1p": "Log", "expm1": "Exp", "sin": "Sin", "cos": "Cos",
    "tan": "Tan", "erf": "Erf", "atan": "Atan", "logical_not": "Not", "bitwise_not": "BitwiseNot",
    "isnan": "IsNaN", "isinf": "IsInf", "log_sigmoid": "Softplus", "square": "Mul",
    "softmax": "Softmax", "_softmax": "Softmax", "log_softmax": "LogSoftmax",
    "_log_softmax": "LogSoftmax", "cumsum": "CumSum", "cumprod": "CumProd", "diff": "Sub",
    "tril": "Trilu", "triu": "Trilu",
  ]

  private static let binary = [
    "add": "Add", "sub": "Sub", "rsub": "Sub", "mul": "Mul", "div": "Div", "floor_divide": "Div",
    "remainder": "Mod", "fmod": "Mod", "pow": "Pow", "maximum": "Max", "minimum": "Min",
    "eq": "Equal", "ne": "Equal", "lt": "Less", "le": "LessOrEqual", "gt": "Greater",
    "ge": "GreaterOrEqual", "logical_and": "And", "logical_or": "Or", "logical_xor": "Xor",
    "bitwise_and": "BitwiseAnd", "bitwise_or": "BitwiseOr", "bitwise_xor": "BitwiseXor",
    "__and__": "BitwiseAnd", "__or__": "BitwiseOr", "__xor__": "BitwiseXor", "atan2": "Div",
    "prelu": "PRelu", "_prelu_kernel": "PRelu",
  ]

  private static let constants: Set<String> = [
    "arange", "zeros", "ones", "full", "empty", "scalar_tensor", "eye", "linspace", "new_zeros",
    "new_ones", "new_full", "new_empty", "zeros_like", "ones_like", "full_like", "empty_like",
    "_assert_scalar", "tensor",
  ]

  private static let random: Set<String> = [
    "randn", "rand", "randint", "randperm", "normal", "randn_like", "rand_like", "randint_like",
  ]

  private static let special: [String: TorchRule] = {
    var rules: [String: TorchRule] = [
      "linear": TorchRule("Gemm", ["input", "weight", "bias"], .linear),
      "matmul": TorchRule("MatMul", ["self", "other", "mat2"]),
      "mm": TorchRule("MatMul", ["self", "mat2"]), "bmm": TorchRule("MatMul", ["self", "mat2"]),
      "addmm": TorchRule("Gemm", ["mat1", "mat2", "self"]),
      "mv": TorchRule("MatMul", ["self", "vec"]), "dot": TorchRule("MatMul", ["self", "tensor"]),
      "vdot": TorchRule("MatMul", ["self", "other"]),
      "addmv": TorchRule("MatMul", ["mat", "vec", "self"], .summed),
      "baddbmm": TorchRule("MatMul", ["batch1", "batch2", "self"], .summed),
      "bilinear": TorchRule("Bilinear", ["input1", "input2", "weight", "bias"], .bilinear),
      "linalg_vecdot": TorchRule("VecDot", ["x", "y"], .pairs) { call in
        ["axis": .int(call.int("dim") ?? -1)]
      },
      "einsum": TorchRule("Einsum", ["tensors"]) { call in
        ["equation": .string(call["equation"]?.string ?? "")]
      },
      "scaled_dot_product_attention": TorchRule(
        "Attention", ["query", "key", "value", "attn_mask"]),
      "embedding": TorchRule("Gather", ["weight", "indices"]),
      "where": TorchRule("Where", ["condition", "self", "other"]),
      "masked_fill": TorchRule("Where", ["mask", "self", "value"]),
      "layer_norm": TorchRule("LayerNormalization", ["input", "weight", "bias"]),
      "native_layer_norm": TorchRule("LayerNormalization", ["input", "weight", "bias"]),
      "rms_norm": TorchRule("RMSNormalization", ["input", "weight"]),
      "_fused_rms_norm": TorchRule("RMSNormalization", ["input", "weight"]),
      "group_norm": TorchRule("GroupNormalization", ["input", "weight", "bias"]),
      "native_group_norm": TorchRule("GroupNormalization", ["input", "weight", "bias"]),
      "instance_norm": TorchRule("InstanceNormalization", ["input", "weight", "bias"]),
      "transpose": movement("Transpose"), "permute": movement("Transpose"),
      "t": movement("Transpose"),
      "movedim": movement("Transpose"), "expand": movement("Expand"),
      "expand_as": movement("Expand"),
      "slice": movement("Slice"), "select": movement("Slice"), "narrow": movement("Slice"),
      "split": movement("Split"), "split_with_sizes": movement("Split"), "chunk": movement("Split"),
      "unbind": movement("Split"), "unfold": movement("Im2Col"), "im2col": movement("Im2Col"),
      "pad": movement("Pad"), "constant_pad_nd": movement("Pad"),
      "reflection_pad2d": movement("Pad"),
      "replication_pad2d": movement("Pad"), "repeat": movement("Tile"), "tile": movement("Tile"),
      "repeat_interleave": movement("Tile"), "roll": movement("Roll"), "flip": movement("Flip"),
      "pixel_shuffle": movement("DepthToSpace"), "pixel_unshuffle": movement("SpaceToDepth"),
      "channel_shuffle": movement("Transpose"), "_to_copy": TorchRule("Cast", ["self"]),
      "to": TorchRule("Cast", ["self"]), "type_as": TorchRule("Cast", ["self"]),
      "cat": TorchRule("Concat", ["tensors"]), "concat": TorchRule("Concat", ["tensors"]),
      "stack": TorchRule("Concat", ["tensors"]), "hstack": TorchRule("Concat", ["tensors"]),
      "index": TorchRule("GatherND", ["self", "indices"]),
      "index_select": TorchRule("Gather", ["self", "index"]),
      "gather": TorchRule("GatherElements", ["self", "index"]),
      "index_put": TorchRule("ScatterND", ["self", "indices", "values"]),
      "index_copy": TorchRule("ScatterND", ["self", "index", "source"]),
      "scatter": TorchRule("ScatterElements", ["self", "index", "src"]),
      "slice_scatter": TorchRule("ScatterND", ["self", "src"]),
      "copy_": TorchRule("Identity", ["self", "src"], .view),
      "lstm": TorchRule("LSTM", ["input", "params"], .recurrent),
      "gru": TorchRule("GRU", ["input", "params"], .recurrent),
      "rnn_tanh": TorchRule("RNN", ["input", "params"], .recurrent),
    ]
    for (name, operand) in [
      ("batch_norm", "input"), ("_native_batch_norm_legit_no_training", "input"),
    ] {
      rules[name] = TorchRule(
        "BatchNormalization", [operand, "weight", "bias", "running_mean", "running_var"])
    }
    for name in [
      "mean", "sum", "amax", "amin", "max", "min", "prod", "any", "all", "argmax", "argmin", "var",
      "std", "norm", "linalg_vector_norm", "logsumexp", "topk", "sort",
    ] {
      rules[name] = TorchRule(reductions[name] ?? "ReduceSum", ["self"])
    }
    for sides in 1...3 { TorchWindows.add(sides, to: &rules) }
    for name in [
      "upsample_nearest2d", "upsample_bilinear2d", "upsample_bicubic2d", "_upsample_bilinear2d_aa",
      "upsample_nearest1d",
    ] {
      rules[name] = TorchRule("Resize", ["self", "input"]) { _ in
        [
          "mode": .string(
            name.contains("nearest") ? "nearest" : name.contains("bicubic") ? "cubic" : "linear")
        ]
      }
    }
    return rules
  }()

  private static func movement(_ name: String) -> TorchRule { TorchRule(name, ["self", "input"]) }

  private static let reductions = [
    "mean": "ReduceMean", "amax": "ReduceMax", "amin": "ReduceMin", "max": "ReduceMax",
    "min": "ReduceMin", "prod": "ReduceProd", "argmax": "ArgMax", "argmin": "ArgMin",
    "norm": "ReduceL2", "linalg_vector_norm": "ReduceL2", "logsumexp": "ReduceLogSumExp",
    "topk": "TopK", "sort": "TopK",
  ]
}
