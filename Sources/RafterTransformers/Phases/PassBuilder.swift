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
    var model = model
    model.weights = options.formats.weights
    var options = options
    if case .patches(let patches) = model.embedding {
      options.tokens = .prefill(prompt: patches.patches + 1, cached: 0, chunk: nil)
    }
    let notes = try PassChecks.check(model, options)
    let plan = ChunkPlan(options.tokens)
    var fold = LayerFold()
    for (index, part) in plan.parts.enumerated() {
      let context = PassContext(
        hidden: model.hidden, options: options, tokens: options.batch * part.tokens,
        allTokens: options.batch * plan.total, outputTokens: outputTokens(model, options))
      let isRest = index > 0
      func add(_ layers: [PassLayer], _ blocks: Int, place: Int) {
        for layer in layers {
          switch layer.runs {
          case .chunk:
            fold.add(
              layer.layer, blocks * part.count, copies: blocks, place: place, isRest: isRest)
          case .pass where !isRest:
            fold.add(layer.layer, blocks, copies: blocks, place: place, isRest: false)
          case .pass: break
          }
        }
      }
      add(context.layers(model.embedding), 1, place: 0)
      for group in model.groups {
        let place = model.blocks.firstIndex(of: group.block) ?? 0
        add(context.layers(group.block), group.count, place: place)
      }
      if let kind = model.finalNorm { add([.chunk(context.norm("final_norm", kind))], 1, place: 0) }
      add(context.layers(model.head), 1, place: 0)
    }
    return workload(model, options, plan, fold.finished, notes)
  }

  private static func workload(
    _ model: TransformerArchitecture, _ options: PassOptions, _ plan: ChunkPlan,
    _ layers: [Layer], _ notes: [Diagnostic]
  ) -> Workload {
    let count = ParameterCount(model)
    let pass = pass(model, options, plan)
    let residual =
      options.formats.residual.bytes(of: options.batch * (plan.parts.first?.tokens ?? 1))
      * model.hidden
    let peak = layers.map { (layer: $0, bytes: $0.activationBytes) }.max { $0.bytes < $1.bytes }
    return Workload(
      name: model.approximations.isEmpty ? model.name : "\(model.name) (approximate)",
      source: model.source, layers: layers, parameters: count.total,
      parameterBytes: count.bytes, peakActivationBytes: (peak?.bytes ?? 0) + residual,
      peakActivationLayer: peak?.layer.id, bindings: bindings(options, pass),
      diagnostics: notes + model.approximations.map { .approximateModel($0, model: model.name) },
      pass: pass)
  }

  private static func pass(
    _ model: TransformerArchitecture, _ options: PassOptions, _ plan: ChunkPlan
  ) -> InferencePass {
    func make(_ phase: InferencePass.Phase, _ context: Int, gained: Double = 1) -> InferencePass {
      InferencePass(
        phase: phase, sequences: options.batch, newTokens: plan.total, context: context,
        gainedTokens: gained, cache: model.cacheGrowth(in: options.formats),
        maximumContext: model.maximumContext, approximations: model.approximations)
    }
    switch options.tokens {
    case .prefill(let prompt, let cached, _):
      return make(model.isEncoder ? .encode : .prefill, cached + prompt)
    case .decode(let context): return make(.decode, context)
    case .speculative(let context, _, let gained):
      return make(.speculative, context, gained: gained)
    }
  }

  private static func bindings(_ options: PassOptions, _ pass: InferencePass) -> [String] {
    let formats = options.formats
    var list = [
      "phase=\(pass.phase.rawValue)", "batch=\(pass.sequences)", "new tokens=\(pass.newTokens)",
      "context=\(pass.context)", "weights=\(formats.weights.base.name)",
      "activations=\(formats.activations.rawValue)",
    ]
    if pass.phase != .encode { list.append("kv=\(formats.cache.rawValue)") }
    list.append("attention=\(options.attention.rawValue)")
    if options.causal == .dense { list.append("causal=dense") }
    if options.elementwise == .separate { list.append("elementwise=separate") }
    if options.expertSkew > 0 { list.append("expert skew=\(options.expertSkew)") }
    if case .prefill(_, _, let chunk?) = options.tokens { list.append("chunk=\(chunk)") }
    return list
  }

  /// Tokens that logits are made for: the last one of each sequence, or all that are checked.
  private static func outputTokens(_ model: TransformerArchitecture, _ options: PassOptions) -> Int
  {
    if case .speculative(_, let draft, _) = options.tokens { return options.batch * (draft + 1) }
    // A masked model says something about every token.
    if case .prefill(let prompt, _, _) = options.tokens, model.isEncoder {
      return options.batch * prompt
    }
    return options.batch
  }
}

extension Layer {
  /// Bytes of activations that cross the border: neither weights nor the cache.
  var activationBytes: Int {
    tensors.reduce(0) { $0 + ($1.isConstant || $1.role == .weights ? 0 : $1.bytes) }
  }
}

/// Layers in the order they first run; equal ones are counted, not listed again.
struct LayerFold {
  private var layers: [(layer: Layer, copies: Int, place: Int)] = []
  private var index: [Layer: Int] = [:]

  /// Counts a layer that runs `repeats` times and owns `copies` of its weights.
  mutating func add(_ layer: Layer, _ repeats: Int, copies: Int, place: Int, isRest: Bool) {
    var layer = layer
    if isRest {
      layer.name += " (last chunk)"
      // The same weights as in the chunks before it.
      layer.parameters = 0
      layer.parameterBytes = 0
    }
    if let known = index[layer] {
      layers[known].layer.repeats += repeats
      layers[known].copies += copies
      return
    }
    index[layer] = layers.count
    layers.append((layer, copies, place))
    layers[layers.count - 1].layer.repeats = repeats
  }

  /// The layers with ids, and names that tell them apart.
  var finished: [Layer] {
    var seen: Set<String> = []
    let width = max(2, "\(layers.count)".count)
    return layers.enumerated().map { number, entry in
      var layer = entry.layer
      if entry.copies != layer.repeats, layer.parameters > 0 { layer.weightCopies = entry.copies }
      let digits = "\(number + 1)"
      layer.id = "L" + String(repeating: "0", count: max(0, width - digits.count)) + digits
      if !seen.insert(layer.name).inserted {
        layer.name += " (from block \(entry.place))"
        seen.insert(layer.name)
      }
      return layer
    }
  }
}
