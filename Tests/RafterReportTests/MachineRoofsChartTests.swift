// SPDX-License-Identifier: Apache-2.0
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
