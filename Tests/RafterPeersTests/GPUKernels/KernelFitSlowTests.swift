// SPDX-License-Identifier: Apache-2.0
import RafterKernels
import RafterLibrary
import Testing

@testable import RafterPeers

@Suite struct KernelFitSlowTests {
  @Test func `print fits`() throws {
    let rows = try shippedKernels("gpu-kernels/a100-h100.csv")
    for var fit in KernelFits(rows, try KernelComparison(rows)).all {
      fit.run()
      for constant in fit.free { print("FIT", fit.device.generation, constant, fit.constants[constant]) }
    }
    let operators = [ValidationFile(path: "o.csv", text: try shippedText("llmcompass/operators.csv"))]
    for (generation, fit) in try LLMCompassComparison(operators).fits {
      var fit = fit
      fit.run()
      for constant in fit.free { print("FIT", generation, constant, fit.constants[constant]) }
    }
  }
}

func shippedText(_ name: String) throws -> String {
  let file = try #require(BuiltIn.file(name, kind: .validationCase))
  return String(decoding: file.bytes, as: UTF8.self)
}

func shippedKernels(_ name: String) throws -> [MeasuredKernel] {
  try KernelReader.read(ValidationFile(path: name, text: try shippedText(name)))
}
