// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// A description and the files it extends, as one tree in which every node keeps its own place.
struct Composition {
  /// A file that is extended, and the key under which its own source stands in `sources`.
  struct Base {
    var file: String
    var key: String
  }

  /// The whole.
  var root: DocumentNode
  /// The files it extends.
  var bases: [Base] = []
  /// What is wrong with how they fit together.
  var diagnostics: [Diagnostic] = []

  /// Descriptions extend one another through so many files at most.
  static let longestChain = 8

  /// Loads what a description extends and lays it over that.
  ///
  /// - Throws: `DiagnosticList` where a file is missing, is no description, or extends itself.
  init(_ document: Document, file: String, bases: AcceleratorBases) throws(DiagnosticList) {
    self.init(root: document.root, diagnostics: document.diagnostics)
    try extend(file: file, bases: bases, chain: [])
  }

  private init(root: DocumentNode, diagnostics: [Diagnostic]) {
    self.root = root
    self.diagnostics = diagnostics
  }

  private mutating func extend(file: String, bases: AcceleratorBases, chain: [SourceLocation])
    throws(DiagnosticList)
  {
    guard let entry = root.entries?.first(where: { $0.key == "extends" }) else { return }
    guard let name = entry.value.scalar, !entry.value.isEmpty else {
      throw DiagnosticList(.extendsNoName(at: entry.value.location))
    }
    let place = entry.value.location
    let chain = chain + [place]
    guard let found = bases.find(name, file) else {
      throw DiagnosticList(
        .unknownBase(name, among: bases.names, chain: chain.dropLast(), at: place))
    }
    if chain.contains(where: { $0.file == found.file }) {
      throw DiagnosticList(.extendsItself(found.file, chain: chain, at: place))
    }
    guard chain.count <= Self.longestChain else {
      throw DiagnosticList(.extendsTooLong(Self.longestChain, chain: chain, at: place))
    }
    let document: Document
    do {
      document = try Document.parse(text: found.text, file: found.file)
    } catch {
      throw DiagnosticList([.brokenBase(found.file, at: place)] + error.diagnostics)
    }
    var base = Composition(root: document.root, diagnostics: document.diagnostics)
    guard base.root.entries != nil else {
      throw DiagnosticList(.notABase(found.file, at: place, base: base.root.location))
    }
    if let kind = base.root["rafter"], kind.scalar != AcceleratorFields.version {
      throw DiagnosticList([
        .brokenBase(found.file, at: place),
        .wrongVersion(kind.scalar ?? "a mapping", at: kind.location),
      ])
    }
    try base.extend(file: found.file, bases: bases, chain: chain)
    lay(over: base, name: name, file: found.file)
  }

  /// Lays this description over the one it extends.
  private mutating func lay(over base: Composition, name: String, file: String) {
    for key in ["rafter", "name", "source"] where root[key] == nil {
      diagnostics.append(.extendsWithout(key, at: root.location))
    }
    let taken =
      [root, base.root].flatMap { $0["sources"]?.entries?.map(\.key) ?? [] }
    var key = name
    while taken.contains(key) { key += "-base" }
    var layering = Layering(baseSource: key)
    root = layering.machine(root, over: base.root)
    bases = [Base(file: file, key: key)] + base.bases
    diagnostics += base.diagnostics + layering.diagnostics
  }
}
