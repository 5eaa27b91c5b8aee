// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterHardware
import RafterKernels
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct KernelSetTests {
  @Test(
    arguments: [ValidationSet.gpuKernels, .b200Kernels, .h100Kernels, .h200Kernels, .llmCompass]
      .map(
        \.name))
  func `a set is within its tolerances, and its page says so`(_ name: String) throws {
    let set = try #require(ValidationSet.peers.first { $0.name == name })
    let findings = try shippedFindings(set)
    for row in findings.rows where !row.isRight {
      Issue.record("\(row.fullName), \(row.quantity): \(row.predicted ?? .nan)")
    }
    try KernelPage.expect(set, findings)
  }

  @Test func `a fit has five rows for each constant at least`() {
    for generation in [KernelGeneration.ampere, .hopper, .blackwell] {
      #expect(generation.fittedToKernels.count * KernelFit.rowsForEach <= 180)
    }
  }

  @Test func `ten per cent on a fact of the machine moves what it binds`() throws {
    let rows = try shippedKernels("gpu-kernels/h200.csv")
    let comparison = try KernelComparison(rows)
    func moved(_ change: (inout GPU) -> Void) throws -> Double {
      var ratios: [Double] = []
      for point in comparison.points {
        var gpu = point.device.gpu
        change(&gpu)
        let time = try #require(
          KernelModel(gpu, generation: point.device.generation).time(of: point.row.kernel))
        ratios.append(time.total.ratio(to: point.time.total))
      }
      return ratios.reduce(0, +) / Double(ratios.count)
    }
    #expect(try moved { $0.memoryBandwidth = $0.memoryBandwidth * 1.1 } < 0.985)
    #expect(
      try moved { gpu in
        gpu.peaks = gpu.peaks.map {
          GPU.Peak(arithmetic: $0.arithmetic, rate: $0.rate * 1.1)
        }
      } < 0.985)
  }

  @Test func `ten per cent on a size of a block or an operator moves LLMCompass's rows`() throws {
    let files = try ValidationSet.llmCompass.builtIn.map {
      ValidationFile(path: $0, text: try shippedText($0))
    }
    func predicted(_ name: String, _ quantity: String, _ change: (String) -> String = { $0 })
      throws -> Double
    {
      let findings = try ValidationSet.llmCompass.run(
        files.map { ValidationFile(path: $0.path, text: change($0.text)) })
      let row = try #require(
        findings.rows.first { $0.name.hasPrefix(name) && $0.quantity == quantity })
      return try #require(row.predicted)
    }
    let quantity = "time of the block"
    let prompt = try predicted("A100-SXM prefill", quantity)
    // Most of a prompt's time grows with its tokens, its scores with their square: 2252.8 tokens.
    let longer = try predicted("A100-SXM prefill", quantity) {
      $0.replacing("S=2048", with: "S=2253")
    }
    #expect(longer / prompt > 1.08 && longer / prompt < 1.2, "\(longer / prompt)")
    // A token reads all weights whatever the batch, and only its cache grows with the context.
    let token = try predicted("A100-SXM decode", quantity)
    let wider = try predicted("A100-SXM decode", quantity) {
      $0.replacing("context=3072", with: "context=3379")
    }
    #expect(wider > token && wider / token < 1.08, "\(wider / token)")
    // A large product at a tenth more peak: a tenth quicker less what it waits for memory.
    let rows = try shippedKernels("llmcompass/operators.csv")
    let comparison = try KernelComparison(rows)
    let point = try #require(comparison.points.first { $0.row.id == "M2859" })
    var gpu = point.device.gpu
    gpu.peaks = gpu.peaks.map { GPU.Peak(arithmetic: $0.arithmetic, rate: $0.rate * 1.1) }
    let quicker = try #require(
      KernelModel(gpu, generation: point.device.generation).time(of: point.row.kernel))
    #expect(quicker.total.ratio(to: point.time.total) < 0.93)
    #expect(quicker.total.ratio(to: point.time.total) > 0.9)
  }

  @Test func `devices are found by the names that tables give them`() throws {
    #expect(try KernelDevices.machine("A100-80GB-SXM").name == "nvidia-a100")
    #expect(try KernelDevices.machine("H200-SXM").name == "nvidia-h200-sxm")
    #expect(try KernelDevices.machine("L40S").name == "nvidia-l40s")
    #expect(try KernelDevices.machine("L4").name == "nvidia-l4")
    // As drivers write them.
    #expect(try KernelDevices.machine("NVIDIA A100-SXM4-80GB").name == "nvidia-a100")
    #expect(try KernelDevices.machine("NVIDIA H100 80GB HBM3").name == "nvidia-h100-sxm")
    #expect(try KernelDevices.machine("H100 SXM5").name == "nvidia-h100-sxm")
    #expect(try KernelDevices.machine("NVIDIA GeForce RTX 4090").name == "nvidia-rtx-4090")
    #expect(try KernelDevices.machine("AMD Instinct MI300X").name == "amd-mi300x")
    #expect(throws: (any Error).self) { try KernelDevices.machine("A10") }
    // The card has another clock and memory than the board in a socket.
    #expect(throws: (any Error).self) { try KernelDevices.machine("NVIDIA H100 PCIe") }
    #expect(throws: (any Error).self) { try KernelDevices.machine("NVIDIA H100 NVL HBM3") }
  }

  @Test func `a measurement above the slope is named, not clamped, and explained by the cache`()
    throws
  {
    let findings = try shippedFindings(.gpuKernels)
    // 268 MB of keys and values at 2126 GB/s, 1.04 of the A100's 2039; 40 MiB of them may lie in the cache: 268 / 226 = 1.18.
    for name in ["M0845", "M0874"] {
      #expect(findings.notes.contains { $0.contains("'\(name)'") && $0.contains("cache") })
    }
    #expect(findings.rooflines.flatMap(\.pointsLiftedByCache).map(\.name) == ["M0845", "M0874"])
    #expect(findings.rooflines.allSatisfy { $0.pointsAboveRoofs.isEmpty })
    let row = try #require(
      findings.rows.first { $0.detail == "B=1;H=32;Hkv=8;D=128;S=65536" })
    #expect(row.published < 130e-6)
  }

  @Test func `other rows are predicted and not fitted`() throws {
    let text = """
      device,op,dtype,phase,params,stack,latency_s
      L40S,gemm,bfloat16,,m=4096;n=4096;k=4096,vLLM,0.0006
      B200-SXM,gemm,fp8,,m=4096;n=4096;k=4096,vLLM,0.00005
      """
    let findings = try ValidationSet.gpuKernels.run([
      ValidationFile(path: "mine.csv", text: text)
    ])
    #expect(findings.fitted.isEmpty)
    #expect(findings.rows.count == 4)
  }

  @Test func `everything wrong in a table is said at once`() throws {
    let text = """
      device,op,dtype,phase,params,stack,latency_s
      A100,gemm,bf17,,m=1;n=4096;k=4096,x,1e-5
      A100,gemm,bf16,,m=0;n=4096,x,1e-5
      A100,fft,bf16,,m=1,x,1e-5
      A100,gemm,bf16,,m=1;n=4096;k=4096,x,fast
      A100,moe_ffn,bf16,,tokens=1;hidden=8;inter=8;topk=9;E=8;dist=odd,x,1e-5
      A100,gemm
      """
    var ids: [String] = []
    do {
      _ = try ValidationSet.gpuKernels.run([ValidationFile(path: "t.csv", text: text)])
    } catch {
      ids = error.diagnostics.map(\.id)
    }
    for id in [
      "peers.unsupported-format", "peers.kernel-size", "peers.kernel-operation",
      "peers.not-a-number", "peers.kernel-loads", "peers.row-length",
    ] {
      #expect(ids.contains(id), "\(id) is missing from \(ids)")
    }
  }

  @Test
  func `a cache of eight bits is half of the bytes, and other phases and formats are refused`()
    throws
  {
    let head = "device,op,dtype,phase,params,stack,latency_s\n"
    let sizes = "B=64;H=32;Hkv=8;D=128;S=32768,x,1e-3\n"
    func time(_ type: String) throws -> Double {
      let text = head + "H100-SXM,attention,\(type),decode,\(sizes)"
      let found = try ValidationSet.gpuKernels.run([ValidationFile(path: "t.csv", text: text)])
      return try #require(found.rows.first { $0.quantity == "time" }?.predicted)
    }
    // 2 x 64 x 8 x 32768 x 128 elements: 8.6 GB in 16 bits, of which all but the start of the kernel is half in 8.
    let (wide, narrow) = (try time("bf16/kv bf16"), try time("bf16/kv fp8"))
    #expect(abs((wide - 8.262e-6) / (narrow - 8.262e-6) - 2) < 1e-3)
    #expect(try time("bf16") == wide)
    for (row, id) in [
      ("H100-SXM,attention,bf16/kv int4,decode,", "peers.unsupported-format"),
      ("H100-SXM,attention,fp32,decode,", "peers.unsupported-format"),
      ("H100-SXM,attention,bf16,decode once,", ""),
      ("H100-SXM,attention,bf16,full,", "peers.unknown-word"),
      ("H100-SXM,attention,bf16,,", "peers.unknown-word"),
      ("V100,attention,bf16,decode,", "peers.kernel-not-computed"),
      ("V100,attention,fp16,decode,", ""),
    ] {
      let found = SiliconFiles.problems(.gpuKernels, head + row + sizes)
      #expect(found.map(\.id) == (id.isEmpty ? [] : [id]), "\(row)")
    }
  }

  @Test func `ten per cent on a fact of a B200 moves its rows, and its constants are its own`()
    throws
  {
    let rows = try shippedKernels("gpu-kernels/b200.csv")
    let points = try KernelComparison(rows).points
    #expect(points.count == rows.count)
    #expect(points.allSatisfy { $0.device.generation == .blackwell })
    func moved(_ change: (inout GPU) -> Void) throws -> Double {
      var sum = 0.0
      for point in points {
        var gpu = point.device.gpu
        change(&gpu)
        let time = try #require(
          KernelModel(gpu, generation: .blackwell).time(of: point.row.kernel))
        sum += time.total.ratio(to: point.time.total)
      }
      return sum / Double(points.count)
    }
    #expect(try moved { $0.memoryBandwidth = $0.memoryBandwidth * 1.1 } < 0.97)
    #expect(
      try moved { gpu in
        gpu.peaks = gpu.peaks.map { GPU.Peak(arithmetic: $0.arithmetic, rate: $0.rate * 1.1) }
      } < 0.985)
  }

  @Test func `formats of four bits are predicted where the device computes in them`() throws {
    let head = "device,op,dtype,phase,params,stack,latency_s\n"
    func time(_ device: String, _ type: String, _ sizes: String = "m=16384;n=16384;k=16384") throws
      -> Double
    {
      let text = head + "\(device),gemm,\(type),,\(sizes),x,1e-3\n"
      let found = try ValidationSet.gpuKernels.run([ValidationFile(path: "t.csv", text: text)])
      return try #require(found.rows.first { $0.quantity == "time" }?.predicted)
    }
    // A large product takes its operations over the peak: 4-bit operands have four times the peak of 16-bit ones on a B200 and
    // six times on a GB300, at 0.70 of what 16 bits reach.
    let share = KernelGeneration.blackwell.constants[.fourBitShare]
    let b200 = try time("B200-SXM", "bf16") / time("B200-SXM", "nvfp4")
    #expect(abs(b200 / (4 * share) - 1) < 0.05, "\(b200)")
    let gb300 = try time("GB300", "bf16") / time("GB300", "nvfp4")
    #expect(abs(gb300 / (6 * share) - 1) < 0.08, "\(gb300)")
    #expect(try time("B200-SXM", "mxfp4") < time("B200-SXM", "mxfp8"))
    // One row of 16384: the weights are read, 4.5 bits for 16, and a start. 16384^2 x (2 - 0.5625) B at 7.7 TB/s x 0.9 x 0.9176.
    let one = "m=1;n=16384;k=16384"
    let saved = try time("B200-SXM", "bf16", one) - time("B200-SXM", "nvfp4", one)
    let start = KernelGeneration.blackwell.constants[.narrowLaunch]
    #expect(abs((saved + start) / (16384 * 16384 * 1.4375 / (7.7e12 * 0.9 * 0.9176)) - 1) < 0.05)
    for (row, id) in [
      ("H100-SXM,gemm,nvfp4", "peers.kernel-not-computed"), ("H100-SXM,gemm,w4afp8", ""),
      ("B200-SXM,gemm,w4a8_mxfp4_mxfp8", ""), ("A100,gemm,sq", ""),
      ("A100,gemm,w4afp8", "peers.kernel-not-computed"),
    ] {
      let found = SiliconFiles.problems(.gpuKernels, head + row + ",,m=64;n=64;k=64,x,1e-5\n")
      #expect(found.map(\.id) == (id.isEmpty ? [] : [id]), "\(row)")
    }
  }

  @Test func `a prompt in eight bits takes as long as in sixteen but for its bytes`() throws {
    let head = "device,op,dtype,phase,params,stack,latency_s\n"
    func time(_ device: String, _ type: String) throws -> Double {
      let row = "\(device),attention,\(type),prefill-causal,B=8;H=32;Hkv=8;D=128;S=16384,x,1e-2\n"
      let found = try ValidationSet.gpuKernels.run([
        ValidationFile(path: "t.csv", text: head + row)
      ])
      return try #require(found.rows.first { $0.quantity == "time" }?.predicted)
    }
    for device in ["H100-SXM", "B200-SXM"] {
      let ratio = try time(device, "fp8/kv fp8") / time(device, "bf16")
      #expect(ratio > 0.98 && ratio <= 1, "\(device): \(ratio)")
    }
    #expect(
      SiliconFiles.problems(
        .gpuKernels,
        head + "A100,attention,fp8/kv fp8,prefill-causal,B=1;H=8;Hkv=8;D=64;S=64,x,1e-4\n"
      ).map(\.id) == ["peers.kernel-not-computed"])
  }

  @Test func `rows that are no kernel of one device are left out and counted`() throws {
    let text = """
      kind,device,op,dtype,phase,params,stack,latency_s
      op,A100-SXM,gemm,fp16,,m=64;n=4096;k=4096,x,3e-5
      collective,A100-SXM,all_reduce,fp16,,bytes=1024,x,1e-5
      op,A100-SXM,Q_K_V,fp16,prefill B=8 S=2048,d_model=12288;n_heads=96;tp=4,x,0.0137
      """
    let file = ValidationFile(path: "t.csv", text: text)
    let notes = try ValidationSet.gpuKernels.run([file]).notes
    #expect(notes.contains { $0.hasPrefix("1 row of collectives left out") })
    #expect(notes.contains { $0.hasPrefix("1 row of a transformer block left out") })
    // LLMCompass's set compares both, the product and the block.
    let both = try ValidationSet.llmCompass.run([file])
    #expect(both.rows.contains { $0.name.hasPrefix("A100-SXM gemm fp16") })
    #expect(both.rows.contains { $0.detail == "Q_K_V" })
  }

  @Test func `products and operators are read as the artefact of LLMCompass tables them`() throws {
    let products = try ValidationSet.llmCompass.run([
      ValidationFile(
        path: "p.csv",
        text:
          "device,M,N,K,latency_ms,TFLOPS\nA100-80GB-SXM,64,12288,12288,0.19,101.7\nMI210,1024,12288,12288,2.7,1\n"
      )
    ])
    // 64 x 12288 x 12288, two operations each, called from the host.
    let shipped = try shippedFindings(.llmCompass)
    let own = try #require(products.rows.first { $0.detail == "m=64;n=12288;k=12288" })
    let other = try #require(
      shipped.rows.first { $0.detail == own.detail && $0.name.hasPrefix("A100") })
    #expect(own.predicted == other.predicted)
    #expect(own.published == 0.19e-3)
    #expect(products.rows.contains { $0.name.hasPrefix("MI210 products with n = k = 12288") })
    let block = try ValidationSet.llmCompass.run([
      ValidationFile(
        path: "b.csv", text: "operator,prefill_s,decode_s\nQ_K_V,0.0137,0.000212\nGeLU,5e-4,5e-5\n")
    ])
    for name in ["A100-SXM prefill B=8 S=2048", "A100-SXM decode B=8 context=3072"] {
      for operation in ["Q_K_V", "GeLU"] {
        let row = try #require(block.rows.first { $0.name == name && $0.detail == operation })
        #expect(
          row.predicted
            == shipped.rows.first { $0.name == name && $0.detail == operation }?.predicted)
      }
    }
    #expect(block.notes.contains { $0.contains("name no sizes") })
    let wrong = SiliconFiles.problems(
      .llmCompass, "operator,prefill_s,decode_s\nFFT,0.1,0.1\nQ_K_V,0.1,fast\n")
    #expect(wrong.map(\.id) == ["peers.not-a-number"])
    let unknown = SiliconFiles.problems(.llmCompass, "operator,prefill_s,decode_s\nFFT,0.1,0.1\n")
    #expect(unknown.map(\.id) == ["peers.kernel-operation"])
    #expect(unknown.first?.location?.text == "own.csv:2:1")
    // Each is said once, though both phases ask for it.
    let two = SiliconFiles.problems(
      .llmCompass, "operator,prefill_s,decode_s\nFFT,0.1,0.1\nDCT,0.1,0.1\n")
    #expect(two.map { $0.location?.text } == ["own.csv:2:1", "own.csv:3:1"])
  }

  @Test func `a device without its socket is suggested with it, and lent constants are said`()
    throws
  {
    let head = "device,op,dtype,phase,params,stack,latency_s\n"
    let found = SiliconFiles.problems(
      .gpuKernels, head + "B200,gemm,bf16,,m=64;n=64;k=64,x,1e-5\n")
    #expect(found.first?.suggestion == "did you mean 'b200-sxm'?")
    let text = head + "L4,gemm,fp16,,m=4096;n=4096;k=4096,x,2e-3\n"
    let notes = try ValidationSet.gpuKernels.run([ValidationFile(path: "t.csv", text: text)]).notes
    #expect(
      notes.contains(
        "L4: nothing was fitted to its generation; constants are those of ampere, the nearest"))
    #expect(notes.contains { $0.hasPrefix("1 kernel;") })
  }

  @Test func `values between quotes may hold commas`() {
    let table = CaseTable(
      ValidationFile(path: "a.csv", text: "# a comment\na,b\n\"x, y\",2\n\n"))
    #expect(table.columns == ["a", "b"])
    #expect(table.rows.map { [table.text("a", $0), table.text("b", $0)] } == [["x, y", "2"]])
    #expect(table.rows.map(\.line) == [3])
  }

  @Test func `percentiles lie between neighbours`() throws {
    let statistics = ErrorStatistics([0.1, -0.2, 0.3, -0.4, 0.5])
    #expect(statistics.median == 0.3)
    #expect(abs(try #require(statistics.percentile(0.9)) - 0.46) < 1e-12)
    #expect(abs(try #require(statistics.bias) - 0.06) < 1e-12)
  }
}
