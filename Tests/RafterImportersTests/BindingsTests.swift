// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import Testing

@Suite struct BindingsTests {
  @Test(arguments: [
    ("input=1x3x224x224", InputBinding.shape(name: "input", [1, 3, 224, 224])),
    ("input_ids[1]=128", .axis(name: "input_ids", axis: 1, size: 128)),
    ("batch=8", .symbol("batch", 8)),
    ("sr=value:16000", .value(name: "sr", [16000])),
    ("axes=value:1,-2,0", .value(name: "axes", [1, -2, 0])),
    ("serving/x:0=1x3", .shape(name: "serving/x:0", [1, 3])),
    ("past.0.key[2]=16", .axis(name: "past.0.key", axis: 2, size: 16)),
    ("2*seq+1=257", .symbol("2*seq+1", 257)),
    ("a=b=4", .symbol("a=b", 4)),
    ("x[0][1]=4", .axis(name: "x[0]", axis: 1, size: 4)),
    (" x = 1 x 3 ", .shape(name: "x", [1, 3])),
    ("x=1X3", .shape(name: "x", [1, 3])),
    ("x=4294967296", .symbol("x", 1 << 32)),
  ])
  func `the forms of a binding`(text: String, expected: InputBinding) throws {
    #expect(try InputBinding(text: text) == expected)
  }

  @Test(arguments: [
    ("x", "binding.syntax", "NAME=1x3x224x224"),
    ("x:1x3", "binding.syntax", "did you mean 'x=1x3'?"),
    ("x 8", "binding.syntax", "did you mean 'x=8'?"),
    ("=8", "binding.syntax", "NAME="),
    ("x=", "binding.syntax", "NAME="),
    ("", "binding.syntax", "NAME="),
    ("[1]=3", "binding.syntax", "NAME="),
    ("x=-1", "binding.size", "1 or more"),
    ("x=1x0x3", "binding.size", "1 or more"),
    ("x=1xx3", "binding.size", "1x3x224x224"),
    ("x=1x", "binding.size", "1x3x224x224"),
    ("x=big", "binding.size", "1x3x224x224"),
    ("x=8.5", "binding.size", "1x3x224x224"),
    ("x=0x10", "binding.size", "1 or more"),
    ("x=1,3,224", "binding.size", "did you mean 'x=1x3x224'?"),
    ("x=[1, 3]", "binding.size", "did you mean 'x=1x3'?"),
    ("x=1*3", "binding.size", "did you mean 'x=1x3'?"),
    ("x=4294967297", "binding.size", "at most 4294967296"),
    ("x=99999999999999999999", "binding.size", "at most 4294967296"),
    ("x=4294967296x4294967296", "binding.size", "2^48"),
    ("x[one]=3", "binding.axis", "from 0"),
    ("x[-1]=3", "binding.axis", "from 0"),
    ("x[]=3", "binding.axis", "from 0"),
    ("x[1]=1x3", "binding.axis", "x=1x3"),
    ("x=value:", "binding.value", "x=value:16000"),
    ("x=value:1.5", "binding.value", "x=value:16000"),
    ("x=value:1,,2", "binding.value", "x=value:16000"),
    ("x=value:9223372036854775808", "binding.value", "x=value:16000"),
  ])
  func `every misuse has a remedy`(text: String, id: String, remedy: String) {
    let error = #expect(throws: DiagnosticList.self) { try InputBinding(text: text) }
    #expect(error?.diagnostics.first?.id == id)
    #expect(error?.diagnostics.first?.suggestion?.contains(remedy) == true, "\(text): \(error)")
  }

  @Test func `all wrong sides of a shape are reported`() {
    let error = #expect(throws: DiagnosticList.self) { try InputBinding(text: "x=0x-2xfour") }
    #expect(error?.diagnostics.count == 3)
  }

  @Test func `all wrong bindings are reported, and what is bound twice`() throws {
    let error = #expect(throws: DiagnosticList.self) {
      try InputBinding.parse(["x=1", "y", "x=2", "z=0"])
    }
    #expect(error?.diagnostics.map(\.id) == ["binding.syntax", "binding.twice", "binding.size"])
    #expect(try InputBinding.parse(["x=1", "x=1", "x[0]=2"]).count == 2)
  }

  @Test(arguments: ["x=1x3", "x[1]=4", "b=8", "sr=value:1,2"])
  func `a binding is written as it is read`(text: String) throws {
    #expect(try InputBinding(text: text).text == text)
  }
}
