// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterLibrary
import RafterQuantities
import RafterTechnology
import RafterTestSupport
import Testing

struct TechnologyFileTests {
  static let names = BuiltIn.names(of: .technology).filter { !$0.hasSuffix(".csv") }

  static let whole = """
    rafter: technology/1
    name: mine
    source: {title: my notes, confidence: estimated}
    sources:
      macro: {title: a macro, confidence: measured}
    scaling: stillmaker-baas
    leakage: counted
    memories:
      sram:
        node: 22 nm
        source: macro
        read: {base: 1 pJ, slope: 0.5 pJ, capacity-exponent: 0.5, width-exponent: 1}
        write: {slope: 0.6 pJ, capacity-exponent: 0.5, width-exponent: 1}
        leakage: 20 uW/MiB
        area: 0.8 mm2/MiB
        note: our compiler
    macs:
      - {operands: int8 x int4, accumulate: int32, node: 22 nm, energy: 0.1 pJ, area: 200 um2}
    vector: 0.6 pJ
    wire: 0.09 pJ/bit/mm
    links: {mine: 2 pJ/bit}
    link: mine
    adc: {per-bit: 80 fJ, per-step: 2 aJ}
    dac: {per-bit: 40 fJ}
    levels:
      dram: {kind: hbm3}
      buffer: {kind: sram, banks: 8, width: 128 bit, device: hp}

    """

  func read(_ text: String) throws -> TechnologyModel {
    try TechnologyReader.read(text: text, file: "mine.yaml").0
  }

  func text(_ name: String) throws -> String {
    String(decoding: try #require(BuiltIn.file(name, kind: .technology)).bytes, as: UTF8.self)
  }

  @Test func `a file replaces any part of the model`() throws {
    let model = try read(Self.whole)
    #expect(model.scaling == .stillmakerBaas && model.leakage == .counted)
    #expect(model.statedMACs.map(\.format.description) == ["int8 x int4 -> int32"])
    #expect(model.statedVector?.value == EnergyPerOperation(0.6e-12))
    let wire = try #require(model.wire.energy(at: ProcessNode(5.0)))
    #expect(abs((wire.value * Length(1e6)).value - 0.09e-12) < 1e-20)
    #expect(model.link == "mine" && model.links["nvlink"] != nil)
    // (80*1 + 0.002*4) * 1 = 80.008 fJ.
    #expect(abs(model.converters.adcEnergy(bits: 1, at: Voltage(1)).value - 80.008e-15) < 1e-20)
    #expect(abs(model.converters.dacEnergy(bits: 2, at: Voltage(1)).value - 80e-15) < 1e-20)
    #expect(model.levels["buffer"]?.banks == 8 && model.levels["buffer"]?.width == BitCount(128))
    // What the file does not name stays.
    #expect(model["hbm3"] == TechnologyModel.standard["hbm3"])
  }

  // 1 + 0.5*sqrt(64)*(256/64) = 17 pJ for 256 bit; 64 KiB leak 64/1024 * 20 uW and take 0.05 mm2.
  @Test func `a law of the file gives the energy of a memory`() throws {
    guard case .stated(let memory)? = try read(Self.whole)["sram"] else {
      Issue.record("the SRAM of the file is not there")
      return
    }
    let shape = SramShape(capacity: ByteCount(65536), width: BitCount(256))
    let found = memory.estimate(shape, at: ProcessNode(22.0), kind: "sram")
    #expect(abs(found.read.value * 256 - 17e-12) < 1e-22)
    #expect(abs(found.write.value * 256 - 19.2e-12) < 1e-22)
    #expect(abs(try #require(found.leakage).value - 1.25e-6) < 1e-15)
    #expect(abs(try #require(found.area).value - 0.05) < 1e-12)
    #expect(found.basis.contains("our compiler") && found.basis.contains("a macro"))
    #expect(found.cautions.isEmpty)
    let elsewhere = memory.estimate(shape, at: ProcessNode(7.0), kind: "sram")
    #expect(elsewhere.cautions.map(\.id) == ["technology.not-scaled"])
  }

  @Test(arguments: names)
  func `every bundled technology is read without a word`(name: String) throws {
    let (model, warnings) = try TechnologyReader.read(text: try text(name), file: name)
    #expect(warnings.isEmpty)
    #expect(model.name == name)
    #expect(model.source != nil)
  }

  @Test func `there is one for each emerging memory`() throws {
    #expect(Set(Self.names) == ["rram-22nm", "stt-mram-22nm", "dram-3d"])
    for (name, kind) in [("rram-22nm", "rram"), ("stt-mram-22nm", "mram"), ("dram-3d", "dram-3d")] {
      let model = try read(try text(name))
      guard case .stated(let memory)? = model[kind], case .perBit(let read) = memory.read,
        case .perBit(let write) = memory.write
      else {
        Issue.record("\(name) has no \(kind)")
        continue
      }
      #expect(read.range != nil && write.range != nil)
      #expect(read.value <= write.value)
    }
  }

  /// What is said about a text, with the marker at each place.
  func said(_ marked: String) -> [String] {
    let text = MarkedText(marked)
    let list: [Diagnostic]
    do {
      list = try TechnologyReader.read(text: text.text, file: "t.yaml").1
    } catch {
      list = error.diagnostics
    }
    return list.map { diagnostic in
      var marker = 0
      if case .text(let line, let column, _)? = diagnostic.location?.position {
        marker = text.marker(line: line, column: column)
      }
      return "\(marker) \(diagnostic.id): \(diagnostic.suggestion ?? "")"
    }
  }

  @Test func `all mistakes are named at their places with what was meant`() {
    let found = said(
      """
      rafter: 1️⃣accelerator/1
      name: wrong
      source: {title: a test, confidence: estimated}
      sources:
        2️⃣unused: {title: nobody, confidence: measured}
      3️⃣scalling: published
      memories:
        rram:
          raed: 1 pJ/bit
          write: 4️⃣1
          leakage: 5️⃣1 pJ
        mram: {read: 1 pJ/bit, write: 1 pJ/bit, source: 6️⃣nowhere}
      link: 7️⃣nvlnk
      levels:
        dram: {kind: 8️⃣hbm33}
      macs:
        - {operands: 9️⃣int8 int8, accumulate: int32}
      """)
    #expect(
      found == [
        "1 technology.version: write `rafter: technology/1`",
        "2 technology.unused-source: write `source: unused` where its numbers stand, or remove it",
        "3 document.unknown-key: did you mean 'scaling'?",
        "0 document.unknown-key: did you mean 'read'?",
        "4 document.no-unit: did you mean `1 pJ/bit` or `1 pJ/B`?",
        "5 document.wrong-unit: write it in `uW/MiB` or `mW/MiB`",
        "6 technology.unknown-source: declared are unused",
        "7 technology.unknown-kind: did you mean 'nvlink'?",
        "8 technology.unknown-kind: did you mean 'hbm3'?",
        "9 technology.format-pair: write inputs, then weights: `int8 x int8`",
      ])
  }

  @Test func `a MAC given twice is an error`() {
    let mac = "  - {operands: int8 x int8, accumulate: int32, energy: 1 pJ}\n"
    let head = "rafter: technology/1\nname: n\nsource: {title: t, confidence: assumed}\nmacs:\n"
    #expect(said(head + mac + mac).map { $0.prefix(22) } == ["0 technology.mac-twice"])
  }

  @Test(arguments: ["whole"] + names)
  func `a file cut anywhere is read or refused, never more`(name: String) throws {
    let whole = name == "whole" ? Self.whole : try text(name)
    let bytes = Array(whole.utf8)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      let cut = String(decoding: bytes[..<end], as: UTF8.self)
      do {
        _ = try TechnologyReader.read(text: cut, file: "cut.yaml")
      } catch {
        #expect(error.hasErrors)
        #expect(error.diagnostics.allSatisfy { $0.location != nil && $0.suggestion != nil })
      }
    }
  }

  @Test func `damaged files never crash the reader`() {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<300 {
      var bytes = Array(Self.whole.utf8)
      Mutation.mutate(&bytes, &random)
      _ = try? TechnologyReader.read(text: String(decoding: bytes, as: UTF8.self), file: "m.yaml")
    }
  }

  static let schema = repository.appending(path: "schema/technology-1.schema.json")

  // To renew the file: RECORD_GOLDEN=1 swift test --filter TechnologyFileTests
  @Test func `the schema file is the one that the reader's keys make`() throws {
    if isRecording {
      try TechnologySchema.json().write(to: Self.schema, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: Self.schema, encoding: .utf8) == TechnologySchema.json())
  }

  @Test func `a level that the machine has not is named`() throws {
    let machine = try AcceleratorReader.read(text: CompletionTests.open, file: "open.yaml").0
    var model = TechnologyModel.standard
    model.levels["bufer"] = TechnologyModel.LevelChoice(kind: "sram")
    let found = model.diagnostics(for: machine)
    #expect(found.map(\.id) == ["technology.unknown-level"])
    #expect(found.first?.suggestion == "did you mean 'buffer'?")
  }
}
