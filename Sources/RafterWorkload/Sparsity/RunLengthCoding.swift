// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Pairs of a run of zeros and the element behind it, several to a word.
///
/// A run that its bits cannot say is cut: an entry with the longest run and a zero for its element stands in between.
/// Zeros behind the last element are not stored; the size of the tensor is known.
public struct RunLengthCoding: Sendable, Hashable {
  /// Bits of a run.
  public let runBits: Int
  /// Pairs in a word; nil where pairs are not gathered into words.
  public let pairsPerWord: Int?
  /// Bits of a word; without meaning where pairs are not gathered.
  public let wordBits: Int

  /// Creates a code with runs of 1 to 30 bits; nil for others.
  public init?(runBits: Int, pairsPerWord: Int? = nil, wordBits: Int = 0) {
    guard (1...30).contains(runBits), pairsPerWord ?? 1 >= 1, wordBits >= 0 else { return nil }
    self.runBits = runBits
    self.pairsPerWord = pairsPerWord
    self.wordBits = wordBits
  }

  private init(runBits: Int, pairs: Int, wordBits: Int) {
    (self.runBits, pairsPerWord, self.wordBits) = (runBits, pairs, wordBits)
  }

  /// That of Eyeriss for its feature maps in DRAM: three pairs of a 5-bit run and a 16-bit level, and one bit, in a
  /// word of 64 bits [Chen et al., JSSC 2017].
  public static let eyeriss = RunLengthCoding(runBits: 5, pairs: 3, wordBits: 64)

  /// Zeros that one filler stands for: the longest run, and its own.
  public var reach: Int { 1 << runBits }

  /// Whole words that hold some entries: 64 bits for each three at Eyeriss.
  ///
  /// - Parameters:
  ///   - count: The entries.
  ///   - element: Bits of an element; taken from the word where pairs are gathered.
  public func bits(ofEntries count: Int, element: BitCount) -> BitCount {
    guard let pairsPerWord else {
      return (element + BitCount(runBits)) * Double(count)
    }
    let words = count.quotientAndRemainder(dividingBy: pairsPerWord)
    return BitCount(wordBits) * Double(words.quotient + (words.remainder > 0 ? 1 : 0))
  }

  /// Entries with a zero for their element that a mask needs.
  public func fillers(in mask: ZeroMask) -> Int {
    var fillers = 0
    var run = 0
    for isNonZero in mask.isNonZero {
      if isNonZero {
        fillers += run / reach
        run = 0
      } else {
        run += 1
      }
    }
    return fillers
  }

  /// The size of some entries; fillers are metadata.
  func size(nonZeros: Int, fillers: Int, element: BitCount) -> StoredSize {
    let data = element * Double(nonZeros)
    return StoredSize(
      data: data, metadata: bits(ofEntries: nonZeros + fillers, element: element) - data)
  }

  /// The mean number of fillers over all ways in which `nonZeros` can lie among `elements`.
  ///
  /// All gaps are alike, and one is at least g long in C(N-g, K) of C(N, K) ways:
  ///
  ///     E = K * sum over j >= 1 of C(N - j*reach, K) / C(N, K)
  public func expectedFillers(elements: Int, nonZeros: Int) -> Double {
    guard nonZeros > 0, nonZeros < elements else { return 0 }
    let all = LogFactorial.choose(elements, nonZeros)
    var sum = 0.0
    var gap = reach
    while gap <= elements - nonZeros {
      let part = LogFactorial.exp(LogFactorial.choose(elements - gap, nonZeros) - all)
      sum += part
      // The terms fall at least as a geometric row does.
      if part < 1e-15 * sum { break }
      gap += reach
    }
    return sum * Double(nonZeros)
  }

  func expectedSize(elements: Int, nonZeros: Int, element: BitCount) -> StoredSize {
    let entries = Double(nonZeros) + expectedFillers(elements: elements, nonZeros: nonZeros)
    let each =
      pairsPerWord.map { BitCount(wordBits) / Double($0) } ?? element + BitCount(runBits)
    let data = element * Double(nonZeros)
    return StoredSize(data: data, metadata: each * entries - data)
  }
}
