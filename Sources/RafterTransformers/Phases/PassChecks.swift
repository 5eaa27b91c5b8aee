// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// What can be wrong with a pass before it is counted.
enum PassChecks {
  /// Notes and warnings; throws what cannot be counted.
  static func check(_ model: TransformerArchitecture, _ options: PassOptions)
    throws(DiagnosticList) -> [Diagnostic]
  {
    var list: [Diagnostic] = []
    var context = 0
    var new = 1
    switch options.tokens {
    case .decode(let all): context = all
    case .speculative(let all, let draft, let gained):
      (context, new) = (all, draft + 1)
      if gained < 1 || gained > Double(draft + 1) {
        list.append(.gainedTokens(gained, draft: draft))
      }
    case .prefill(let prompt, let cached, _): (context, new) = (prompt + cached, prompt)
    }
    if model.isEncoder, options.isDecode { list.append(.noDecode(model.name)) }
    if context < new { list.append(.contextTooShort(context, new: new)) }
    if let most = model.maximumContext, context > most {
      list.append(.contextBeyondMaximum(context, maximum: most, model: model.name))
    }
    let isLarge = estimate(model, options, context: context, new: new) > 1e18
    if isLarge { list.append(.passTooLarge(model.name)) }
    let notes = DiagnosticList(list)
    if notes.hasErrors { throw notes }
    return list
  }

  /// MACs without a bound on their size.
  private static func estimate(
    _ model: TransformerArchitecture, _ options: PassOptions, context: Int, new: Int
  ) -> Double {
    let tokens = Double(options.batch) * Double(max(1, new))
    let perPair = model.groups.reduce(0.0) { sum, group in
      let each: Double =
        switch group.block.mixer {
        case .grouped(let attention):
          Double(attention.heads) * Double(attention.headDimension + attention.valueDimension + 8)
        case .latent(let attention):
          Double(attention.heads) * Double(2 * attention.cachedElements + attention.headDimension)
        case .recurrent, nil: 0
        }
      return sum + each * Double(group.count)
    }
    let state = model.blocks.reduce(0.0) { sum, block in
      if case .recurrent(let mixer) = block.mixer {
        sum + 3 * Double(mixer.stateElements)
      } else {
        sum
      }
    }
    let chunks: Double
    if case .prefill(let prompt, _, let chunk?) = options.tokens {
      chunks = Double(prompt) / Double(max(1, chunk))
    } else {
      chunks = 1
    }
    // Every chunk reads its keys again.
    return tokens * (ParameterCount.estimate(model) + state)
      + tokens * Double(context) * perPair + chunks * Double(context) * perPair
  }
}
