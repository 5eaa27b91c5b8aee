// SPDX-License-Identifier: Apache-2.0
import Rafter

/// A workload as it is asked for, by the command line or by a command itself.
struct WorkloadRequest {
  /// A path, a built-in name, or `-`.
  var name: String
  /// Sizes of inputs, as they are typed.
  var bind: [String] = []
  /// The size of the batch axis.
  var batch: Int?
  /// What becomes of equal blocks.
  var repeated: RepeatedLayers = .folded
  /// Which pass of a language model.
  var pass = PassRequest()
  /// Where densities of weights come from.
  var densities = DensitySource.stated

  /// Where densities of weights come from.
  enum DensitySource {
    /// The command line and files that list layers.
    case stated
    /// The numbers in the file of the model.
    case measured
  }

  /// The workload in layers.
  ///
  /// - Parameter precision: the formats of a language model; those of other models are chosen with the machine.
  func load(precision: String? = nil) throws(DiagnosticList) -> LoadedWorkload {
    try layers(of: try open(), precision: precision)
  }

  /// What the name leads to; options that mean nothing there are refused.
  func open() throws(DiagnosticList) -> ModelFile {
    let file = try ModelFile.open(name)
    try check(against: file)
    return file
  }

  /// Refuses options that mean nothing for a file that is open.
  func check(against file: ModelFile) throws(DiagnosticList) {
    let isPass = file.isTransformer
    if !isPass, let option = pass.given.first {
      throw DiagnosticList(.passOfGraph(option, name))
    }
    if isPass, !bind.isEmpty { throw DiagnosticList(.bindOfTransformer(name)) }
    if densities == .measured {
      guard case .graph = file else { throw DiagnosticList(.nothingToMeasure(name)) }
    }
    switch file {
    case .resolved, .layers: try refuseBindings()
    case .graph, .configuration, .parameters: break
    }
  }

  /// The workload in layers of a file that is open.
  func layers(of file: ModelFile, precision: String?) throws(DiagnosticList) -> LoadedWorkload {
    switch file {
    case .graph(let model):
      var workload = LayerGrouping.workload(from: try graph(of: model), repeated: repeated)
      workload.name = ModelFile.title(name)
      if densities == .measured {
        let found = try WeightDensities.measure(bytes: model.bytes, source: model.source)
        guard !found.densities.isEmpty else { throw DiagnosticList(.nothingToMeasure(name)) }
        workload = workload.setting(found.densities)
        if found.missing > 0 {
          workload.diagnostics.append(.weightsUnmeasured(name, count: found.missing))
        }
      }
      return LoadedWorkload(workload: workload, precision: .ofMachine)
    case .resolved(let graph):
      return LoadedWorkload(
        workload: LayerGrouping.workload(from: graph, repeated: repeated), precision: .ofMachine)
    case .layers(let workload): return LoadedWorkload(workload: workload, precision: .ofMachine)
    case .configuration, .parameters:
      return LoadedWorkload(
        workload: try passLayers(of: file, precision: precision), precision: .ofPass)
    }
  }

  /// The graph of a file with every shape resolved.
  func graph(of file: Loading.Model) throws(DiagnosticList) -> ResolvedGraph {
    var bindings: [InputBinding] = []
    var wrong: [Diagnostic] = []
    for text in bind {
      do throws(DiagnosticList) {
        bindings.append(try InputBinding(text: text))
      } catch {
        wrong += error.diagnostics
      }
    }
    if let batch { bindings.append(.batch(batch)) }
    // Built-in models have a usual size; what the user binds is never mixed with it.
    if bind.isEmpty, file.isBuiltIn {
      bindings += BuiltIn.defaultBindings(of: name).filter { batch == nil || $0.axis > 0 }
        .map { .axis(name: $0.input, axis: $0.axis, size: $0.size) }
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    return try ONNXImporter.resolve(bytes: file.bytes, source: file.source, bindings: bindings)
  }

  /// Files without open inputs take no sizes.
  private func refuseBindings() throws(DiagnosticList) {
    if let first = bind.first { throw DiagnosticList(.nothingToBind("--bind \(first)", name)) }
    if let batch { throw DiagnosticList(.nothingToBind("--batch \(batch)", name)) }
  }

  /// The pass of a language model.
  private func passLayers(of file: ModelFile, precision: String?) throws(DiagnosticList)
    -> Workload
  {
    let read = try TransformerLoading.architecture(
      of: file, fidelity: pass.approximate ? .approximate : .exact)
    var result = try PassBuilder.workload(
      read.architecture,
      try pass.pass(of: read.architecture, batch: batch, precision: precision), over: pass.plan)
    result.diagnostics = read.diagnostics + result.diagnostics
    return result
  }
}

/// A workload in layers, and who says in which formats it runs.
struct LoadedWorkload {
  /// Where `--precision` belongs.
  enum PrecisionOwner {
    /// A language model is counted in it.
    case ofPass
    /// Other models are retargeted when a machine is known.
    case ofMachine
  }

  var workload: Workload
  var precision: PrecisionOwner
}
