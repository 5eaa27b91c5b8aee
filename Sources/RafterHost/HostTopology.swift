// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What the system says about this computer: its processor, caches and memory.
public struct HostTopology: Sendable, Hashable {
  /// A cache for data.
  public struct Cache: Sendable, Hashable {
    /// 1 is next to the arithmetic.
    public var level: Int
    /// The bytes of one.
    public var capacity: ByteCount
    /// How many logical processors share one.
    public var sharedBy: Int

    /// Creates a cache.
    public init(level: Int, capacity: ByteCount, sharedBy: Int) {
      self.level = level
      self.capacity = capacity
      self.sharedBy = sharedBy
    }
  }

  /// The name of the processor.
  public var processor: String
  /// Logical processors that may be used.
  public var processors: Int
  /// Caches for data, the innermost first.
  public var caches: [Cache]
  /// The main memory; nil where the system does not say.
  public var memory: ByteCount?

  /// Creates a topology.
  public init(processor: String, processors: Int, caches: [Cache], memory: ByteCount?) {
    self.processor = processor
    self.processors = max(1, processors)
    self.caches = caches.sorted { $0.level < $1.level }
    self.memory = memory
  }

  /// Reads the texts of Linux: `cpuinfo` and `meminfo` of `/proc`, and for each cache of the first processor
  /// `cacheN/level`, `cacheN/type`, `cacheN/size`, `cacheN/shared_cpu_list`.
  ///
  /// What is missing is left out: nothing is guessed.
  public init(linux files: [String: String], processors: Int) {
    let name = Self.value(of: ["model name", "Processor", "Model"], in: files["cpuinfo"] ?? "")
    let kibibytes = Self.value(of: ["MemTotal"], in: files["meminfo"] ?? "").flatMap {
      Double($0.split(separator: " ").first ?? "")
    }
    var caches: [Cache] = []
    for index in 0..<16 {
      guard let level = files["cache\(index)/level"].flatMap({ Int(Self.trimmed($0)) }),
        let type = files["cache\(index)/type"], Self.trimmed(type) != "Instruction",
        let size = files["cache\(index)/size"].flatMap({ Self.size(Self.trimmed($0)) })
      else { continue }
      let shared = files["cache\(index)/shared_cpu_list"].map { Self.count(Self.trimmed($0)) } ?? 1
      caches.append(Cache(level: level, capacity: size, sharedBy: max(1, shared)))
    }
    self.init(
      processor: name ?? "unknown processor", processors: processors, caches: caches,
      memory: kibibytes.map { ByteCount($0 * 1024) })
  }

  /// What stands behind one of some keys: `model name : AMD EPYC`.
  private static func value(of keys: [String], in text: String) -> String? {
    for key in keys {
      for line in text.split(whereSeparator: \.isNewline) {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, trimmed(parts[0]) == key { return trimmed(parts[1]) }
      }
    }
    return nil
  }

  /// `32K`, `1024K`, `32M`.
  private static func size(_ text: String) -> ByteCount? {
    let scale: Double
    switch text.last {
    case "K": scale = 0x1p10
    case "M": scale = 0x1p20
    case "G": scale = 0x1p30
    default: return Double(text).map { ByteCount($0) }
    }
    return Double(text.dropLast()).map { ByteCount($0 * scale) }
  }

  /// How many processors `0-3,8-11` names.
  static func count(_ list: String) -> Int {
    list.split(separator: ",").reduce(0) { sum, part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, last >= first else { return sum }
      return sum + last - first + 1
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }
}
