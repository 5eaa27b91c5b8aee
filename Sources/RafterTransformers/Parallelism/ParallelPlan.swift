// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// How a model is spread over devices [workloads 5.8].
public struct ParallelPlan: Sendable, Hashable {
  /// Devices that share each product: t.
  public var tensor: Int
  /// Stages of blocks, one after another: p.
  public var pipeline: Int
  /// Devices that share the experts, each with its own sequences in attention: e.
  public var expert: Int
  /// Devices that share the tokens of a prompt (ring attention).
  public var context: Int
  /// Copies of the whole, each with sequences of its own; they exchange nothing.
  public var data: Int

  /// Creates a plan; one device unless given.
  public init(
    tensor: Int = 1, pipeline: Int = 1, expert: Int = 1, context: Int = 1, data: Int = 1
  ) {
    self.tensor = tensor
    self.pipeline = pipeline
    self.expert = expert
    self.context = context
    self.data = data
  }

  /// Devices in all.
  public var devices: Int { tensor * pipeline * expert * context * data }
  /// Groups of devices that each have sequences of their own.
  public var replicas: Int { expert * data }

  /// Checks that the counts divide what they split: heads, widths, blocks, experts, sequences.
  ///
  /// KV heads are split or replicated, never both: t divides K, or K divides t.
  public func check(_ model: TransformerArchitecture, batch: Int) throws(DiagnosticList) {
    var list: [Diagnostic] = []
    func divides(_ option: String, _ parts: Int, _ what: String, _ whole: Int) {
      let report = Diagnostic.devicesDoNotDivide(option, parts, what, whole)
      if parts > 1, whole % parts != 0, !list.contains(report) { list.append(report) }
    }
    for group in model.groups {
      if let heads = group.block.mixer?.heads {
        divides("--tensor-parallel", tensor, "query heads", heads)
      }
      if case .grouped(let attention)? = group.block.mixer {
        let kept = attention.keyValueHeads
        let report = Diagnostic.keyValueHeadsDoNotDivide(tensor, heads: kept)
        if kept % tensor != 0, tensor % kept != 0, !list.contains(report) { list.append(report) }
        if let output = attention.output {
          divides("--tensor-parallel", tensor, "groups of output heads", output.groups)
        }
      }
      switch group.block.feedForward {
      case .dense(let part): divides("--tensor-parallel", tensor, "feed-forward width", part.width)
      case .mixture(let mixture):
        divides("--tensor-parallel", tensor, "expert width", mixture.expert.width)
        divides("--expert-parallel", expert, "experts", mixture.experts)
        if let shared = mixture.shared {
          divides("--tensor-parallel", tensor, "shared expert width", shared.width)
        }
        if let beside = mixture.beside {
          divides("--tensor-parallel", tensor, "feed-forward width", beside.width)
        }
      case nil: break
      }
    }
    let hasExperts = model.blocks.contains {
      if case .mixture? = $0.feedForward { true } else { false }
    }
    if expert > 1, !hasExperts { list.append(.noExperts(model.name)) }
    divides("--pipeline-parallel", pipeline, "layers", model.blocks.count)
    if data == 1 {
      divides("--expert-parallel", expert, "sequences (--batch)", batch)
    } else {
      let option = expert > 1 ? "--data-parallel times --expert-parallel" : "--data-parallel"
      divides(option, replicas, "sequences (--batch)", batch)
    }
    if !list.isEmpty { throw DiagnosticList(list) }
  }
}

extension TokenMixer {
  /// Query heads; nil for recurrences.
  var heads: Int? {
    switch self {
    case .grouped(let attention): attention.heads
    case .latent(let attention): attention.heads
    case .recurrent: nil
    }
  }
}
