// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

extension ValidationSet {
  /// Frame rates and DRAM traffic that NVDLA's makers state for ResNet-50.
  public static let nvdla = ValidationSet(
    name: "nvdla",
    source: "NVDLA primer and performance sheet (nvdla/doc, nvdla/hw)",
    kindOfTruth: "vendor estimate",
    peers: ["no other tool is known to be compared with these rows"],
    summary: Summary("frame rates and DRAM bytes of each layer of ResNet-50"),
    builtIn: ["nvdla/resnet50-layers.csv", "nvdla/configurations.csv"],
    form:
      "a .csv of layers with layer, type, C, H, W, K, R, S, stride_h, P, Q and dram_traffic_KB, or of configurations with macs, conv_buffer_KB, sdram_GBps and published_fps"
  ) { files throws(DiagnosticList) in
    try files.checkTables([NVDLALayer.self, NVDLAConfiguration.self])
    let layers = try files.rows(NVDLALayer.self, orBuiltIn: "nvdla/resnet50-layers.csv")
    let configurations = try files.rows(
      NVDLAConfiguration.self, orBuiltIn: "nvdla/configurations.csv")
    // Layers of another network say nothing about the rates of this one.
    let isOtherNetwork = files.contains { CaseTable($0).has(NVDLALayer.columns) }
    let hasRates = files.contains { CaseTable($0).has(NVDLAConfiguration.columns) }
    return NVDLAComparison(
      layers: layers, showsLayers: isOtherNetwork || !hasRates,
      configurations: isOtherNetwork && !hasRates ? [] : configurations,
      machines: [try Library.machine("nvdla-2048"), try Library.machine("nvdla-64")]
    ).findings
  }
}

/// Layers and configurations beside the rule.
struct NVDLAComparison {
  var layers: [NVDLALayer]
  var showsLayers: Bool
  var configurations: [NVDLAConfiguration]
  var machines: [Accelerator]

  private static let rateTolerance = 0.03
  private static let trafficTolerance = 0.02
  /// The sheet fits this layer only with the residual counted after pooling, which its other layers contradict.
  private static let setAside = "Res5c_branch2c"
  /// The bandwidth of the sheet.
  private static let sheetBandwidth = Bandwidth(10e9)

  /// A configuration as the rule has it: the built-in machine of as many MACs, or the one at hand with these numbers.
  func rule(_ configuration: NVDLAConfiguration) -> NVDLARule {
    let own = machines.first { $0.computeInstances == configuration.macs }
    return NVDLARule(
      macs: configuration.macs, buffer: configuration.buffer, bandwidth: configuration.bandwidth,
      clock: (own ?? machines[0]).clock)
  }

  /// The sheet's configuration: the built-in nvdla-2048 with a slower DRAM.
  var sheet: NVDLARule {
    let machine = machines[0]
    let buffer = machine.memory("convolution-buffer")?.capacity?.value ?? .zero
    return NVDLARule(
      macs: machine.computeInstances, buffer: buffer, bandwidth: Self.sheetBandwidth,
      clock: machine.clock)
  }

  var findings: ValidationSet.Findings {
    var findings = ValidationSet.Findings(rows: [])
    var labels = (right: 0, all: 0)
    for configuration in configurations {
      let rule = rule(configuration)
      let name = "\(configuration.macs) MACs"
      findings.rows.append(
        ValidationRow(
          name, "rate", unit: "1/s", published: configuration.rate, predicted: rule.rate(layers),
          tolerance: Self.rateTolerance))
      findings.rooflines.append(roofline(configuration, rule, name))
      findings.notes += differences(configuration)
    }
    if showsLayers {
      let rule = sheet
      for layer in layers {
        if let bound = layer.bound {
          labels.all += 1
          labels.right += bound == rule.bound(layer) ? 1 : 0
        }
        guard let traffic = layer.traffic else { continue }
        findings.rows.append(
          ValidationRow(
            layer.name, "DRAM traffic", unit: "B", published: traffic.value,
            predicted: rule.layer(layer).traffic.value, tolerance: Self.trafficTolerance,
            role: layer.name.hasPrefix(Self.setAside) ? .shown : .judged))
      }
      if labels.all > 0 {
        findings.rows.append(
          ValidationRow(
            "bound labels", "right", published: labels.all, predicted: labels.right))
      }
    }
    findings.notes.append(
      "no constant is fitted; the rule is the makers', and a working set takes at most half of the buffer"
    )
    if showsLayers {
      findings.rooflines.append(layerRoofline)
      findings.notes.append(
        "the sheet's DRAM has 10 GB/s; its row of a fully connected layer holds the weights once, a frame of 16 pays a sixteenth"
      )
    }
    if layers.contains(where: { $0.name.hasPrefix(Self.setAside) }) {
      findings.notes.append(
        "\(Self.setAside) is shown and not judged: the sheet counts its residual after pooling, and before it elsewhere"
      )
    }
    return ValidationSet.Findings(
      rows: findings.rows, notes: findings.notes, labels: labels.all > 0 ? labels : nil,
      rooflines: findings.rooflines)
  }

  /// The stated frames under the roofs of one configuration.
  ///
  /// Operations are those that multipliers do, with padding and after Winograd's transform, so that the peak is a roof of theirs.
  private func roofline(
    _ configuration: NVDLAConfiguration, _ rule: NVDLARule, _ name: String
  ) -> MeasuredRoofline {
    let macs = layers.reduce(MACs.zero) { $0 + rule.executed($1) }
    let bytes = layers.reduce(ByteCount.zero) { $0 + rule.frameTraffic($1) }
    func throughput(_ rate: Double) -> Throughput { macs.operations / Seconds(1 / rate) }
    return MeasuredRoofline(
      machine: "nvdla with \(name)", ceilings: [.init("int8", peak: rule.peak)],
      slopes: [.init("DRAM", bandwidth: rule.bandwidth)],
      points: layers.isEmpty
        ? []
        : [
          .init(
            name, intensity: macs.operations / bytes, measured: throughput(configuration.rate),
            predicted: throughput(rule.rate(layers)))
        ])
  }

  /// The sheet's layers under the roofs of its machine: their cycles are the greater of the sheet's two.
  ///
  /// Bytes are those that its DRAM cycles carry: the sheet counts 1000 cycles for what it calls 10 KB, which elsewhere are 10 x 1024 bytes.
  private var layerRoofline: MeasuredRoofline {
    let rule = sheet
    return MeasuredRoofline(
      machine: "the sheet's nvdla", ceilings: [.init("int8", peak: rule.peak)],
      slopes: [.init("DRAM", bandwidth: rule.bandwidth)],
      points: layers.compactMap { layer in
        guard let dram = layer.trafficCycles, let macs = layer.macCycles else { return nil }
        let work = rule.executed(layer).operations
        let own = max(rule.macCycles(layer), rule.cycles(rule.layer(layer).traffic))
        return MeasuredRoofline.Point(
          layer.name, intensity: work / (dram / rule.clock * rule.bandwidth),
          measured: work / (max(dram, macs) / rule.clock), predicted: work / (own / rule.clock))
      })
  }

  /// Where the built-in machine of as many MACs has other numbers.
  private func differences(_ configuration: NVDLAConfiguration) -> [String] {
    guard let machine = machines.first(where: { $0.computeInstances == configuration.macs }),
      let port = machine.memories.first?.ports.first
    else {
      return ["\(configuration.macs) MACs: no such machine is built in; clock as of nvdla-2048"]
    }
    let buffer = machine.memory("convolution-buffer")?.capacity?.value
    let bandwidth = port.bandwidth.value.perSecond(at: machine.clock)
    guard buffer != configuration.buffer || bandwidth != configuration.bandwidth else { return [] }
    return [
      "\(configuration.macs) MACs: buffer or bandwidth differ from the built-in '\(machine.name)'"
    ]
  }
}
