// SPDX-License-Identifier: Apache-2.0

extension TransformerArchitecture {
  /// What a lane of devices holds and runs, one of each stage: heads, widths and vocabulary over t, experts over e, all
  /// blocks.
  ///
  /// KV heads are `max(1, K/t)`: beyond K they are replicated; the latent vectors of MLA are kept whole on every
  /// device; norms, the router and the residual stream are replicated; the head of a pipeline has its own copy of a
  /// table that it shares with the embedding [workloads 5.8].
  public func shard(_ plan: ParallelPlan) -> TransformerArchitecture {
    var part = self
    part.blocks = blocks.map { $0.shard(tensor: plan.tensor, expert: plan.expert) }
    if case .tokens(var table) = embedding {
      table.vocabulary = (table.vocabulary + plan.tensor - 1) / plan.tensor
      part.embedding = .tokens(table)
    }
    if case .languageModel(var language) = head {
      language.vocabulary = (language.vocabulary + plan.tensor - 1) / plan.tensor
      if plan.pipeline > 1, language.weights == .tiedToEmbedding {
        language.weights = .copyOfEmbedding
      }
      part.head = .languageModel(language)
    }
    return part
  }
}

extension TransformerBlock {
  func shard(tensor: Int, expert: Int) -> TransformerBlock {
    var part = self
    switch mixer {
    case .grouped(var attention):
      attention.heads /= tensor
      attention.keyValueHeads = max(1, attention.keyValueHeads / tensor)
      // A group of heads keeps its width; there are fewer of them.
      if let output = attention.output {
        attention.output?.groups = max(1, output.groups / tensor)
      }
      part.mixer = .grouped(attention)
    case .latent(var attention):
      attention.heads /= tensor
      part.mixer = .latent(attention)
    case .recurrent(var mixer):
      mixer.projected = (mixer.projected + tensor - 1) / tensor
      mixer.gathered = (mixer.gathered + tensor - 1) / tensor
      mixer.stateElements = (mixer.stateElements + tensor - 1) / tensor
      part.mixer = .recurrent(mixer)
    case nil: break
    }
    switch feedForward {
    case .dense(var dense):
      dense.width /= tensor
      part.feedForward = .dense(dense)
    case .mixture(var mixture):
      mixture.expert.width /= tensor
      mixture.shared?.width /= tensor
      mixture.beside?.width /= tensor
      // The router chooses among all experts; each device holds its part of them.
      mixture.devices = expert
      part.feedForward = .mixture(mixture)
    case nil: break
    }
    return part
  }
}
