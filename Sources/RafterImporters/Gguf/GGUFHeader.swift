// SPDX-License-Identifier: Apache-2.0

/// The header of one GGUF file: what it states and which tensors follow.
struct GGUFHeader {
  /// A tensor as the header lists it.
  struct Tensor {
    var name: String
    /// Innermost first, as in the file.
    var dimensions: [Int]
    var type: UInt32
    /// From the start of the data.
    var offset: Int
    /// The bytes of the header at which its entry, its type and its offset stand.
    var places: (entry: Int, type: Int, offset: Int)
  }

  /// A key with its value.
  struct Entry {
    var key: String
    var value: GGUFValue
    /// The byte at which the key stands.
    var at: Int
  }

  var version: UInt32
  /// In the order of the file.
  var entries: [Entry] = []
  var tensors: [Tensor] = []
  /// Where the data begin.
  var dataStart = 0

  private var byKey: [String: Int] = [:]

  /// The value of a key, or nil.
  subscript(_ key: String) -> GGUFValue? { byKey[key].map { entries[$0].value } }

  /// Where a key stands, or nil.
  func place(of key: String) -> Int? { byKey[key].map { entries[$0].at } }

  /// Reads a header.
  ///
  /// Tokenizer arrays are passed over without being kept: a header of megabytes takes kilobytes of memory.
  init(_ bytes: UnsafeRawBufferPointer) throws(GGUFFault) {
    var cursor = GGUFCursor(bytes, from: 4)
    cursor.begin("the header")
    version = try cursor.number(UInt32.self)
    guard version == 2 || version == 3 else {
      throw .damaged(at: 4, Self.refusal(of: version))
    }
    // The least that a tensor takes: an empty name, no side, a type and an offset; a key: its length, a type, a byte.
    let tensorCount = try cursor.count("tensors", least: 24)
    let entryCount = try cursor.count("keys", least: 13)
    for number in 0..<entryCount {
      cursor.begin("key \(number + 1) of \(entryCount)")
      let at = cursor.position
      let key = try cursor.text(limit: Self.keyLimit, "the key")
      cursor.begin("the value of '\(key)' (key \(number + 1) of \(entryCount))")
      let place = cursor.position
      let value = try GGUFValueReader.value(try cursor.number(UInt32.self), &cursor, at: place)
      guard byKey.updateValue(entries.count, forKey: key) == nil else {
        throw .damaged(at: at, "the key '\(key)' is there twice")
      }
      entries.append(Entry(key: key, value: value, at: at))
    }
    for number in 0..<tensorCount {
      cursor.begin("tensor \(number + 1) of \(tensorCount)")
      tensors.append(try Self.tensor(&cursor))
    }
    let alignment = try alignment()
    let rest = cursor.position % alignment
    dataStart = cursor.position + (rest == 0 ? 0 : alignment - rest)
  }

  /// Longest key: 2^16 - 1 bytes [ggml's description of the format].
  private static let keyLimit = 65_535
  /// Sides of a tensor: ggml has four.
  private static let rankLimit = 4

  private static func tensor(_ cursor: inout GGUFCursor) throws(GGUFFault) -> Tensor {
    let entry = cursor.position
    let name = try cursor.text(limit: keyLimit, "the name of a tensor")
    let rankAt = cursor.position
    let rank = try cursor.number(UInt32.self)
    guard rank <= rankLimit else {
      throw .damaged(
        at: rankAt, "tensor '\(name)' has \(rank) sides; tensors of GGUF have at most \(rankLimit)")
    }
    var dimensions: [Int] = []
    for _ in 0..<rank {
      let at = cursor.position
      let side = try cursor.number(UInt64.self)
      guard side > 0, side <= 1 << 48 else {
        throw .damaged(at: at, "a side of tensor '\(name)' is \(side)")
      }
      dimensions.append(Int(side))
    }
    let typeAt = cursor.position
    let type = try cursor.number(UInt32.self)
    let offsetAt = cursor.position
    let offset = try cursor.number(UInt64.self)
    guard let offset = Int(exactly: offset), offset <= 1 << 56 else {
      throw .damaged(at: offsetAt, "the data of tensor '\(name)' begin at \(offset)")
    }
    return Tensor(
      name: name, dimensions: dimensions, type: type, offset: offset,
      places: (entry, typeAt, offsetAt))
  }

  private func alignment() throws(GGUFFault) -> Int {
    guard let value = self["general.alignment"] else { return 32 }
    guard let alignment = value.integer, alignment > 0, alignment <= 1 << 24,
      alignment & (alignment - 1) == 0
    else {
      throw .damaged(
        at: place(of: "general.alignment") ?? 0,
        "'general.alignment' is \(value.shown), not a power of two")
    }
    return alignment
  }

  private static func refusal(of version: UInt32) -> String {
    if version.byteSwapped == 2 || version.byteSwapped == 3 {
      return
        "the file is big-endian (version \(version.byteSwapped) with its bytes swapped), which is not read"
    }
    return version == 1
      ? "version 1 of GGUF, of August 2023, is not read"
      : "version \(version) of GGUF is not known (2 and 3 are)"
  }
}
