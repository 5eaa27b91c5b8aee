// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// What stays in the array while the other operands stream through it.
enum ScaleSimDataflow: String {
  case outputStationary = "os"
  case weightStationary = "ws"
  case inputStationary = "is"

  private var stationary: Operand {
    switch self {
    case .outputStationary: .outputs
    case .weightStationary: .weights
    case .inputStationary: .inputs
    }
  }

  /// The array: what moves along a side is shared by its parts.
  func array(_ rows: Int, _ columns: Int, _ origin: Origin) -> FanOut {
    func side(_ name: String, _ size: Int, _ multicast: Set<Operand>, reduces: Bool) -> FanOut.Axis
    {
      FanOut.Axis(
        name: name, size: size, multicast: multicast, reducesOutputs: reduces,
        fill: size > 1 ? origin.stated(Cycles(size - 1)) : nil)
    }
    let axes =
      switch self {
      // Rows take different inputs and pass weights on, columns the other way round.
      case .outputStationary:
        [
          side("rows", rows, [.weights], reduces: false),
          side("columns", columns, [.inputs], reduces: false),
        ]
      // Sums run down the rows; inputs run across the columns.
      case .weightStationary:
        [
          side("rows", rows, [], reduces: true),
          side("columns", columns, [.inputs], reduces: false),
        ]
      case .inputStationary:
        [
          side("rows", rows, [], reduces: true),
          side("columns", columns, [.weights], reduces: false),
        ]
      }
    return FanOut(axes: axes, provenance: origin.part)
  }

  /// The register of a processing element.
  func register(_ origin: Origin) -> MemoryLevel {
    let bytes = ByteCount(self == .outputStationary ? 4 : 1)
    return MemoryLevel(
      name: "register", capacity: origin.chosen(bytes), holds: [stationary], buffering: .single,
      ports: [Port.Kind.read, .write].map {
        Port(
          kind: $0, bandwidth: origin.chosen(.perCycle(BandwidthPerCycle(bytes.value))),
          sustained: Origin.whole)
      }, readEnergy: nil, writeEnergy: nil, provenance: origin.part)
  }
}
