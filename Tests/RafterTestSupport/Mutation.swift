// SPDX-License-Identifier: Apache-2.0

/// Damages bytes as disks, networks and editors do.
public enum Mutation {
  /// Changes one to four places.
  public static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 1...4, using: &random) { once(&bytes, &random) }
  }

  /// Changes one place: a bit, a byte, a piece doubled, cut out or moved, a number made extreme.
  public static func once(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let position = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, position + Int.random(in: 1...16, using: &random))
    switch Int.random(in: 0..<10, using: &random) {
    case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[position] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
    case 3: bytes.remove(at: position)
    case 4: bytes[position] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
    case 5: bytes.insert(contentsOf: bytes[position..<end], at: position)
    case 6: bytes.removeSubrange(position..<end)
    case 7: bytes.removeSubrange(position...)
    case 8:
      let words = [
        "9223372036854775807", "-1", "0", "{", "]", "\"", "1e999", "null", ",", ":", "\n",
      ]
      bytes.insert(
        contentsOf: Array((words.randomElement(using: &random) ?? "").utf8), at: position)
    default:
      let piece = Array(bytes[position..<end])
      bytes.removeSubrange(position..<end)
      bytes.insert(
        contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &random))
    }
  }
}
