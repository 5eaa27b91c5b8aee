// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterQuantities
public import RafterWorkload

/// Turns one pass of a transformer into layers.
public enum PassBuilder {
  /// The workload of a pass; equal layers are one with `repeats`.
  ///
  /// Operations and bytes as in [workloads 5]: a product with weights is `2*T*in*out`, attention is
  /// `2*H*(D+Dv)*pairs`, bytes are each operand once under the stated fusion.
  /// - Throws: a pass that the model has not, or that is too large to count.
  public static func workload(_ model: TransformerArchitecture, _ options: PassOptions)
    throws(DiagnosticList) -> Workload
  {
    try build(model, options, ParallelPlan())
  }

  /// The workload of a lane of devices, one of each stage; what the plan splits is known to divide.
  static func build(
    _ model: TransformerArchitecture, _ options: PassOptions, _ plan: ParallelPlan
  ) throws(DiagnosticList) -> Workload {
    var model = model
    model.weights = options.formats.weights
    var options = options
    if case .patches(let patches) = model.embedding {
      options.tokens = .prefill(prompt: patches.patches + 1, cached: 0, chunk: nil)
    }
    let notes = try PassChecks.check(model, options)
    let part = plan.devices > 1 ? model.shard(plan) : model
    let own = plan.own(options, of: model)
    let fold = layers(part, own, stages: plan.stages(of: part))
    let layers = fold.finished
    var pass = pass(model, options)
    describe(&pass, model, options, plan)
    pass.cache = part.cacheGrowth(in: options.formats)
    let count = ParameterCount(part)
    var (parameters, bytes) = (count.total, count.bytes)
    if plan.pipeline > 1 {
      pass.stages = stages(fold, layers, part, options, plan, of: model)
      if let fullest = pass.fullestStage {
        (parameters, bytes) = (fullest.parameters, fullest.parameterBytes)
        pass.cache = fullest.cache
      }
    }
    let chunk = ChunkPlan(own.tokens).parts.first?.tokens ?? 1
    let residual = options.formats.residual.bytes(of: own.batch * chunk) * model.hidden
    let peak = layers.map { (layer: $0, bytes: $0.activationBytes) }.max { $0.bytes < $1.bytes }
    return Workload(
      name: model.approximations.isEmpty ? model.name : "\(model.name) (approximate)",
      source: model.source, layers: layers, parameters: parameters, parameterBytes: bytes,
      peakActivationBytes: (peak?.bytes ?? 0) + residual, peakActivationLayer: peak?.layer.id,
      bindings: bindings(options, pass) + plan.bindings,
      diagnostics: notes + model.approximations.map { .approximateModel($0, model: model.name) },
      pass: pass)
  }

  /// The layers of all blocks; the embedding lies in the first stage, norm and head in the last.
  private static func layers(
    _ model: TransformerArchitecture, _ options: PassOptions, stages: [Range<Int>]
  ) -> LayerFold {
    let plan = ChunkPlan(options.tokens)
    var fold = LayerFold(stages: stages.count)
    let first = stages.indices.map { $0 == 0 ? 1 : 0 }
    let last = stages.indices.map { $0 == stages.count - 1 ? 1 : 0 }
    for (index, part) in plan.parts.enumerated() {
      let context = PassContext(
        hidden: model.hidden, options: options, tokens: options.batch * part.tokens,
        allTokens: options.batch * plan.total, outputTokens: outputTokens(model, options))
      let isRest = index > 0
      func add(_ layers: [PassLayer], _ blocks: [Int], place: Int) {
        for layer in layers {
          switch layer.runs {
          case .chunk:
            fold.add(layer.layer, blocks, runs: part.count, place: place, isRest: isRest)
          case .pass where !isRest:
            fold.add(layer.layer, blocks, runs: 1, place: place, isRest: false)
          case .pass: break
          }
        }
      }
      add(context.layers(model.embedding), first, place: 0)
      for group in model.groups {
        let place = model.blocks.firstIndex(of: group.block) ?? 0
        let counts = stages.map { range in model.blocks[range].count { $0 == group.block } }
        add(context.layers(group.block), counts, place: place)
      }
      if let kind = model.finalNorm {
        add([.chunk(context.norm("final_norm", kind))], last, place: 0)
      }
      add(context.layers(model.head), last, place: 0)
    }
    return fold
  }
}

extension Layer {
  /// Bytes of activations that cross the border: neither weights nor the cache.
  var activationBytes: Int {
    tensors.reduce(0) { $0 + ($1.isConstant || $1.role == .weights ? 0 : $1.bytes) }
  }
}
