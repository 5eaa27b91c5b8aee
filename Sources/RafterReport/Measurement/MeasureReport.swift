// SPDX-License-Identifier: Apache-2.0
public import RafterHost
import RafterQuantities

/// The report of `rafter measure`: what this computer can do at best.
public struct MeasureReport: Sendable {
  private let topology: HostTopology
  private let samples: HostSamples

  /// Creates a report.
  public init(topology: HostTopology, samples: HostSamples) {
    self.topology = topology
    self.samples = samples
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: MeasureJSON.value(topology, samples), csv: csv, document: document)
  }

  private var csv: String {
    var csv = CSVText(head: [
      "what", "threads", "unit", "best", "median", "tries", "bytes_per_thread",
    ])
    for peak in samples.peaks {
      csv.append([
        peak.loop.rawValue, "\(peak.threads)", "op/s",
        CSVText.number(peak.throughput.best.value), CSVText.number(peak.throughput.median.value),
        "\(peak.throughput.count)", "",
      ])
    }
    for stream in samples.streams {
      csv.append([
        "\(stream.level) \(stream.pattern.rawValue)", "\(stream.threads)", "B/s",
        CSVText.number(stream.bandwidth.best.value), CSVText.number(stream.bandwidth.median.value),
        "\(stream.bandwidth.count)", CSVText.number(stream.bytesEach.value),
      ])
    }
    return csv.text
  }

  private var document: Document {
    var document = Document()
    document.paragraph(
      "\(topology.processor), \(topology.processors) processors: the best of \(samples.clock.count) tries each"
    )
    document.facts([
      ("clock", samples.clock.best.formatted()),
      ("waking every processor", samples.wake.formatted()),
      ("power at rest", samples.idlePower?.formatted() ?? "not shown"),
      (
        "caches",
        topology.caches.map {
          "l\($0.level) \($0.capacity.formattedCapacity()) for \($0.sharedBy)"
        }.joined(separator: ", ")
      ), ("memory", topology.memory?.formattedCapacity() ?? "unknown"),
    ])
    document.heading("Peaks")
    var peaks = TextTable([
      .init("loop"), .init("processors", alignment: .right), .init("best", alignment: .right),
      .init("op/cycle", "each", alignment: .right),
      .init("median off by", alignment: .right),
    ])
    for peak in samples.peaks {
      let each =
        peak.throughput.best.value / samples.clock.best.value / Double(max(1, peak.threads))
      peaks.append([
        peak.loop.rawValue, "\(peak.threads)", peak.throughput.best.formatted(),
        Format.significant(each), Format.percent(peak.throughput.spread),
      ])
    }
    document.table(peaks)
    document.heading("Bandwidths")
    var streams = TextTable([
      .init("memory"), .init("stream"), .init("processors", alignment: .right),
      .init("bytes each", alignment: .right), .init("best", alignment: .right),
      .init("B/cycle", "each", alignment: .right), .init("median off by", alignment: .right),
    ])
    for stream in samples.streams {
      let each =
        stream.bandwidth.best.value / samples.clock.best.value / Double(max(1, stream.threads))
      streams.append([
        stream.level, stream.pattern.rawValue, "\(stream.threads)",
        stream.bytesEach.formattedCapacity(), stream.bandwidth.best.formatted(),
        Format.significant(each), Format.percent(stream.bandwidth.spread),
      ])
    }
    document.table(streams)
    if !samples.unverified.isEmpty {
      document.heading("Not verified on this computer")
      document.items(samples.unverified)
    }
    return document
  }
}
