// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterLibrary
import RafterQuantities
import RafterWorkload
import Testing

struct BundledTests {
  static let names = [
    "accelforge-tpu-v4i",
    "amd-mi210",
    "amd-mi300x",
    "amd-mi355x",
    "apple-m1-ane",
    "arm-ethos-u55-256",
    "arm-ethos-u65-512",
    "aws-inferentia2",
    "aws-trainium1",
    "aws-trainium2",
    "axelera-metis",
    "cerebras-wse-2",
    "colonnade",
    "diana-analog",
    "diana-digital",
    "edge-npu",
    "envision",
    "eyeriss-v1",
    "eyeriss-v2",
    "gemmini",
    "google-coral-edge-tpu",
    "graphcore-ipu-mk2",
    "groq-lpu-v1",
    "hailo-8",
    "huawei-ascend-910",
    "huawei-ascend-910b2",
    "intel-arc-b580",
    "intel-gaudi2",
    "intel-gaudi3",
    "jia-2020",
    "jia-2021",
    "nvdla-2048",
    "nvdla-64",
    "nvidia-a100",
    "nvidia-b200-sxm",
    "nvidia-b300-sxm",
    "nvidia-gb300",
    "nvidia-h100-sxm",
    "nvidia-h200-sxm",
    "nvidia-jetson-agx-orin",
    "nvidia-jetson-orin-nano",
    "nvidia-jetson-thor",
    "nvidia-l4",
    "nvidia-l40s",
    "nvidia-rtx-4090",
    "nvidia-rtx-5090",
    "nvidia-v100",
    "simba",
    "simba-mcm",
    "siracusa",
    "st-stm32h743",
    "tenstorrent-blackhole-p150",
    "tenstorrent-wormhole-n150",
    "timeloop-eyeriss-like",
    "tpu-v1",
    "tpu-v2",
    "tpu-v3",
    "tpu-v4",
    "tpu-v5e",
    "tpu-v5p",
    "tpu-v6e",
    "tpu-v7",
    "tsmc-2021",
    "tsmc-2022",
    "tsmc-2023",
    "vega",
    "zigzag-ascend-like",
    "zigzag-edge-tpu-like",
    "zigzag-meta-prototype",
    "zigzag-tesla-npu-like",
    "zigzag-tpu-like",
  ]

  func machine(_ name: String) throws -> Accelerator {
    try AcceleratorReader.read(text: bundled(name), file: name).0
  }

  func format(_ machine: Accelerator, _ text: String) throws -> ComputeFormat {
    let formats = try #require(machine.compute).formats
    return try #require(formats.first { $0.arithmetic.description == text })
  }

  @Test func `the machines named here, and no others, are built in`() {
    #expect(BuiltIn.names(of: .accelerator).sorted() == Self.names)
  }

  @Test(arguments: names)
  func `a bundled machine is read without a warning`(name: String) throws {
    let (machine, warnings) = try AcceleratorReader.read(text: bundled(name), file: name)
    #expect(machine.name == name)
    #expect(warnings.map { $0.text() } == [])
  }

  @Test(arguments: names)
  func `each number of a bundled machine stands in its file with a source`(name: String) throws {
    let machine = try machine(name)
    for provenance in machine.provenances {
      // 1 is what a file leaves to us: a share, or a MAC in a cycle.
      #expect(
        provenance.location?.file == name || provenance.text == "1",
        "\(provenance.text) has no place")
      if let source = provenance.source {
        #expect(machine.sources[source] != nil)
      } else {
        #expect(!machine.source.title.isEmpty)
      }
    }
    #expect(machine.provenances.count > 15)
  }

  @Test func `the peak of TPU v1 is the published 92 TOPS`() throws {
    // 256 * 256 MACs * 2 op * 700 MHz = 91.75 Top/s
    let machine = try machine("tpu-v1")
    let peak = machine.peak(try format(machine, "int8 x int8 -> int32"))
    #expect((peak * machine.technology.frequency.value).value == 65536 * 2 * 700e6)
  }

  @Test func `the dense peaks of H100 are the published 989 and 1979 TFLOPS`() throws {
    // 132 * 4 * 512 MACs * 2 op * 1.83 GHz = 989.4 Top/s
    let machine = try machine("nvidia-h100-sxm")
    let half = machine.peak(try format(machine, "bf16 x bf16 -> fp32"))
    let byte = machine.peak(try format(machine, "fp8e4m3 x fp8e4m3 -> fp32"))
    let clock = machine.technology.frequency.value
    #expect(abs((half * clock).value / 989.5e12 - 1) < 1e-3)
    #expect(abs((byte * clock).value / 1979e12 - 1) < 1e-3)
  }

  @Test func `the peak of Eyeriss is the published 33.6 GMAC per second`() throws {
    // 12 * 14 elements * 200 MHz = 33.6 GMAC/s
    let machine = try machine("eyeriss-v1")
    let peak = machine.peak(try format(machine, "int16 x int16 -> int16"))
    #expect((peak * machine.technology.frequency.value).value == 33.6e9 * 2)
  }

  @Test(arguments: [
    ("fp16 x fp16 -> fp32", 312e12), ("bf16 x bf16 -> fp32", 312e12),
    ("int8 x int8 -> int32", 624e12), ("tf32 x tf32 -> fp32", 156e12),
    ("fp32 x fp32 -> fp32", 19.5e12),
  ])
  func `the peaks of A100 are the published ones`(name: String, published: Double) throws {
    // 108 SMs * 1024 MACs * 2 op * 1.41 GHz = 311.9 Top/s
    let machine = try machine("nvidia-a100")
    let peak = machine.peak(try format(machine, name)) * machine.technology.frequency.value
    #expect(abs(peak.value / published - 1) < 1e-3)
  }

  @Test func `the report on A100 will say that its timing is not validated`() throws {
    let cautions = try machine("nvidia-a100").cautions
    #expect(cautions.contains { $0.contains("not validated until it is calibrated") })
  }

  @Test(arguments: ["eyeriss-v1", "edge-npu"])
  func `the energies of a machine that draws an energy roof are all known`(name: String) throws {
    let machine = try machine(name)
    for memory in machine.memories {
      #expect(memory.readEnergy != nil && memory.writeEnergy != nil, "\(memory.name)")
    }
    #expect(try #require(machine.compute).formats.allSatisfy { $0.energy != nil })
    #expect(machine.power.staticPower != nil)
  }

  @Test func `what nobody published about TPU v1 stays unknown`() throws {
    let machine = try machine("tpu-v1")
    let buffer = try #require(machine.memories.first { $0.name == "unified-buffer" })
    #expect(buffer.readEnergy == nil && buffer.writeEnergy == nil)
    #expect(machine.memories[0].readEnergy != nil)
  }

  @Test func `the weight ridge of TPU v1 is the published 1350 MACs a byte`() throws {
    // 65536 MAC/cycle * 0.7 GHz / 34 GB/s = 1349 MAC/B
    let machine = try machine("tpu-v1")
    let clock = machine.technology.frequency.value
    let dram = machine.memories[0].ports[0].bandwidth.value.perSecond(at: clock)
    let macs = machine.peak(try format(machine, "int8 x int8 -> int32")).value / 2 * clock.value
    #expect(abs(macs / dram.value - 1350) < 2)
  }

  @Test func `the scratchpads of Eyeriss are split as published`() throws {
    // 224, 12 and 24 words of 16 bits
    let pads = try #require(try machine("eyeriss-v1").memories.last)
    #expect(
      pads.partitions.mapValues { $0.value.value }
        == [.weights: 448, .inputs: 24, .outputs: 48])
    #expect(pads.capacity?.value.value == 520)
  }
}

extension Accelerator {
  /// The provenance of every number that the file can state.
  var provenances: [Provenance] {
    var all: [Provenance?] = [
      technology.node?.provenance, technology.voltage?.provenance,
      technology.frequency.provenance, technology.area?.provenance,
      power.staticPower?.provenance, power.cap?.provenance, launch?.provenance,
      vector?.rate.provenance, vector?.energy?.provenance,
    ]
    for element in path {
      switch element {
      case .memory(let memory):
        all += [
          memory.provenance, memory.capacity?.provenance, memory.readEnergy?.provenance,
          memory.writeEnergy?.provenance, memory.area?.provenance,
        ]
        all += Operand.allCases.map { memory.partitions[$0]?.provenance }
        for port in memory.ports {
          all += [port.bandwidth.provenance, port.granularity?.provenance]
          // A share that the file leaves out is 1, and says so by having no place.
          if port.sustained.value != 1 { all.append(port.sustained.provenance) }
        }
      case .array(let array):
        all += [array.provenance, array.wireEnergy?.provenance]
        all += array.axes.map { $0.fill?.provenance }
      case .compute(let unit):
        all += [unit.provenance, unit.sustained.provenance]
        for format in unit.formats {
          all += [
            format.rate.provenance, format.energy?.provenance, format.area?.provenance,
          ]
        }
      }
    }
    return all.compactMap(\.self)
  }
}
