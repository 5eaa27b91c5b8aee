// SPDX-License-Identifier: Apache-2.0

/// How many (query, key) pairs one sequence computes and how many tokens of its cache it reads [workloads 5.2].
struct AttentionPairs: Sendable, Hashable {
  /// New tokens.
  var queries: Int
  /// Pairs that are computed.
  var pairs: Int
  /// Tokens whose keys and values are read, all chunks together.
  var keysRead: Int
  /// Pairs without any skipping, all chunks together.
  var densePairs: Int
  /// Chunks that the new tokens come in.
  var chunks: Int

  /// Pairs of a pass.
  ///
  /// Causal: `n*p + n(n+1)/2` for n new tokens after p cached ones, which a window W makes
  /// `sum of min(p+i, W)`; bidirectional: n^2.
  init(
    tokens: PassOptions.Tokens, reach: AttentionReach, direction: AttentionDirection,
    causal: CausalWork
  ) {
    var chunks: [(new: Int, cached: Int)] = []
    switch tokens {
    case .decode(let context): chunks = [(1, context - 1)]
    case .speculative(let context, let draft, _): chunks = [(draft + 1, context - draft - 1)]
    case .prefill(let prompt, let cached, let chunk):
      var done = 0
      let step = max(1, chunk ?? prompt)
      while done < prompt {
        let new = min(step, prompt - done)
        chunks.append((new, cached + done))
        done += new
      }
    }
    queries = 0
    pairs = 0
    keysRead = 0
    densePairs = 0
    for (new, cached) in chunks {
      let all = cached + new
      let dense = new * Self.keys(all, new: new, reach)
      queries += new
      densePairs += dense
      keysRead += Self.keys(all, new: new, reach)
      let isDense = direction == .bidirectional || causal == .dense
      pairs += isDense ? dense : Self.causalPairs(new: new, cached: cached, reach)
    }
    self.chunks = chunks.count
  }

  /// The keys that a pass of `new` tokens touches, of `all` there are then.
  private static func keys(_ all: Int, new: Int, _ reach: AttentionReach) -> Int {
    switch reach {
    case .full: all
    case .window(let size): min(all, size + new - 1)
    // Each query has its own choice; a pass of many touches nearly all.
    case .selected(let count): min(all, count * new)
    case .chunk(let size):
      // From the beginning of the chunk that the first new token lies in.
      all - (all - new) / size * size
    }
  }

  /// `sum over i in 1...new of min(cached + i, W)`, and the like for chunks.
  static func causalPairs(new: Int, cached: Int, _ reach: AttentionReach) -> Int {
    func triangle(_ n: Int) -> Int { n * (n + 1) / 2 }
    func upTo(_ limit: Int) -> Int {
      let growing = max(0, min(new, limit - cached))
      return growing * cached + triangle(growing) + (new - growing) * limit
    }
    switch reach {
    case .full: return new * cached + triangle(new)
    case .window(let size), .selected(let size): return upTo(size)
    case .chunk(let size):
      func total(_ n: Int) -> Int { n / size * triangle(size) + triangle(n % size) }
      return total(cached + new) - total(cached)
    }
  }

  /// Rectangles of `rows x columns` that hold exactly `pairs`, as few as possible.
  ///
  /// A triangle of S rows is S x (S+1)/2 for odd S and S/2 x (S+1) for even S.
  static func rectangles(pairs: Int, rows: Int) -> [(rows: Int, columns: Int)] {
    guard pairs > 0, rows > 0 else { return [] }
    if pairs % rows == 0 { return [(rows, pairs / rows)] }
    if rows % 2 == 0, pairs % (rows / 2) == 0 { return [(rows / 2, pairs / (rows / 2))] }
    let columns = pairs / rows
    let rest = pairs % rows
    return (columns > 0 ? [(rows, columns)] : []) + [(rest, 1)]
  }
}
