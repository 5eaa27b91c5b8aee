// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// A layer of a pass and how often it runs where the prompt is cut into chunks.
struct PassLayer {
  /// How often it runs.
  enum Runs {
    /// Once for each chunk, reading its weights each time.
    case chunk
    /// Its work is already that of all chunks.
    case pass
  }

  var layer: Layer
  var runs: Runs

  static func chunk(_ layer: Layer) -> PassLayer { PassLayer(layer: layer, runs: .chunk) }
  static func pass(_ layer: Layer) -> PassLayer { PassLayer(layer: layer, runs: .pass) }
}

/// The chunks of a pass: equal ones, and a last one that is shorter.
struct ChunkPlan {
  /// New tokens of a sequence in each chunk, and how many such chunks there are.
  var parts: [(tokens: Int, count: Int)]
  /// New tokens of a sequence in all chunks.
  var total: Int { parts.reduce(0) { $0 + $1.tokens * $1.count } }

  init(_ tokens: PassOptions.Tokens) {
    switch tokens {
    case .decode: parts = [(1, 1)]
    case .speculative(_, let draft, _): parts = [(draft + 1, 1)]
    case .prefill(let prompt, _, let chunk):
      let step = min(max(1, chunk ?? prompt), prompt)
      parts = [(step, prompt / step), (prompt % step, 1)].filter { $0.0 > 0 && $0.1 > 0 }
    }
  }
}
