// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Writes accelerator files: what ``AcceleratorReader`` reads back as the same machine.
///
/// Numbers are written in the shortest text that reads back exactly, so that an analysis of the file is that of the value it
/// was written from, to the byte. Parameters are written as their values.
public enum AcceleratorWriter {
  /// The file.
  ///
  /// - Parameters:
  ///   - accelerator: The machine.
  ///   - heading: Lines for people, written as comments at the beginning.
  public static func text(_ accelerator: Accelerator, heading: [String] = []) -> String {
    var file = AcceleratorFile(confidence: accelerator.source.confidence)
    file.sources = accelerator.sources.mapValues(\.confidence)
    for line in heading { file.line(line.isEmpty ? "#" : "# \(line)") }
    file.line("rafter: \(AcceleratorFields.version)")
    file.line("name: \(YAMLText.scalar(accelerator.name))")
    about(accelerator.about, &file)
    file.line("source: \(source(accelerator.source))")
    if !accelerator.sources.isEmpty {
      file.line("sources:")
      for (key, value) in accelerator.sources.sorted(by: { $0.key < $1.key }) {
        file.line("  \(YAMLText.scalar(key)): \(source(value))")
      }
    }
    technology(accelerator.technology, &file)
    power(accelerator.power, &file)
    if let launch = accelerator.launch { file.line("launch: \(file.number(launch, Units.time))") }
    file.line("path:")
    for element in accelerator.statedPath {
      switch element {
      case .memory(let memory): write(memory, &file)
      case .array(let array): write(array, &file)
      case .compute(let unit): write(unit, &file)
      }
    }
    if let vector = accelerator.vector { write(vector, &file) }
    if let links = accelerator.links { write(links, &file) }
    if let relation = accelerator.voltageFrequency { write(relation, &file) }
    if !accelerator.cautions.isEmpty {
      file.line("cautions:")
      for caution in accelerator.cautions { file.line("  - \(YAMLText.quoted(caution))") }
    }
    return file.text
  }

  private static func about(_ about: Identity, _ file: inout AcceleratorFile) {
    let parts = [
      about.class.map { "class: \($0.rawValue)" },
      about.vendor.map { "vendor: \(YAMLText.scalar($0))" }, about.year.map { "year: \($0)" },
    ].compactMap(\.self)
    if !parts.isEmpty { file.line("about: {\(parts.joined(separator: ", "))}") }
  }

  private static func source(_ source: Source) -> String {
    var parts = ["title: \(YAMLText.quoted(source.title))"]
    if let url = source.url { parts.append("url: \(YAMLText.quoted(url))") }
    parts.append("confidence: \(source.confidence.rawValue)")
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func technology(_ technology: Technology, _ file: inout AcceleratorFile) {
    file.line("technology:")
    if let node = technology.node { file.line("  node: \(file.number(node, ["nm"]))") }
    if let voltage = technology.voltage { file.line("  voltage: \(file.number(voltage, ["V"]))") }
    file.line("  frequency: \(file.number(technology.frequency, Units.frequency))")
    if let area = technology.area { file.line("  area: \(file.number(area, Units.area))") }
  }

  private static func power(_ power: PowerBudget, _ file: inout AcceleratorFile) {
    var lines: [String] = []
    if let value = file.stated(
      power.staticPower, Units.power, isOpen: power.open.contains(.staticPower))
    {
      lines.append("  static: \(value)")
    }
    if let cap = power.cap { lines.append("  cap: \(file.number(cap, Units.power))") }
    if let domain = power.domain { lines.append("  domain: \(domain.rawValue)") }
    guard !lines.isEmpty else { return }
    file.line("power:")
    for line in lines { file.line(line) }
  }

  private static func write(_ vector: VectorUnit, _ file: inout AcceleratorFile) {
    file.line("vector:")
    file.line("  rate: \(file.number(vector.rate, ["op/cycle"]))")
    if let energy = file.stated(
      vector.energy, ["pJ/op", "fJ/op"], isOpen: vector.open.contains(.energy))
    {
      file.line("  energy: \(energy)")
    }
    if let memory = vector.memory { file.line("  memory: \(YAMLText.scalar(memory))") }
    if !vector.special.isEmpty { file.line("  special:") }
    for kind in SpecialFunction.operators {
      guard let function = vector.special[kind] else { continue }
      let energy = file.stated(
        function.energy, ["pJ/op", "fJ/op"], isOpen: function.open.contains(.energy))
      let parts =
        ["rate: \(file.number(function.rate, ["op/cycle"]))"]
        + (energy.map { ["energy: \($0)"] } ?? [])
      file.line("    \(kind.rawValue): {\(parts.joined(separator: ", "))}")
    }
  }

  private static func write(_ links: Links, _ file: inout AcceleratorFile) {
    file.line("links:")
    file.line("  bandwidth: \(file.number(links.bandwidth, Units.bandwidth))")
    file.share("sustained", links.sustained, indent: "  ")
    file.line("  start: \(file.number(links.start, Units.time))")
    file.line("  step: \(file.number(links.step, Units.time))")
    file.line("  ramp: \(file.number(links.ramp, Units.capacity + ["kB", "MB"]))")
    file.line("  topology: \(links.topology.rawValue)")
    if !links.dimensions.isEmpty {
      file.line("  dimensions: [\(links.dimensions.map(String.init).joined(separator: ", "))]")
    }
    if let multiple = links.closesEvery { file.line("  closes-every: \(multiple)") }
    if let energy = file.stated(
      links.energy, Units.energyPerBit, isOpen: links.open.contains(.energy))
    {
      file.line("  energy: \(energy)")
    }
  }
}

/// The units that people write each kind of number in.
enum Units {
  static let capacity = ["KiB", "MiB", "GiB", "TiB", "B"]
  static let bandwidth = ["GB/s", "TB/s", "MB/s"]
  static let energyPerBit = ["pJ/bit", "fJ/bit", "nJ/bit"]
  static let time = ["us", "ns", "ms", "s"]
  static let frequency = ["MHz", "GHz", "kHz"]
  static let power = ["W", "mW", "uW", "kW"]
  static let area = ["mm2", "um2"]
}
