// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Our own search for a row: the cutting of least cycles by the model among those that fit the machine that ran.
///
/// Sides are cut into equal parts, channels and kernels along blocks of the array, and the kernel's taps stay together or are taken one by
/// one. Sums stay in the accumulator while channels follow one another, so channels are cut only as far as the scratchpad asks. No measured
/// number enters but the model's two constants.
struct GemminiCutSearch {
  let array: GemminiArray
  let model: GemminiModel

  /// The best cutting and its cycles; nil where nothing fits.
  func best(_ row: GemminiRow) -> (cut: GemminiCut, cycles: Cycles)? {
    let room = GemminiRoom(row, array)
    let layer = [
      row.channels, row.kernels, row.width, row.height, row.kernel, row.kernel, 1,
    ]
    let channels = parts(row.channels, of: array.rows).reversed()
    var best: (cut: GemminiCut, cycles: Cycles)?
    for taps in row.kernel == 1 ? [1] : [row.kernel, 1] {
      for width in parts(row.width, of: 1) {
        for height in parts(row.height, of: 1) {
          for kernels in parts(row.kernels, of: array.columns) {
            let fitting = channels.first {
              room.fits(
                channels: $0, kernels: kernels, width: width, height: height, taps: (taps, taps))
            }
            guard let fitting else { break }
            let cut = GemminiCut(
              layer: layer, tile: [fitting, kernels, width, height, taps, taps, 1])
            let cycles = model.cycles(
              GemminiModel.Demand(
                cut, stride: row.stride, array: array, elementBytes: row.elementBytes))
            if best.map({ cycles < $0.cycles }) ?? true { best = (cut, cycles) }
          }
        }
      }
    }
    return best
  }

  /// Sizes of the equal parts that a side can be cut into, in whole blocks, smallest first.
  private func parts(_ size: Int, of block: Int) -> [Int] {
    let blocks = (size + block - 1) / block
    var found: [Int] = []
    for count in stride(from: blocks, through: 1, by: -1) {
      let part = min(size, (blocks + count - 1) / count * block)
      if found.last != part { found.append(part) }
    }
    return found
  }
}
