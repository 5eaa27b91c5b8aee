// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport

/// A model from bytes, read and checked.
func readAndCheck(_ bytes: [UInt8]) throws(DiagnosticList) -> (
  model: ONNXModel, diagnostics: [Diagnostic]
) {
  let file = FileBytes(bytes)
  let model = try ONNXReader.read(file, source: "m.onnx")
  return try GraphChecks.check(model, bytes: file, source: "m.onnx")
}

/// What reading and checking says of bytes: errors that stop, or warnings and notes.
func diagnostics(_ bytes: [UInt8]) -> [Diagnostic] {
  do throws(DiagnosticList) {
    return try readAndCheck(bytes).diagnostics
  } catch {
    return error.diagnostics
  }
}

/// A model of two nodes with a weight, a shape, a body and a function: what most tests damage.
func smallModel() -> [UInt8] {
  var function = ONNXBuilder.Function("Twice", domain: "local", inputs: ["a"], outputs: ["b"])
  function.node("Add", ["a", "a"], ["b"], name: "double")
  return ONNXBuilder.model(opset: 17, opsets: [("local", 1)], functions: [function]) {
    $0.input("x", ["batch", 4])
    $0.initializer("w", floats: [0.5, -1, 2, 4, 0.25, 8, -16, 1], dims: [4, 2])
    $0.initializer("shape", ints: [-1, 2])
    $0.initializer("big", [1000, 1000])
    $0.node("MatMul", ["x", "w"], ["h"], name: "product")
    $0.node("Reshape", ["h", "shape"], ["r"], name: "view", [("allowzero", .int(0))])
    $0.node("Twice", ["r"], ["t"], name: "call", domain: "local")
    $0.node("Constant", [], ["c"], name: "yes", [("value_ints", .ints([1, 300, -7]))])
    $0.node(
      "If", ["c"], ["y"], name: "choice",
      [
        (
          "then_branch",
          .graph(
            ONNXBuilder.Graph(name: "then") {
              $0.node("Relu", ["t"], ["y1"])
              $0.output("y1")
            })
        ),
        (
          "else_branch",
          .graph(
            ONNXBuilder.Graph(name: "else") {
              $0.node("Neg", ["t"], ["y2"])
              $0.output("y2")
            })
        ),
      ])
    $0.value("h", ["batch", 2])
    $0.output("y", ["batch", 2])
  }
}
