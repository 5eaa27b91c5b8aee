// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@testable import RafterMeasurement

@Suite struct ProfileTests {
  private func read(_ text: String) throws -> MeasurementReader.Reading {
    try MeasurementReader.read(text: text, file: "profile", for: try RoofPlacingTests.toy())
  }

  /// As ONNX Runtime 1.2x writes it, shortened.
  private let onnxRuntime = """
    [
    {"cat":"Session","pid":1,"tid":1,"dur":900,"ts":1,"ph":"X","name":"model_loading_uri","args":{}},
    {"cat":"Node","pid":1,"tid":1,"dur":3,"ts":9,"ph":"X","name":"conv1_fence_before","args":{"op_name":"Conv"}},
    {"cat":"Node","pid":1,"tid":1,"dur":500,"ts":10,"ph":"X","name":"conv1_kernel_time","args":{"thread_scheduling_stats":"","output_type_shape":[{"float":[1,64,112,112]}],"output_size":"3211264","parameter_size":"37632","activation_size":"602112","input_type_shape":[{"float":[1,3,224,224]},{"float":[64,3,7,7]}],"provider":"CPUExecutionProvider","op_name":"Conv","node_index":"2"}},
    {"cat":"Node","pid":1,"tid":1,"dur":40,"ts":600,"ph":"X","name":"fc_kernel_time","args":{"output_type_shape":[{"float":[1,1000]}],"output_size":"4000","parameter_size":"8192000","activation_size":"8192","input_type_shape":[{"float":[1,2048]},{"float":[2048,1000]}],"op_name":"MatMul","node_index":"3"}},
    {"cat":"Node","pid":1,"tid":1,"dur":5,"ts":700,"ph":"X","name":"relu_kernel_time","args":{"output_type_shape":[{"float":[1,1000]}],"parameter_size":"0","input_type_shape":[{"float":[1,1000]}],"op_name":"Relu","node_index":"4"}},
    {"cat":"Node","pid":1,"tid":1,"dur":450,"ts":800,"ph":"X","name":"conv1_kernel_time","args":{"output_type_shape":[{"float":[1,64,112,112]}],"parameter_size":"37632","input_type_shape":[{"float":[1,3,224,224]},{"float":[64,3,7,7]}],"op_name":"Conv","node_index":"2"}},
    {"cat":"Session","pid":1,"tid":1,"dur":900,"ts":1,"ph":"X","name":"model_run","args":{}}
    ]
    """

  @Test func `nodes of ONNX Runtime have their least time, their products and their bytes`() throws
  {
    let reading = try read(onnxRuntime)
    #expect(reading.form == .onnxRuntime)
    #expect(reading.rows.map(\.name) == ["conv1", "fc", "relu"])
    let convolution = reading.rows[0]
    #expect(abs(convolution.time.value - 450e-6) < 1e-12)
    // 7 x 7 at stride 2 over 224 with 5 of padding, 2 before and 3 behind: of 112 x 7 pairs on an axis, 2 of output 0 and 3 + 1 of the
    // last two meet padding, so 778. 64 * 3 * 778^2 products.
    let macs = 64.0 * 3 * 778 * 778
    #expect(convolution.work == [.init(operations: Operations(2 * macs))])
    #expect(convolution.format == "float")
    // The weights of all nodes, 8.2 MB, do not fit the buffer of 1 MiB: cold. The 3.8 MB of activations do not fit either.
    let bytes = Dictionary(grouping: convolution.traffic) { $0.level }.mapValues {
      $0.reduce(0) { $0 + $1.bytes.value }
    }
    #expect(bytes == ["dram": Double(37632 + 4 * (3 * 224 * 224 + 64 * 112 * 112))])
    let product = reading.rows[1]
    #expect(product.work == [.init(operations: Operations(2.0 * 2048 * 1000))])
    #expect(product.traffic.first { $0.level == "buffer" }?.bytes == ByteCount(4.0 * (2048 + 1000)))
    #expect(product.traffic.first { $0.level == "dram" }?.bytes == ByteCount(4.0 * 2048 * 1000))
    #expect(reading.rows[2].work == [.init(kind: "vector", operations: Operations(1000.0))])
  }

  @Test(arguments: [
    // input, kernel, output, pairs that meet an input
    (5, 3, 5, 13),  // padding 1 + 1: the first and the last output miss one each
    // Stride 1 without padding or stride 2 with: the reading with fewer products, 3 + 2 + 2.
    (5, 3, 3, 7),
    (7, 1, 7, 7), (56, 1, 28, 28), (1, 1, 1, 1), (0, 3, 0, 0),
  ]) func `products with padding are not counted`(_ sizes: (Int, Int, Int, Int)) {
    #expect(NodeWork.touched(input: sizes.0, kernel: sizes.1, output: sizes.2) == sizes.3)
  }

  /// As the profiler of PyTorch 2 writes it, shortened: on a GPU the kernel names the operator by its External id.
  private let kineto = """
    {"schemaVersion": 1, "traceEvents": [
    {"ph":"X","cat":"cpu_op","name":"aten::addmm","pid":1,"tid":1,"ts":10.0,"dur":50.0,"args":{"External id":7,"Input Dims":[[1000],[8,2048],[2048,1000],[],[]],"Input type":["float","float","float","Scalar","Scalar"]}},
    {"ph":"X","cat":"cuda_runtime","name":"cudaLaunchKernel","pid":1,"tid":1,"ts":20.0,"dur":5.0,"args":{"External id":7}},
    {"ph":"X","cat":"kernel","name":"gemm_fp32","pid":0,"tid":7,"ts":80.0,"dur":12.0,"args":{"External id":7,"stream":7}},
    {"ph":"X","cat":"kernel","name":"splitK","pid":0,"tid":7,"ts":92.0,"dur":3.0,"args":{"External id":7,"stream":7}},
    {"ph":"i","cat":"x","name":"mark","ts":1.0}
    ]}
    """

  @Test func `an operator of PyTorch takes the time of the kernels that it started`() throws {
    let reading = try read(kineto)
    #expect(reading.form == .kineto)
    let row = try #require(reading.rows.first)
    #expect(reading.rows.count == 1)
    #expect(abs(row.time.value - 15e-6) < 1e-12)
    #expect(row.work == [.init(operations: Operations(2.0 * 8 * 2048 * 1000))])
  }

  @Test func `a kernel that names its call alone finds its operator through it`() throws {
    let event =
      { (text: String) in
        text.replacing(
          #""dur":5.0,"args":{"External id":7}"#,
          with: #""dur":5.0,"args":{"External id":7,"correlation":41}"#)
      }
    // Neither kernel says the operator: the first says the call that started it, the second nothing.
    let text = event(kineto)
      .replacing(
        #""dur":12.0,"args":{"External id":7,"#, with: #""dur":12.0,"args":{"correlation":41,"#
      )
      .replacing(#""dur":3.0,"args":{"External id":7,"#, with: #""dur":3.0,"args":{"#)
    let reading = try read(text)
    #expect(abs((reading.rows.first?.time.value ?? 0) - 12e-6) < 1e-12)
    #expect(reading.notes.contains { $0.hasPrefix("left out: 1 kernel of which") })
    // Without any the time on the processor is not taken for that of the work.
    let lost = text.replacing(#""correlation":41,"stream""#, with: #""stream""#)
    #expect(throws: DiagnosticList.self) { try read(lost) }
  }

  @Test func `on a CPU only operators that call no other have a time of their own`() throws {
    let text = """
      {"traceEvents": [
      {"ph":"X","cat":"cpu_op","name":"aten::linear","pid":1,"tid":1,"ts":0.0,"dur":100.0,"args":{"Input Dims":[[4,64],[32,64],[]],"Input type":["float","float",""]}},
      {"ph":"X","cat":"cpu_op","name":"aten::mm","pid":1,"tid":1,"ts":10.0,"dur":60.0,"args":{"Input Dims":[[4,64],[64,32]],"Input type":["float","float"]}},
      {"ph":"X","cat":"cpu_op","name":"aten::mm","pid":1,"tid":1,"ts":210.0,"dur":50.0,"args":{"Input Dims":[[4,64],[64,32]],"Input type":["float","float"]}}
      ]}
      """
    let reading = try read(text)
    #expect(reading.rows.map(\.name) == ["aten::mm 4x64 64x32"])
    #expect(abs(reading.rows[0].time.value - 50e-6) < 1e-12)
    #expect(reading.rows[0].work == [.init(operations: Operations(2.0 * 4 * 64 * 32))])
  }

  /// As Nsight Compute writes `--csv --page details` with chosen metrics, shortened.
  private let details = """
    ==PROF== Connected to process 1
    "ID","Process ID","Kernel Name","Metric Name","Metric Unit","Metric Value"
    "0","1","gemm, tiled","dram__bytes.sum","Mbyte","12.5"
    "0","1","gemm, tiled","gpu__time_duration.sum","usecond","1,250.00"
    "0","1","gemm, tiled","smsp__sass_thread_inst_executed_op_ffma_pred_on.sum","inst","1,000,000"
    "0","1","gemm, tiled","smsp__sass_thread_inst_executed_op_fadd_pred_on.sum","inst","5"
    "1","1","copy","dram__bytes_read.sum","Kbyte","3"
    "1","1","copy","dram__bytes_write.sum","Kbyte","4"
    "1","1","copy","gpu__time_duration.sum","nsecond","900"
    """

  @Test func `both forms of Nsight Compute give time, bytes and operations in base units`() throws {
    let long = try read(details)
    #expect(long.form == .nsightCompute)
    #expect(long.rows.map(\.name) == ["gemm, tiled", "copy"])
    #expect(abs(long.rows[0].time.value - 1.25e-3) < 1e-12)
    #expect(long.rows[0].traffic == [.init(level: "dram", bytes: ByteCount(12.5e6))])
    // A fused multiply-add is two operations.
    #expect(long.rows[0].work == [.init(operations: Operations(2_000_005.0))])
    #expect(long.rows[1].traffic == [.init(level: "dram", bytes: ByteCount(7e3))])
    let wide = try read(
      """
      "ID","Kernel Name","dram__bytes.sum","gpu__time_duration.sum","sm__ops_path_tensor_src_fp16_dst_fp32.sum"
      "","","Mbyte","us","inst"
      "0","hgemm","2","10","4,096,000"
      """)
    #expect(wide.rows[0].format == "fp16")
    #expect(wide.rows[0].work == [.init(operations: Operations(4_096_000.0))])
    #expect(abs(wide.rows[0].time.value - 10e-6) < 1e-15)
  }

  @Test func `a misspelt or missing column of Nsight Compute is named`() throws {
    func problem(_ from: String, _ to: String) -> Diagnostic? {
      do {
        _ = try read(details.replacing(from, with: to))
        return nil
      } catch { return (error as? DiagnosticList)?.diagnostics.first }
    }
    let misspelt = try #require(problem("Metric Unit", "Metrc Unit"))
    #expect(misspelt.message.contains("its head has no column 'Metric Unit'"))
    #expect(misspelt.suggestion == "is 'Metrc Unit' meant? write 'Metric Unit'")
    let name = try #require(problem("Metric Name", "Metric Nam"))
    #expect(name.suggestion == "is 'Metric Nam' meant? write 'Metric Name'")
    let missing = try #require(problem("Metric Unit", "Something"))
    #expect(missing.suggestion?.contains("--page details") == true)
  }

  @Test func `rates of Nsight Compute become totals by the time of the kernel`() throws {
    // 200 us at 0.5 Tbyte/s are 100 MB; 2000 fused instructions a cycle at 1.5 GHz are 300,000 cycles x 2000 x 2.
    let rates = try read(
      """
      "ID","Kernel Name","dram__bytes.sum.per_second","gpu__time_duration.sum","smsp__cycles_elapsed.avg.per_second","smsp__sass_thread_inst_executed_op_dfma_pred_on.sum.per_cycle_elapsed"
      "","","Tbyte/s","us","Ghz","inst/cycle"
      "0","daxpy","0.5","200","1.5","2,000"
      """)
    #expect(abs((rates.rows[0].traffic.first?.bytes.value ?? 0) / 100e6 - 1) < 1e-9)
    #expect(rates.rows[0].format == "fp64")
    #expect(abs((rates.rows[0].work.first?.operations.value ?? 0) / 1.2e9 - 1) < 1e-9)
    // The page of details has the rate under two sections, and one of them in per cent.
    let page = try read(
      """
      "ID","Kernel Name","Section Name","Metric Name","Metric Unit","Metric Value"
      "0","copy","GPU Speed Of Light Throughput","Memory Throughput","%","71"
      "0","copy","GPU Speed Of Light Throughput","Duration","us","100"
      "0","copy","Memory Workload Analysis","Memory Throughput","Gbyte/s","900"
      """)
    #expect(abs((page.rows[0].traffic.first?.bytes.value ?? 0) / 90e6 - 1) < 1e-9)
  }

  @Test func `weights that ONNX Runtime packed come back to their products`() throws {
    // The runtime lists one input and no bytes of constants: [1, 8, 64] times [64, 32], and a bias of [32] behind it in `Gemm`.
    let reading = try read(
      """
      [{"cat":"Node","dur":40,"name":"a_kernel_time","args":{"op_name":"MatMul","node_index":"1","parameter_size":"0","input_type_shape":[{"float":[1,8,64]}],"output_type_shape":[{"float":[1,8,32]}],"runs":20}},
      {"cat":"Node","dur":40,"name":"b_kernel_time","args":{"op_name":"Gemm","node_index":"2","parameter_size":"128","input_type_shape":[{"float":[8,64]},{"float":[32]}],"output_type_shape":[{"float":[8,32]}]}},
      {"cat":"Node","dur":40,"name":"c_kernel_time","args":{"op_name":"MatMul","node_index":"3","parameter_size":"0","input_type_shape":[{"float":[1,4,8,64]},{"float":[1,4,64,8]}],"output_type_shape":[{"float":[1,4,8,8]}]}}]
      """)
    let products = reading.rows.map { $0.work.first?.operations }
    #expect(
      products == [
        Operations(2.0 * 8 * 64 * 32), Operations(2.0 * 8 * 64 * 32),
        Operations(2.0 * 4 * 8 * 64 * 8),
      ])
    // Read and written once: 8 x 64 + 64 x 32 + 8 x 32 floats; the bias of 128 B;
    // 4 x (8 x 64 + 64 x 8 + 8 x 8) floats where both operands are listed.
    let bytes = reading.rows.map { $0.traffic.reduce(0) { $0 + $1.bytes.value } }
    let expected: [Double] = [11264, 11392, 17408]
    #expect(bytes == expected)
    #expect(reading.notes.first?.contains("of up to 20 runs") == true)
  }

  @Test func `a product whose sizes are not listed has no work, of no unit`() throws {
    // The weights of a quantized convolution are packed too, and nothing else says how large its kernel is.
    let reading = try read(
      """
      [{"cat":"Node","dur":40,"name":"q_kernel_time","args":{"op_name":"QLinearConv","node_index":"1","parameter_size":"8","input_type_shape":[{"uint8":[1,8,16,16]},{"float":[]},{"uint8":[]}],"output_type_shape":[{"uint8":[1,4,16,16]}]}}]
      """)
    #expect(reading.rows.map(\.work) == [[]])
    #expect(reading.rows[0].traffic.reduce(0) { $0 + $1.bytes.value } >= 2048 + 1024)
  }

  @Test func `kernels of several processes are told apart`() throws {
    let reading = try read(
      """
      "ID","Process ID","Kernel Name","Metric Name","Metric Unit","Metric Value"
      "0","1","a","dram__bytes.sum","Mbyte","1"
      "0","2","b","dram__bytes.sum","Mbyte","2"
      "0","1","a","gpu__time_duration.sum","us","10"
      "0","2","b","gpu__time_duration.sum","ms","0.02"
      "1","2","no time","dram__bytes.sum","Mbyte","2"
      """)
    #expect(reading.rows.map(\.name) == ["a", "b"])
    #expect(reading.rows.map { $0.traffic[0].bytes.value } == [1e6, 2e6])
    #expect(reading.notes == ["left out: 1 kernel without a time, or without bytes and operations"])
  }

  @Test func `a unit stands in the head of Nsight Compute or in the row below it`() throws {
    let reading = try read(
      """
      "ID","Kernel Name","dram__bytes.sum [Mbyte]","gpu__time_duration.sum [ms]"
      "0","k","1,024.5","1.5"
      """)
    #expect(abs(reading.rows[0].time.value - 1.5e-3) < 1e-12)
    #expect(reading.rows[0].traffic[0].bytes == ByteCount(1024.5e6))
    let error = #expect(throws: DiagnosticList.self) {
      try read(
        """
        "ID","Kernel Name","dram__bytes.sum","gpu__time_duration.sum"
        "","","Mbyte","fortnight"
        "0","k","1","2"
        """)
    }
    #expect(error?.diagnostics.map(\.id) == ["measurement.unknown-unit"])
    #expect(error?.diagnostics.first?.location?.text.hasPrefix("profile:3:") == true)
  }

  @Test func `traces of older profilers and of several processes are read`() throws {
    // Before PyTorch 1.13: `Operator`, `Kernel`, `external id`; a list of tensors has a list of shapes.
    let old = try read(
      """
      {"traceEvents": [
      {"ph":"X","cat":"Operator","name":"aten::mm","pid":"1","tid":"1","ts":1,"dur":50,"args":{"External id":7,"Input Dims":[[8,16],[16,4]],"Input type":["float","float"]}},
      {"ph":"X","cat":"Kernel","name":"gemm","pid":0,"tid":7,"ts":80,"dur":12,"args":{"external id":7}}]}
      """)
    #expect(old.rows.map(\.time.value) == [12e-6])
    #expect(old.rows[0].work == [.init(operations: Operations(2.0 * 8 * 16 * 4))])
    let joined = try read(
      """
      {"traceEvents": [
      {"ph":"X","cat":"cpu_op","name":"aten::cat","pid":1,"tid":1,"ts":1,"dur":50,"args":{"Input Dims":[[[2,3],[4,3]],[]],"Input type":["float","Scalar"]}},
      {"ph":"X","cat":"cpu_op","name":"aten::mm","pid":2,"tid":1,"ts":2,"dur":20,"args":{"Input Dims":[[8,16],[16,4]],"Input type":["float","float"]}}]}
      """)
    // The same thread number in another process is another thread: neither runs inside the other. 18 floats are read.
    #expect(joined.rows.map(\.name) == ["aten::cat 2x3 4x3", "aten::mm 8x16 16x4"])
    #expect(joined.rows[0].traffic.map(\.bytes.value) == [72])
    // Both processes number a kernel 7, which the kernel does not tell apart.
    let operators = [1, 2].map {
      """
      {"ph":"X","cat":"cpu_op","name":"aten::mm","pid":\($0),"tid":1,"ts":1,"dur":50,"args":{"External id":7,"Input Dims":[[8,16],[16,4]],"Input type":["float","float"]}}
      """
    }
    let error = #expect(throws: DiagnosticList.self) {
      try read(
        """
        {"traceEvents": [\(operators.joined(separator: ",")),
        {"ph":"X","cat":"kernel","name":"gemm","pid":0,"tid":7,"ts":80,"dur":12,"args":{"External id":7}}]}
        """)
    }
    #expect(error?.diagnostics.map(\.id) == ["measurement.empty-profile"])
  }

  @Test(arguments: [
    ("{\"a\": 1}", "measurement.not-a-profile"), ("[1, 2", "measurement.not-a-profile"),
    ("[{\"cat\":\"Node\",\"name\":\"x\"}]", "measurement.empty-profile"),
    ("{\"traceEvents\": []}", "measurement.empty-profile"),
    ("\"ID\",\"Kernel Name\"\n\"\",\"\"\n\"0\",\"k\"\n", "measurement.not-a-profile"),
  ]) func `what is no profile is refused with the reason`(_ text: String, _ id: String) {
    let error = #expect(throws: DiagnosticList.self) { try read(text) }
    #expect(error?.diagnostics.map(\.id) == [id])
  }
}
