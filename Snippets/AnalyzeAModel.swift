// Analyses a model on a machine and prints what binds each layer.
import Rafter

let bytes = try FileBytes(path: "model.onnx")
let graph = try ONNXImporter.resolve(bytes: bytes, source: "model.onnx", bindings: [.batch(1)])
let machine = try AcceleratorReader.read(text: AcceleratorTemplate.text, file: "npu.yaml").0
let workload = LayerGrouping.workload(from: graph)
let analysis = try await Analyzer.analyze(workload, on: machine, parallelism: 2)
for sentence in analysis.headline { print(sentence) }
for layer in analysis.layers {
  print(layer.layer.name, layer.throughput.formatted(), layer.timeRegime.term)
}
