// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import Testing

struct ExtendsTests {
  /// The head of a file that extends another.
  static func head(_ base: String = "tiny", name: String = "changed") -> String {
    """
    rafter: accelerator/1
    name: \(name)
    extends: \(base)
    source: {title: what differs, confidence: measured}

    """
  }

  /// The tiny machine, and files beside it.
  static func bases(_ files: [String: String] = [:]) -> AcceleratorBases {
    let all = files.merging(["tiny": tiny]) { first, _ in first }
    return AcceleratorBases(names: all.keys.sorted()) { name, _ in
      all[name].map { AcceleratorBases.File(text: $0, file: "\(name).yaml") }
    }
  }

  static func read(_ changes: String, _ files: [String: String] = [:]) throws -> Accelerator {
    try AcceleratorReader.read(
      text: head() + changes, file: "child.yaml", bases: bases(files)
    ).0
  }

  /// `place id` of everything wrong.
  static func wrong(_ text: String, _ files: [String: String] = [:]) -> [String] {
    do {
      _ = try AcceleratorReader.read(text: text, file: "child.yaml", bases: bases(files))
      return []
    } catch {
      return error.diagnostics.filter { $0.severity == .error }
        .map { "\($0.location?.text ?? "-") \($0.id)" }
    }
  }

  @Test func `what the child does not state is the base's`() throws {
    let base = try AcceleratorReader.read(text: tiny, file: "tiny.yaml").0
    let child = try Self.read("power: {cap: 2 W}")
    #expect(child.name == "changed")
    #expect(child.power.cap?.value == Power(2))
    // The static power of the same mapping stays.
    #expect(child.power.staticPower?.value == base.power.staticPower?.value)
    #expect(child.memories.map(\.name) == base.memories.map(\.name))
    #expect(
      child.memories[0].ports
        == base.memories[0].ports.map { port in
          var port = port
          port.bandwidth.provenance.source = "tiny"
          return port
        })
  }

  @Test func `an element of the path is found by its name`() throws {
    let child = try Self.read(
      """
      path:
        - memory: spad
          capacity: 128 B
          energy: {write: 0.3 pJ/bit}
        - array: {columns: 16}
        - compute: mac
          sustained: 0.5
      """)
    let pad = try #require(child.memories.last)
    #expect(pad.capacity?.value == ByteCount(128.0))
    // Mappings merge: reading stays at 0.1 pJ, writing is new.
    #expect(pad.readEnergy?.provenance.text == "0.1 pJ/bit")
    #expect(pad.writeEnergy?.provenance.text == "0.3 pJ/bit")
    // 4 rows of the base, 16 columns of the child.
    #expect(child.computeInstances == 64)
    #expect(child.compute?.sustained.value == 0.5)
  }

  @Test func `a list replaces the list of the base`() throws {
    let child = try Self.read(
      """
      path:
        - memory: spad
          ports: [{kind: read-write, bandwidth: 12 B/cycle}]
      """)
    #expect(child.memories.last?.ports.map(\.kind) == [.readWrite])
  }

  @Test func `cautions add up`() throws {
    let base = tiny + "cautions: [of the base]\n"
    let child = try AcceleratorReader.read(
      text: Self.head("cautious") + "cautions: [of the child]", file: "child.yaml",
      bases: Self.bases(["cautious": base])
    ).0
    #expect(child.cautions == ["of the base", "of the child"])
  }

  @Test func `each number says which file states it, and takes that file's source`() throws {
    let child = try Self.read("path: [{memory: spad, capacity: 128 B}]")
    let pad = try #require(child.memories.last)
    let capacity = try #require(pad.capacity).provenance
    #expect(capacity.location?.text == "child.yaml:5:33")
    #expect(capacity.confidence == .measured && capacity.source == nil)
    let energy = try #require(pad.readEnergy).provenance
    #expect(energy.location?.file == "tiny.yaml")
    #expect(energy.confidence == .estimated && energy.source == "tiny")
    #expect(child.source.title == "what differs")
    #expect(child.sources["tiny"]?.title == "a test")
  }

  @Test func `a changed number does not inherit the source of its part`() throws {
    // In the base the data sheet speaks for all numbers of dram.
    let base = try tiny(
      ("technology:", "sources: {sheet: {title: a sheet, confidence: published}}\ntechnology:"),
      ("capacity: 1 GiB", "source: sheet\n    capacity: 1 GiB"))
    let child = try AcceleratorReader.read(
      text: Self.head("sheeted") + "path: [{memory: dram, capacity: 2 GiB}]", file: "child.yaml",
      bases: Self.bases(["sheeted": base])
    ).0
    let dram = child.memories[0]
    #expect(dram.capacity?.provenance.source == nil)
    #expect(dram.capacity?.provenance.confidence == .measured)
    #expect(dram.readEnergy?.provenance.source == "sheet")
    #expect(dram.readEnergy?.provenance.confidence == .published)
  }

  @Test func `a quantity with attributes is replaced as a whole`() throws {
    let base = try tiny(
      ("capacity: 64 B", "capacity: {value: 64 B, confidence: assumed, range: 32..128 B}"))
    let child = try AcceleratorReader.read(
      text: Self.head("ranged") + "path: [{memory: spad, capacity: {value: 256 B}}]",
      file: "child.yaml", bases: Self.bases(["ranged": base])
    ).0
    let capacity = try #require(child.memories.last?.capacity)
    #expect(capacity.range == nil && capacity.provenance.confidence == .measured)
  }

  @Test func `chains are followed, and the nearest file wins`() throws {
    let middle = Self.head("tiny", name: "middle") + "power: {cap: 3 W, static: 20 mW}\n"
    let child = try AcceleratorReader.read(
      text: Self.head("middle") + "power: {cap: 4 W}", file: "child.yaml",
      bases: Self.bases(["middle": middle])
    ).0
    #expect(child.power.cap?.provenance.location?.file == "child.yaml")
    #expect(child.power.staticPower?.provenance.location?.file == "middle.yaml")
    #expect(child.power.staticPower?.provenance.source == "middle")
    #expect(child.technology.frequency.provenance.location?.file == "tiny.yaml")
    #expect(child.technology.frequency.provenance.source == "tiny")
  }

  @Test(arguments: [
    ("path: [{memory: spat, capacity: 1 B}]", "child.yaml:5:17", "did you mean 'spad'?"),
    ("path: [{array: {row: 2}}]", "child.yaml:5:9", "did you mean 'rows'?"),
    ("path: [{compute: multiplier}]", "child.yaml:5:18", "it has compute 'mac'"),
  ])
  func `an element that the base has not is an error`(
    changes: String, place: String, remedy: String
  ) throws {
    let list = #expect(throws: DiagnosticList.self) { try Self.read(changes) }
    let found = try #require(list?.diagnostics.first { $0.id == "accelerator.extends-path" })
    #expect(found.location?.text == place)
    #expect(found.suggestion == remedy)
    // Where the path of the base begins.
    #expect(found.notes.contains { $0.contains("tiny.yaml:7:3") })
  }

  @Test func `an element cannot be changed twice`() {
    #expect(
      Self.wrong(
        Self.head()
          + "path: [{memory: spad, capacity: 1 KiB}, {memory: spad, buffering: double}]")
        == ["child.yaml:5:50 accelerator.changed-twice"])
  }

  @Test func `a missing base is reported where it is named`() {
    #expect(Self.wrong(Self.head("tinny")) == ["child.yaml:3:10 accelerator.unknown-base"])
    #expect(Self.wrong(Self.head("[a, b]")) == ["child.yaml:3:10 accelerator.extends"])
  }

  @Test func `a circle names all its files`() throws {
    let files = [
      "a": Self.head("b", name: "a"), "b": Self.head("a", name: "b"),
    ]
    #expect(Self.wrong(Self.head("a"), files) == ["b.yaml:3:10 accelerator.extends-itself"])
    let list = #expect(throws: DiagnosticList.self) {
      try AcceleratorReader.read(
        text: Self.head("a"), file: "child.yaml", bases: Self.bases(files))
    }
    let notes = try #require(list?.diagnostics.first).notes.joined()
    for place in ["child.yaml:3:10", "a.yaml:3:10", "b.yaml:3:10"] {
      #expect(notes.contains(place))
    }
  }

  @Test func `a chain without end is cut`() {
    let files = Dictionary(
      uniqueKeysWithValues: (0..<20).map { ("f\($0)", Self.head("f\($0 + 1)", name: "f\($0)")) })
    #expect(Self.wrong(Self.head("f0"), files) == ["f7.yaml:3:10 accelerator.extends-too-long"])
  }

  @Test func `a base that cannot be read is reported in both files`() {
    #expect(
      Self.wrong(Self.head("bad"), ["bad": "a: [1"])
        == ["child.yaml:3:10 accelerator.broken-base", "bad.yaml:2:1 document.syntax"])
    #expect(
      Self.wrong(Self.head("other"), ["other": "rafter: workload/1\n"])
        == ["child.yaml:3:10 accelerator.broken-base", "other.yaml:1:9 accelerator.version"])
    #expect(
      Self.wrong(Self.head("text"), ["text": "hello"])
        == ["child.yaml:3:10 accelerator.broken-base"])
  }

  @Test func `what is wrong in the base has its place in the base`() throws {
    let broken = try tiny(("capacity: 64 B", "capacty: 64 B"))
    #expect(
      Self.wrong(Self.head("broken"), ["broken": broken])
        == ["broken.yaml:17:5 document.unknown-key"])
  }

  @Test func `kind, name and source are a file's own`() {
    #expect(
      Self.wrong("extends: tiny\n")
        == Array(repeating: "child.yaml:1:1 accelerator.extends-without", count: 3))
  }

  @Test func `a source key cannot stand for two works`() throws {
    let base = try tiny(
      ("technology:", "sources: {sheet: {title: a, confidence: published}}\ntechnology:"))
    #expect(
      Self.wrong(
        Self.head("two") + "sources: {sheet: {title: b, confidence: assumed}}", ["two": base])
        == ["child.yaml:5:11 accelerator.source-twice"])
  }
}
