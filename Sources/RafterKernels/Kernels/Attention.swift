// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Fused attention in 16 or 8 bits with H query heads on K heads of keys and values [workloads 5.2].
///
/// With operands of 8 bits a prompt takes as long as with 16: the exponentials between the two products have the time, whatever the
/// multipliers could do. No constant is in that; measured times of an H100 and a B200 are within 6 and 8 % of it in the median.
public struct Attention: Sendable, Hashable {
  /// What is attended.
  public enum Phase: Sendable, Hashable {
    /// A prompt of `length` tokens, each to those before it.
    case prompt
    /// One new token to a cache of `length`.
    case decode
  }

  /// What is attended.
  public var phase: Phase
  /// B.
  public var batch: Int
  /// H.
  public var heads: Int
  /// K.
  public var keyHeads: Int
  /// D: of a head.
  public var headSize: Int
  /// S or C.
  public var length: Int
  /// What queries are in and what is multiplied; results have 16 bits.
  public var format: ProductFormat
  /// What keys and values lie in the cache in; widened on the way where it has fewer bits.
  public var cacheFormat: NumberFormat

  /// Creates attention.
  public init(
    _ phase: Phase, batch: Int, heads: Int, keyHeads: Int, headSize: Int, length: Int,
    format: ProductFormat = .bf16, cacheFormat: NumberFormat? = nil
  ) {
    self.format = format
    self.cacheFormat = cacheFormat ?? format.weights
    self.phase = phase
    self.batch = batch
    self.heads = heads
    self.keyHeads = keyHeads
    self.headSize = headSize
    self.length = length
  }

  /// Rows of Q, and of K and V, in a tile.
  private static let tile = 128

  func time(on gpu: GPU, _ constants: KernelConstants) -> KernelTime? {
    switch phase {
    case .prompt: promptTime(on: gpu, constants)
    case .decode: decodeTime(on: gpu, constants)
    }
  }

  /// Bytes of K and V.
  private var cacheBytes: Double {
    2 * cacheFormat.bitsPerElement.value / 8 * Double(batch) * Double(keyHeads) * Double(length)
      * Double(headSize)
  }

  /// Bytes of Q and of the result, for `rows` tokens of each sequence.
  private func queryBytes(_ rows: Int) -> Double {
    (format.inputBytes + format.resultBytes) * Double(batch) * Double(heads) * Double(rows)
      * Double(headSize)
  }

  /// The peak that binds: that of 16 bits for operands of 8 too.
  private func peak(_ gpu: GPU) -> Throughput? {
    guard let own = gpu.peak(format), format.kind == .narrow else { return gpu.peak(format) }
    return (gpu.peak(.bf16) ?? gpu.peak(.fp16)).map { min($0, own) } ?? own
  }

  /// The cache is read once, whatever the number of query heads; arithmetic hides behind it.
  private func decodeTime(on gpu: GPU, _ constants: KernelConstants) -> KernelTime? {
    guard gpu.peak(format) != nil else { return nil }
    let bytes = cacheBytes + queryBytes(1)
    let memory = Seconds(bytes / (gpu.memoryBandwidth.value * constants[.memoryShare]))
    return KernelTime(
      launch: Seconds(constants[.decodeLaunch]), compute: .zero, memory: memory, running: memory,
      operations: Operations(
        4 * Double(batch) * Double(heads) * Double(length) * Double(headSize)),
      bytes: ByteCount(bytes))
  }

  /// Of `n = ceil(S/128)` tiles of queries the i-th meets i tiles of keys: B H n (n+1)/2 steps of 4 * 128 * 128 * D operations,
  /// spread over the multiprocessors, never less than the longest tile.
  private func promptTime(on gpu: GPU, _ constants: KernelConstants) -> KernelTime? {
    guard let peak = peak(gpu) else { return nil }
    let rate = peak.value / Double(gpu.multiprocessors) * constants[.attentionShare]
    let n = Double(ProductTime.quotient(length, Self.tile))
    let sequences = Double(batch) * Double(heads)
    let step = 4 * Double(headSize) * Double(Self.tile * Self.tile) / rate
    let start = constants[.attentionCycles] / gpu.clock.value
    let spread =
      sequences * (n * (n + 1) / 2 * step + n * start) / Double(gpu.multiprocessors)
    let compute = max(spread, n * step + start)
    let bytes = cacheBytes + queryBytes(length)
    let memory = bytes / (gpu.memoryBandwidth.value * constants[.memoryShare])
    let pairs = Double(length) * (Double(length) + 1) / 2
    return KernelTime(
      launch: Seconds(constants[.launch]), compute: Seconds(compute), memory: Seconds(memory),
      running: Seconds(ProductTime.overlapped(compute, memory)),
      operations: Operations(4 * sequences * Double(headSize) * pairs), bytes: ByteCount(bytes))
  }
}
