// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// The report of `rafter map`: mappings in full.
public struct MappingReport {
  private let layers: [LayerAnalysis]
  private let analysis: Analysis

  /// Creates a report of some layers of an analysis.
  public init(_ layers: [LayerAnalysis], of analysis: Analysis) {
    self.layers = layers
    self.analysis = analysis
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: MappingJSON.value(layers, of: analysis), csv: csv, document: document)
  }

  private var document: Document {
    var document = Document()
    let machine = analysis.accelerator
    for layer in layers {
      document.heading("\(layer.layer.id) \(layer.layer.name) on \(machine.name)")
      if let reason = layer.infeasibility {
        document.paragraph(reason.description)
        continue
      }
      guard !layer.mappings.isEmpty else {
        document.paragraph("no products: \(layer.work.formatted()) for the vector unit")
        continue
      }
      document.facts([
        ("latency", layer.latency.formatted()),
        ("energy", layer.energy?.formatted() ?? "unknown"),
        ("spatial utilization", Format.percent(layer.spatialUtilization)),
        ("temporal utilization", Format.percent(temporalUtilization(layer))),
        ("binds", RegimeWords.bound(layer.timeRegime, layer.timeSublabel)),
      ])
      for mapped in layer.mappings { add(mapped, to: &document) }
      document.heading("time, from the peak to the end")
      document.items(
        layer.timeChain.map {
          "\($0.seconds.formatted())  after \($0.step.term) (keeps \(Format.percent($0.factor)))"
        })
      document.heading("energy, item by item")
      document.items(
        layer.energyItems.filter { $0.energy > .zero }
          .map { "\($0.energy.formatted())  \($0.term)" })
    }
    return document
  }

  private func add(_ mapped: MappedNest, to document: inout Document) {
    let objective = mapped.certificate.objective.rawValue
    let proof =
      if mapped.certificate.isOptimal {
        "optimal for \(objective)"
      } else if mapped.certificate.gap.isFinite {
        "at most \(Format.percent(mapped.certificate.gap)) above the best \(objective)"
      } else {
        "how far from the best \(objective) is not known"
      }
    let name = mapped.nest.label.isEmpty ? "mapping" : "mapping of \(mapped.nest.label)"
    document.heading(
      "\(name): \(proof), \(mapped.certificate.mappingsConsidered) mappings considered")
    if let kept = ConstraintWords.sentence(mapped.certificate.space.constraints) {
      document.paragraph(kept)
    }
    let space = mapped.certificate.space
    if space.size > 0 {
      document.paragraph(
        "of at most \(Self.power(space.size)): tiles in \(space.memories.count) memories, orders and"
          + " unrollings of \(space.dimensions.joined(separator: ", "))"
          + (space.bypasses.isEmpty
            ? ""
            : ", in \(space.placements) placements: "
              + space.bypasses.map { "\($0.operand.rawValue) may bypass \($0.memory)" }
              .joined(separator: ", "))
          + (space.uneven.map { ", \(Self.orders($0))" } ?? ""))
    }
    document.lines(mapped.text.split(separator: "\n").map(String.init))
    var table = TextTable([
      .init("memory", overflow: .cutMiddle(minimum: 8)), .init("operand"), .init("direction"),
      .init("moved", alignment: .right), .init("at least", alignment: .right),
      .init("once", alignment: .right),
    ])
    for (memory, cost) in zip(analysis.accelerator.memories, mapped.cost.memories) {
      for transfer in cost.transfers where transfer.mapped > .zero {
        table.append([
          memory.name, transfer.transfer.operand.rawValue, transfer.transfer.direction.rawValue,
          transfer.mapped.bytes.formatted(), transfer.attainable.bytes.formatted(),
          transfer.compulsory.bytes.formatted(),
        ])
      }
    }
    document.table(table)
    guard !mapped.alternatives.isEmpty else { return }
    document.heading("why not otherwise: one decision changed, all else as it is")
    document.table(AlternativeWords(mapped, on: analysis.accelerator).table)
  }

  /// How many orders of stores: `7 orders of stores`.
  private static func orders(_ uneven: UnevenSpace) -> String {
    // Even tiles are one more.
    let count = uneven.orders + 1
    return switch uneven.extent {
    case .every: "\(count) \(count == 1 ? "order" : "orders") of stores"
    case .oneMemory: "\(count) orders of stores, those of one memory at a time apart"
    }
  }

  /// A count with two digits: `63`, `3.2e12`.
  private static func power(_ count: Double) -> String {
    var mantissa = count
    var exponent = 0
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    return exponent < 6
      ? Format.significant(count)
      : "\(Format.significant(mantissa, digits: 2))e\(exponent)"
  }

  /// Time of the arithmetic over the whole time.
  private func temporalUtilization(_ layer: LayerAnalysis) -> Double {
    let busy = layer.timeChain.first { $0.step == .spatial }?.seconds ?? .zero
    return layer.latency > .zero ? busy.ratio(to: layer.latency) : 0
  }

  private var csv: String {
    var csv = CSVText(head: [
      "layer", "nest", "memory", "operand", "direction", "mapped_bytes", "attainable_bytes",
      "compulsory_bytes",
    ])
    let number = CSVText.number
    for layer in layers {
      for mapped in layer.mappings {
        for (memory, cost) in zip(analysis.accelerator.memories, mapped.cost.memories) {
          for transfer in cost.transfers {
            csv.append([
              layer.layer.id, mapped.nest.label, memory.name,
              transfer.transfer.operand.rawValue, transfer.transfer.direction.rawValue,
              number(transfer.mapped.bytes.value), number(transfer.attainable.bytes.value),
              number(transfer.compulsory.bytes.value),
            ])
          }
        }
      }
    }
    return csv.text
  }
}
