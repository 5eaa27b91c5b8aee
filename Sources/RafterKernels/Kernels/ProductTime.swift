// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The time of a grouped product on a GPU, over all tiles and cuts of k the least.
///
/// With T tiles of bm x bn on S multiprocessors, each of peak P/S, and k cut into s parts:
///
///     waves   = q ceil(T s / S) + (1 - q) max(T s / S, 1)
///     x       = 2 bm bn (k/s) S / (P eta),  w = wave cycles / clock
///     compute = waves (x + x w / (x + w))
///     memory  = bytes / bandwidth, with operands that the cache cannot hold read again for each wave
///     t       = (compute^p + memory^p)^(1/p) + partial sums through the cache
///
/// Beginning and ending a wave costs w where tiles are deep; of shallow ones several share a multiprocessor, and one begins while
/// another multiplies, so it costs no more than they do. All in plain SI numbers: this is where a fit spends its time.
struct ProductTime {
  let gpu: GPU
  let constants: KernelConstants
  let product: GroupedProduct
  /// Operations in a second that one multiprocessor sustains.
  private let rate: Double
  private let waveTime: Double
  private let bandwidth: Double

  /// - Returns: nil where the GPU does not compute in the format.
  init?(_ product: GroupedProduct, on gpu: GPU, _ constants: KernelConstants) {
    guard let peak = gpu.peak(product.format) else { return nil }
    self.gpu = gpu
    self.constants = constants
    self.product = product
    rate =
      peak.value / Double(gpu.multiprocessors) * Self.share(of: product, constants)
    waveTime = constants[.waveCycles] / gpu.clock.value
    bandwidth = gpu.memoryBandwidth.value * constants[.memoryShare]
  }

  private static func share(of product: GroupedProduct, _ constants: KernelConstants) -> Double {
    var share = constants[.sustainedPeak]
    switch product.format.kind {
    case .wide: break
    case .narrow: share *= constants[.narrowShare]
    case .fourBit: share *= constants[.fourBitShare]
    case .widened: share *= constants[.widenedShare]
    }
    if product.format == .fp8Blocks { share *= constants[.blockShare] }
    switch product.origin {
    case .library: break
    case .groupedLibrary: share *= constants[.groupedShare]
    case .generated: share *= constants[.generatedShare]
    }
    return share
  }

  /// The quickest way, without starting.
  var time: KernelTime {
    var best = (running: Double.infinity, compute: 0.0, memory: 0.0)
    for tile in Tile.all {
      let rowTiles = product.groups.reduce(0) {
        $0 + $1.count * Self.quotient($1.rows, tile.rows)
      }
      let tiles = rowTiles * Self.quotient(product.columns, tile.columns)
      let memory = memoryTime(tile, tiles)
      for parts in Tile.splits {
        if parts > 1, !mayCut(parts, tiles) { break }
        let compute = computeTime(tile, tiles, parts)
        let sums = parts == 1 ? 0 : sumTime(rowTiles * tile.rows, parts)
        let running = Self.overlapped(compute, memory) + sums
        if running < best.running { best = (running, compute, memory) }
      }
    }
    return KernelTime(
      launch: .zero, compute: Seconds(best.compute), memory: Seconds(best.memory),
      running: Seconds(best.running), operations: product.operations, bytes: product.bytes)
  }

  /// More blocks than four for a multiprocessor, or parts of little depth, gain nothing.
  private func mayCut(_ parts: Int, _ tiles: Int) -> Bool {
    product.origin == .library && product.depth / parts >= Tile.leastDepth
      && tiles * parts <= 4 * gpu.multiprocessors
  }

  private func computeTime(_ tile: Tile, _ tiles: Int, _ parts: Int) -> Double {
    let full = Double(tiles * parts) / Double(gpu.multiprocessors)
    let waves =
      KernelConstants.waveRounding * full.rounded(.up) + (1 - KernelConstants.waveRounding)
      * max(full, 1)
    let operations = 2 * Double(tile.rows * tile.columns) * Double(product.depth) / Double(parts)
    let work = operations / rate
    return waves * (work + work * waveTime / (work + waveTime))
  }

  /// Partial sums of 32 bits, written and read, and one more wave to add them.
  private func sumTime(_ rows: Int, _ parts: Int) -> Double {
    2 * Double(parts) * Double(rows) * Double(product.columns) * 4 / gpu.cacheBandwidth.value
      + waveTime
  }

  /// Each operand once, or again for each wave where neither stays in the cache.
  ///
  /// A wave covers about a square of C with `side^2 = tiles at a time * bm * bn`. One operand is read once and the other m/side
  /// or n/side times, whichever is less.
  private func memoryTime(_ tile: Tile, _ tiles: Int) -> Double {
    let traffic = product.traffic
    let half = gpu.cacheCapacity.value / 2
    var operands = traffic.inputs + traffic.weights
    if product.groupCount == 1, traffic.inputs > half, traffic.weights > half {
      let side =
        Double(min(gpu.multiprocessors, tiles) * tile.rows * tile.columns).squareRoot()
      operands = min(
        traffic.weights * max(1, Double(product.rowCount) / side) + traffic.inputs,
        traffic.inputs * max(1, Double(product.columns) / side) + traffic.weights)
    }
    return (operands + traffic.results) / bandwidth
  }

  /// `(a^p + b^p)^(1/p)`.
  static func overlapped(_ a: Double, _ b: Double) -> Double {
    let (high, low) = (max(a, b), min(a, b))
    guard low > 0 else { return high }
    return high * pow(1 + pow(low / high, KernelConstants.overlap), 1 / KernelConstants.overlap)
  }

  static func quotient(_ a: Int, _ b: Int) -> Int { (a + b - 1) / b }
}
