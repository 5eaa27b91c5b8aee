// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

/// Files that are given as ONNX models and are none, with a word that must stand in the message or the remedy.
struct WrongFile: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var word: String
  var testDescription: String { name }

  init(_ name: String, _ bytes: [UInt8], _ word: String) {
    self.name = name
    self.bytes = bytes
    self.word = word
  }

  static let all: [WrongFile] = [
    WrongFile("text", Array("hello, this is a model\n".utf8), "a text"),
    WrongFile("gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3], "gunzip"),
    WrongFile(
      "git-lfs",
      Array(
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n".utf8),
      "git lfs pull"),
    WrongFile(
      "safetensors", [40, 0, 0, 0, 0, 0, 0, 0] + Array("{\"w\":{\"dtype\"".utf8), "safetensors"),
    WrongFile("GGUF", Array("GGUF".utf8) + [3, 0, 0, 0, 1, 0, 0, 0], "GGUF"),
    WrongFile("TFLite", [0x1c, 0, 0, 0] + Array("TFL3".utf8) + [1, 2], "TensorFlow Lite"),
    WrongFile("PyTorch", zip("archive/data.pkl"), "torch.onnx.export"),
    WrongFile("zipped model", zip("model.onnx"), "unzip"),
    WrongFile("zip", zip("readme.md"), "zip"),
    WrongFile("pickle", [0x80, 2, 0x8a, 0x0a, 0x6c], "pickle"),
    WrongFile("HDF5", [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0], "HDF5"),
    WrongFile("PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "PNG"),
    WrongFile("JPEG", [0xff, 0xd8, 0xff, 0xe0], "JPEG"),
    WrongFile("NumPy", [0x93] + Array("NUMPY".utf8) + [1, 0], "NumPy"),
    WrongFile("ort", [0x20, 0, 0, 0] + Array("ORTM".utf8), "ONNX Runtime"),
    WrongFile("web page", Array("<!DOCTYPE html>\n<html><head>".utf8), "web page"),
    WrongFile("XML", Array("<?xml version=\"1.0\"?><net>".utf8), "XML"),
    WrongFile("JSON", Array("{\"model_type\": \"llama\"}".utf8), "JSON"),
    WrongFile("text format", Array("ir_version: 8\ngraph {\n".utf8), "binary"),
    WrongFile("zeros", [UInt8](repeating: 0, count: 100), "zeros"),
    WrongFile("tensor", tensorProto, "TensorProto"),
    WrongFile("GraphDef", graphDef, "GraphDef"),
    WrongFile("SavedModel", savedModel, "SavedModel"),
    WrongFile("noise", [0xb7, 0x13, 0x9d, 0xee, 0x41, 0x22], "not an ONNX model"),
  ]

  private static func zip(_ entry: String) -> [UInt8] {
    [0x50, 0x4b, 3, 4] + [UInt8](repeating: 0, count: 22) + [UInt8(entry.utf8.count), 0, 0, 0]
      + Array(entry.utf8)
  }

  private static var tensorProto: [UInt8] {
    var writer = ProtoWriter()
    for dim in [1, 3, 224, 224] { writer.int(1, dim) }
    writer.int(2, 1)
    writer.text(8, "data_0")
    writer.data(9, [UInt8](repeating: 0, count: 64))
    return writer.bytes
  }

  private static var graphDef: [UInt8] {
    var writer = ProtoWriter()
    writer.message(1) {
      $0.text(1, "input")
      $0.text(2, "Placeholder")
    }
    return writer.bytes
  }

  private static var savedModel: [UInt8] {
    var writer = ProtoWriter()
    writer.int(1, 1)
    writer.message(2) {
      $0.message(1) { $0.text(4, "serve") }
      $0.data(2, graphDef)
    }
    return writer.bytes
  }
}

@Suite struct BadFilesKindTests {
  @Test(arguments: WrongFile.all)
  func `a file that is no model is called what it is`(file: WrongFile) {
    let found = diagnostics(file.bytes)
    #expect(found.count == 1)
    let text = found.map { $0.text() }.joined()
    #expect(text.contains(file.word), "\(text)")
    #expect(found.first?.suggestion != nil)
  }

  @Test func `an empty file is called empty`() {
    #expect(diagnostics([]).map(\.id) == ["onnx.empty-file"])
  }
}
