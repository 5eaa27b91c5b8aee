// SPDX-License-Identifier: Apache-2.0
import RafterKernels
import RafterLibrary
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct KernelFitSlowTests {
  @Test func `the shipped constants are what the shipped rows give`() throws {
    let rows = try shippedKernels("gpu-kernels/a100-h100.csv")
    var fits = KernelFits(rows, try KernelComparison(rows)).all
    let operators = ValidationFile(
      path: "operators.csv", text: try shippedText("llmcompass/operators.csv"))
    fits += try LLMCompassComparison([operators]).fits.map { $0.1 }
    let others = try shippedKernels("gpu-kernels/b200.csv")
    fits += KernelFits(others, try KernelComparison(others)).all
    #expect(fits.count == 5)
    for var fit in fits {
      let errors = try #require(fit.spread?.standardErrors)
      #expect(fit.rows.count >= KernelFit.rowsForEach * fit.free.count)
      let shipped = fit.constants
      fit.run()
      for (constant, error) in zip(fit.free, errors) {
        // Within half a standard error: the rest is rounding and the way to the minimum.
        let moved = fit.constants[constant] / shipped[constant] - 1
        #expect(
          moved.magnitude < max(0.005, error / 2),
          "\(fit.device.name) \(constant): \(shipped[constant]) -> \(fit.constants[constant])")
      }
    }
  }

  @Test func `constants that made the rows are found again, with an outlier among them`() throws {
    let device = try KernelDevices.device("A100-SXM")
    let truth = KernelGeneration.ampere.constants.with([.sustainedPeak: 0.8, .launch: 6e-6])
    var rows: [MeasuredKernel] = []
    for (m, n) in [1, 16, 64, 256, 1024, 4096].flatMap({ m in [2048, 4096, 8192].map { (m, $0) } })
    {
      let kernel = Kernel.product(
        GroupedProduct(rows: m, columns: n, depth: 4096, format: .bf16))
      let time = try #require(KernelModel(device.gpu, truth).time(of: kernel))
      rows.append(
        MeasuredKernel(
          id: "\(m) \(n)", device: device.name, kind: "gemm", parameters: "", kernel: kernel,
          timing: .device, latency: time.total, powerCap: nil))
    }
    rows[7].latency = rows[7].latency * 2
    var fit = KernelFit(
      rows, on: device, free: [.sustainedPeak, .launch], from: KernelGeneration.ampere.constants)
    fit.run()
    #expect(abs(fit.constants[.sustainedPeak] / 0.8 - 1) < 0.02)
    #expect(abs(fit.constants[.launch] / 6e-6 - 1) < 0.03)
  }
}
