// SPDX-License-Identifier: Apache-2.0
import RafterMapping
import RafterQuantities
import RafterWorkload

/// Two layers that run some rows each in turns, so that only some rows of the tensor between them are there at a time.
///
/// Only layers whose mappings walk rows outermost can take turns as they are: then nothing of their counts changes, and
/// nothing is computed twice, since rows that the next step needs again stay (the halo). Others would have to be mapped
/// anew, together.
struct RowTiles {
  /// Bits of the rows of the tensor that are there at once: `(r_c - 1)*stride + dilation*(FY - 1) + 1` that the reader needs for
  /// its r_c rows, and r_p that arrive.
  let bits: BitCount

  /// Nil where the layers do not walk rows of the tensor outermost, along OY or along M.
  init?(_ edge: GraphEdge, from producer: MappedNest, to consumer: MappedNest) {
    guard producer.nest.repeats == 1, consumer.nest.repeats == 1,
      producer.nest[.outputs].tensor == edge.tensor,
      consumer.nest[.inputs].tensor == edge.tensor,
      let made = Self.rowsOfStep(producer), let used = Self.rowsOfStep(consumer),
      let window = Self.window(consumer.nest, rows: used)
    else { return nil }
    let rows = min(window.extent, window.rows + made)
    bits = edge.bytes.bits * (Double(rows) / Double(window.extent))
  }

  /// Rows of one step of the outermost loop, if that walks rows of what the product writes.
  private static func rowsOfStep(_ mapped: MappedNest) -> Int? {
    for node in mapped.mapping.nodes {
      switch node {
      case .store: continue
      case .loop(_, let bound, _) where bound == 1: continue
      case .unroll(_, _, _, let factor, _) where factor == 1: continue
      case .loop(let dimension, _, let tile):
        let isRow = isRow(mapped.nest.dimensions[dimension].name)
        let isWritten = mapped.nest[.outputs].axes.contains { axis in
          axis.terms.contains { $0.dimension == dimension }
        }
        return isRow && isWritten ? tile : nil
      case .unroll: return nil
      }
    }
    return nil
  }

  /// Rows of its input that a product needs for some of its own, and all there are.
  private static func window(_ nest: LoopNest, rows: Int) -> (rows: Int, extent: Int)? {
    for axis in nest[.inputs].axes {
      guard
        let row = axis.terms.first(where: { isRow(nest.dimensions[$0.dimension].name) })
      else { continue }
      let reach = axis.terms.filter { $0.dimension != row.dimension }
        .reduce(0) { $0 + $1.stride * (nest.dimensions[$1.dimension].bound - 1) }
      return ((rows - 1) * row.stride + reach + 1, max(1, axis.extent))
    }
    return nil
  }

  private static func isRow(_ name: String) -> Bool { name == "OY" || name == "M" }
}
