// SPDX-License-Identifier: Apache-2.0

/// The header of one safetensors file: a JSON object of one fixed form, read in one pass.
struct SafetensorsHeader {
  /// A tensor as the header lists it.
  struct Tensor {
    var name: String
    var type = ""
    var shape: [Int] = []
    /// From the end of the header.
    var begin = 0
    var end = 0
    /// The bytes of the file at which its name, its type and its offsets stand.
    var at = 0
    var typeAt = 0
    var offsetsAt = 0
    /// Which of its three keys are there.
    var keys: Keys = []
    /// A key that no tensor has.
    var strange: (key: String, at: Int)?
  }

  /// Keys of a tensor; a set of texts for each of a hundred thousand would take most of the time.
  struct Keys: OptionSet {
    var rawValue: UInt8
    static let type = Keys(rawValue: 1)
    static let shape = Keys(rawValue: 2)
    static let offsets = Keys(rawValue: 4)

    /// The keys that are absent.
    var missing: [String] {
      [(Keys.type, "dtype"), (.shape, "shape"), (.offsets, "data_offsets")].filter {
        !contains($0.0)
      }.map(\.1)
    }
  }

  /// In the order of the header.
  var tensors: [Tensor] = []
  /// The texts under `__metadata__`.
  var metadata: [ParameterList.Fact] = []

  /// Texts of `__metadata__` that are kept.
  private static let metadataLimit = 64
  /// Sides of a tensor; more are damage.
  private static let rankLimit = 64

  /// Reads the header in a part of a file.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(JSONFault) {
    var scanner = JSONScanner(bytes, range)
    var tensors: [Tensor] = []
    var metadata: [ParameterList.Fact] = []
    try scanner.object { key, at, scanner throws(JSONFault) in
      if key == "__metadata__" {
        try scanner.object { key, _, scanner throws(JSONFault) in
          let value = try scanner.string()
          if metadata.count < Self.metadataLimit, value.utf8.count <= 256 {
            metadata.append(ParameterList.Fact(key, value))
          }
        }
        return
      }
      var tensor = Tensor(name: key)
      tensor.at = at
      try scanner.object { key, at, scanner throws(JSONFault) in
        func first(_ known: Keys) throws(JSONFault) {
          guard tensor.keys.insert(known).inserted else {
            throw JSONFault(problem: .duplicateKey(key), at: at)
          }
        }
        switch key {
        case "dtype":
          try first(.type)
          tensor.typeAt = scanner.start()
          tensor.type = try scanner.string()
        case "shape":
          try first(.shape)
          tensor.shape = try Self.counts(&scanner, limit: Self.rankLimit)
        case "data_offsets":
          try first(.offsets)
          tensor.offsetsAt = scanner.start()
          let ends = try Self.counts(&scanner, limit: 2)
          guard ends.count == 2 else {
            throw JSONFault(problem: .wrongKind("a list of two offsets"), at: tensor.offsetsAt)
          }
          (tensor.begin, tensor.end) = (ends[0], ends[1])
        default:
          tensor.strange = tensor.strange ?? (key, at)
          try scanner.skip()
        }
      }
      tensors.append(tensor)
    }
    try scanner.finish()
    self.tensors = tensors
    self.metadata = metadata
  }

  /// A list of numbers that are not negative.
  private static func counts(_ scanner: inout JSONScanner, limit: Int) throws(JSONFault) -> [Int] {
    var numbers: [Int] = []
    try scanner.array { scanner throws(JSONFault) in
      let at = scanner.start()
      let number = try scanner.integer()
      guard number >= 0 else {
        throw JSONFault(problem: .wrongKind("a number that is not negative"), at: at)
      }
      guard numbers.count < limit else {
        throw JSONFault(problem: .wrongKind("a list of at most \(limit) numbers"), at: at)
      }
      numbers.append(number)
    }
    return numbers
  }
}
