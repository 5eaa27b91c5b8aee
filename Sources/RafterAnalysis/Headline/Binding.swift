// SPDX-License-Identifier: Apache-2.0
import RafterMapping
import RafterQuantities
import RafterRoofline

/// What binds a group of layers, and what would have to change, in words.
struct Binding: Hashable {
  var regime: TimeRegime
  var sublabel: TimeSublabel?
  /// For a start that takes longer than the work: the link of the chain that adds most.
  var overhead: ChainStep?

  /// `waits for reads from dram`.
  var cause: String {
    switch regime {
    case .powerBound: "is held back by the power cap"
    case .balanced(let a, let b): "has \(a) and \(b) equally busy"
    case .computeBound: "is bound by the multipliers"
    case .vectorBound: "is bound by the vector unit"
    case .spatialBound: "is bound by an array that the layers' shapes leave partly idle"
    case .bandwidthBound(let level, let port):
      switch port {
      case "read": "waits for reads from \(level)"
      case "write": "waits for writes to \(level)"
      default: "waits for \(level)"
      }
    case .latencyBound:
      switch overhead {
      case .nonOverlap: "waits for transfers that single buffering keeps from overlapping"
      case .launch: "is the start of one layer after another"
      case .fill: "fills and drains the array"
      case .load, .offload: "waits for first tiles to come and last ones to leave"
      default: "goes into starting up, filling and draining"
      }
    }
  }

  /// The resource by name; nil where there is none or are two.
  var noun: String? {
    switch regime {
    case .powerBound: "the power cap"
    case .computeBound: "the multipliers"
    case .vectorBound: "the vector unit"
    case .spatialBound: "an array that the layers' shapes leave partly idle"
    case .bandwidthBound(let level, let port):
      switch port {
      case "read": "reads from \(level)"
      case "write": "writes to \(level)"
      default: level
      }
    case .balanced, .latencyBound: nil
    }
  }

  /// What would have to change.
  var remedy: String {
    switch regime {
    case .powerBound: "lower energy per operation or a higher cap helps, more multipliers do not"
    case .balanced: "both have to grow together"
    case .computeBound: "more multipliers or a narrower format help, more bandwidth does not"
    case .vectorBound: "a wider vector unit or fusion helps, more multipliers do not"
    case .spatialBound:
      "an array whose sides fit the layers' dimensions helps, more bandwidth does not"
    case .bandwidthBound(let level, _):
      switch sublabel {
      case .compulsory, nil:
        "every byte moves once: fewer bytes (narrower formats, batching, fusion) or a faster \(level) "
          + "help, more multipliers do not"
      case .capacityLimited:
        "a larger memory inside \(level), fusion or a faster \(level) help, more multipliers do not"
      case .mappingLimited:
        "a mapping that moves less, a larger memory inside \(level) or a faster \(level) help, "
          + "more multipliers do not"
      }
    case .latencyBound:
      switch overhead {
      case .nonOverlap: "double buffering or wider ports help, more multipliers do not"
      case .launch: "a shorter launch, or larger or fused layers help, a faster chip does not"
      case .fill: "a smaller array or larger layers help, more bandwidth does not"
      case .load, .offload: "smaller first tiles, wider ports or larger layers help"
      default: "smaller first tiles, a shorter launch, or larger or fused layers help"
      }
    }
  }
}
