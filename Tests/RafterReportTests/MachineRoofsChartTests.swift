// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

@testable import RafterReport

@Suite struct MachineRoofsChartTests {
  static func machine(_ name: String) throws -> MachineRoofsChart.Machine {
    let file = try #require(BuiltIn.file(name, kind: .accelerator))
    let machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
    return .init(machine, roofs: MachineRoofs.all(of: machine))
  }

  @Test func `the roofs of one machine and of three are as reviewed`() throws {
    let machines = try ["edge-npu", "tpu-v1", "nvidia-a100"].map(Self.machine)
    expectGolden("machine-roofs-one.svg", try MachineRoofsChart([machines[0]]).svg())
    expectGolden("machine-roofs-three.svg", try MachineRoofsChart(machines).svg(theme: .dark))
    expectGolden("machine-roofs-area.svg", try MachineRoofsChart(machines, per: .area).svg())
  }

  @Test func `of one machine every level is drawn, of several one roof each`() throws {
    let a100 = try Self.machine("nvidia-a100")
    // Four memories, five formats and the vector unit.
    #expect(try MachineRoofsChart([a100]).lines().count == 24)
    #expect(try MachineRoofsChart([a100], level: "l2").lines().count == 6)
    #expect(try MachineRoofsChart([a100], level: "l2", operands: "int8").lines().count == 1)
    let both = try MachineRoofsChart([a100, Self.machine("edge-npu")]).lines()
    #expect(both.map(\.name) == ["nvidia-a100", "edge-npu"])
    // The fastest format at the outermost memory.
    #expect(both.map(\.roof.level) == ["hbm", "dram"])
    #expect(both[0].roof.format.hasPrefix("int8"))
  }

  @Test func `per area the ridge stays and the peak is divided`() throws {
    let a100 = try Self.machine("nvidia-a100")
    let line = try #require(
      try MachineRoofsChart([a100], level: "hbm", operands: "int8", per: .area).lines().first)
    #expect(line.area == 826)
  }

  @Test func `a power cap that holds is drawn dashed`() throws {
    var a100 = try Self.machine("nvidia-a100")
    let free = try MachineRoofsChart([a100], level: "hbm").svg()
    #expect(!free.contains("held by the power cap"))
    a100.accelerator.power.cap = .init(Power(100), .init(confidence: .assumed))
    a100.roofs = MachineRoofs.all(of: a100.accelerator)
    #expect(try MachineRoofsChart([a100], level: "hbm").svg().contains("held by the power cap"))
  }

  @Test func `a cap that holds only while memory is busy too is drawn`() throws {
    // nvfp4 of the GB300: 1050 W of arithmetic and 170 W of static power fit under 1400 W; 233 W of memory do not.
    let gb300 = try Self.machine("nvidia-gb300")
    let roof = try #require(
      gb300.roofs.first { $0.level == "hbm" && $0.format.hasPrefix("nvfp4") })
    let capped = try #require(roof.powerCappedPeak)
    #expect(capped >= roof.peak)
    #expect(roof.isHeldByCap)
    #expect(try MachineRoofsChart([gb300], level: "hbm").svg().contains("held by the power cap"))
    #expect(
      RooflineReport(roofs: gb300.roofs, accelerator: gb300.accelerator).text(.table).contains(
        "the power cap holds nvfp4 x nvfp4 -> fp32 at the ridge of hbm, with both busy, at "))
  }

  @Test
  func `roofs that end alike share a number, close ones a line, and each format has one label`() {
    // A decade is 100 points high; 4.2 and 3.9 lie 3 apart, 2.3 another 23.
    let labels = RoofLabels(
      [
        ("int8", 11.4), ("fp8", 4.2), ("bf16", 3.9), ("fp16", 2.3), ("mx8", 4.2), ("fp16", 2.2),
        ("none", 0),
      ],
      room: 14, position: { -100 * log10($0) })
    #expect(
      labels.rows.map { $0.text("op/J") } == [
        "int8: 11.4 op/J", "fp8, mx8: 4.20 op/J; bf16: 3.90 op/J", "fp16: 2.30 op/J",
      ])
  }

  @Test func `no label of a machine's roofs covers another`() throws {
    for name in ["nvidia-b200-sxm", "nvidia-h100-sxm", "amd-mi355x", "jia-2020", "colonnade"] {
      let labels = try MachineRoofsChart([Self.machine(name)]).scene().texts
        .filter { $0.role == .legend && $0.hasRim }
      #expect(labels.count > 1, "\(name)")
      for (a, first) in labels.enumerated() {
        for second in labels[(a + 1)...] {
          #expect(
            (first.at.y - second.at.y).magnitude >= 13, "\(name): \(first.text), \(second.text)")
        }
      }
    }
  }

  @Test func `a level or a format that is nowhere is refused with the nearest`() throws {
    let a100 = try Self.machine("nvidia-a100")
    let level = #expect(throws: DiagnosticList.self) {
      try MachineRoofsChart([a100], level: "hmb").svg()
    }
    #expect(level?.diagnostics.map(\.suggestion) == ["did you mean 'hbm'?"])
    let format = #expect(throws: DiagnosticList.self) {
      try MachineRoofsChart([a100], operands: "int9").svg()
    }
    #expect(format?.diagnostics.map(\.id) == ["report.no-roofs"])
    #expect(format?.diagnostics.first?.suggestion?.contains("int8") == true)
  }
}
