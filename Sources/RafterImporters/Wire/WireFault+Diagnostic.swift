// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// A file that could not be read, as far as it was: enough to say what happened to it.
struct BrokenFile {
  var bytes: UnsafeRawBufferPointer
  var source: String
  var fault: WireFault
  /// Where its graph lies, if that was read to its end.
  var graph: Range<Int>?
  /// The field of the model that was being read, or was read last.
  var current: Range<Int>?

  /// What is wrong with the file, rather than with its bytes.
  var diagnostic: Diagnostic {
    switch fault {
    case .tooDeep(let at): return .tooDeep(source, at: at)
    case .tooMany(let at): return .tooMany(source, at: at)
    default: break
    }
    if let kind = FileKind.guess(bytes) { return .otherFile(source, kind) }
    if case .secondModel(let at) = fault { return .twoModels(source, second: at) }
    guard beginsLikeModel else { return .notAModel(source) }
    switch fault {
    case .runsPast(let field, let at, let end, let limit)
    where limit == bytes.count && !isNested(at):
      if let graph, !Self.modelFields.contains(field) {
        return .trailingBytes(source, at: max(graph.upperBound, at))
      }
      return .cut(source, size: bytes.count, announced: end, part: Self.name(field), from: at)
    case .cutNumber(let at, let limit) where limit == bytes.count && !isNested(at):
      return .cut(source, size: bytes.count, announced: nil, part: nil, from: 0)
    case .fieldZero(let at) where isZero(from: at):
      if let graph, at >= graph.upperBound {
        return .zerosAppended(source, at: at, size: bytes.count)
      }
      return .zerosInside(source, at: at, size: bytes.count)
    case .runsPast(_, let at, _, _), .cutNumber(let at, _), .longNumber(let at),
      .fieldZero(let at), .wireType(_, let at), .wrongType(_, let at), .tooDeep(let at),
      .tooMany(let at), .secondModel(let at):
      if let graph, at >= graph.upperBound { return .trailingBytes(source, at: at) }
      return .damaged(source, at: at, detail: fault.detail)
    }
  }

  /// Fields of ModelProto.
  private static let modelFields: Set<Int> = [1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]

  private static func name(_ field: Int) -> String {
    switch field {
    case 7: "the graph"
    case 8: "an opset import"
    case 14: "a metadata entry"
    case 25: "a function"
    case 2, 3: "the name of its producer"
    case 6: "its description"
    default: "a field"
    }
  }

  /// Whether the first key is one of a model, with the wire type it has there.
  private var beginsLikeModel: Bool {
    guard let first = bytes.first else { return false }
    let field = Int(first >> 3)
    switch first & 7 {
    case 0: return field == 1 || field == 5
    // Fields above 15 have keys of two bytes.
    case 2: return [2, 3, 4, 6, 7, 8, 14].contains(field) || first >= 0x80
    default: return false
    }
  }

  // A fault within a field that is there in full is damage, even if the field ends where the file does.
  private func isNested(_ offset: Int) -> Bool { current?.contains(offset) ?? false }

  // Looking at both ends is enough, and does not read gigabytes.
  private func isZero(from start: Int) -> Bool {
    let window = 1 << 16
    let tail = bytes[start...]
    return tail.prefix(window).allSatisfy { $0 == 0 } && tail.suffix(window).allSatisfy { $0 == 0 }
  }
}

extension WireFault {
  /// What is wrong with the bytes, for those who look at them.
  fileprivate var detail: String {
    switch self {
    case .runsPast(let field, _, _, _):
      "field \(field) announces more bytes than the message around it has"
    case .cutNumber: "a number runs beyond the message around it"
    case .longNumber: "a number has more than ten bytes"
    case .fieldZero: "a field has no valid number"
    case .wireType(let type, _): "wire type \(type) does not occur in ONNX"
    case .wrongType(let field, _): "field \(field) is of another type than ONNX gives it"
    case .tooDeep: "graphs are nested too deep"
    case .tooMany: "there are too many nodes and values"
    case .secondModel: "a field stands twice"
    }
  }
}
