// SPDX-License-Identifier: Apache-2.0
import RafterRoofline

extension ChainStep {
  /// What the link takes away, in words.
  var words: String {
    switch self {
    case .peak: "peak of the best format"
    case .format: "format of the layer"
    case .sustained: "long runs below the peak"
    case .spatial: "array idle for the shape"
    case .vector: "vector unit"
    case .compulsory(let level): "\(level): each byte once"
    case .attainable(let level): "\(level): capacity inside"
    case .mapped(let level): "\(level): mapping"
    case .nonOverlap: "transfers not overlapped"
    case .powerCap: "power cap"
    case .fill: "filling the array"
    case .load: "first tiles arriving"
    case .offload: "last tiles leaving"
    case .launch: "launch"
    }
  }
}

extension EnergyItem.Kind {
  /// What the energy goes into, in words.
  var words: String {
    switch self {
    case .compute: "arithmetic"
    case .vector: "vector unit"
    case .compulsory(let level): "\(level): each byte once"
    case .capacityExcess(let level): "\(level): capacity inside"
    case .mappingExcess(let level): "\(level): mapping"
    case .wires(let array): "wires of \(array)"
    case .staticUseful: "static, at the peak"
    case .staticLost: "static, time lost"
    }
  }
}
