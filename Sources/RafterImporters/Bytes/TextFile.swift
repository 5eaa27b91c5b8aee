// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// Reads files that people write: text in UTF-8, and nothing else.
public enum TextFile {
  /// The text of a file.
  ///
  /// - Throws: `text.encoding` where a byte is no UTF-8, `text.nul` where it is zero, both with line and column; `text.compressed` of an archive.
  public static func text(of bytes: FileBytes, file: String) throws(DiagnosticList) -> String {
    try bytes.withUnsafeBytes { pointer throws(DiagnosticList) in
      let start = pointer.prefix(2)
      if start.elementsEqual([0xff, 0xfe]) || start.elementsEqual([0xfe, 0xff]) {
        throw DiagnosticList(.textInUTF16(at: TextPlace.location(of: 0, in: pointer, file: file)))
      }
      if start.elementsEqual([0x1f, 0x8b]) || pointer.prefix(4).elementsEqual([0x50, 0x4b, 3, 4]) {
        throw DiagnosticList(.textCompressed(file, isZip: start.first == 0x50))
      }
      if let wrong = firstWrongByte(of: pointer) {
        let place = TextPlace.location(of: wrong, in: pointer, file: file)
        throw DiagnosticList(
          pointer[wrong] == 0 ? .textWithNul(at: place) : .textEncoding(pointer[wrong], at: place))
      }
      return String(decoding: pointer, as: UTF8.self)
    }
  }

  /// The first byte that is zero or begins no character of UTF-8.
  private static func firstWrongByte(of bytes: UnsafeRawBufferPointer) -> Int? {
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var place = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar):
        if scalar.first == 0 { return place }
        place += scalar.count
      case .error: return place
      case .emptyInput: return nil
      }
    }
  }
}
