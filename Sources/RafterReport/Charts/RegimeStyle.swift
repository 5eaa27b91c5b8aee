// SPDX-License-Identifier: Apache-2.0
import RafterRoofline

/// How a regime looks: its colour and form, and its words in a legend.
struct RegimeStyle: Hashable {
  var paint: Paint
  var shape: MarkerShape
  var words: String

  /// Colour by what would help, form by what binds; levels outermost first.
  static func time(_ regime: TimeRegime, _ sublabel: TimeSublabel?, levels: [String]) -> Self {
    let words = RegimeWords.bound(regime, sublabel)
    return switch regime {
    case .computeBound: Self(paint: .green, shape: .triangleUp, words: words)
    case .spatialBound: Self(paint: .orange, shape: .triangleUp, words: words)
    case .vectorBound: Self(paint: .yellow, shape: .plus, words: words)
    case .latencyBound: Self(paint: .vermillion, shape: .hexagon, words: words)
    case .powerBound: Self(paint: .ink, shape: .star, words: words)
    case .balanced: Self(paint: .grey, shape: .pentagon, words: words)
    case .bandwidthBound(let level, _):
      Self(paint: paint(sublabel), shape: shape(level, levels), words: words)
    }
  }

  /// Colour by what the energy mostly goes into, form by the level.
  static func energy(_ regime: EnergyRegime, levels: [String]) -> Self {
    let words = RegimeWords.energy(regime)
    return switch regime {
    case .computeDominated: Self(paint: .green, shape: .triangleUp, words: words)
    case .vectorDominated: Self(paint: .yellow, shape: .plus, words: words)
    case .wireDominated: Self(paint: .orange, shape: .star, words: words)
    case .staticDominated: Self(paint: .vermillion, shape: .hexagon, words: "static power")
    case .mixed: Self(paint: .grey, shape: .pentagon, words: "mixed, none above half")
    case .levelDominated(let level):
      Self(paint: Self.level(level, levels), shape: shape(level, levels), words: words)
    }
  }

  /// The form that stands for a memory.
  static func shape(_ level: String, _ levels: [String]) -> MarkerShape {
    switch levels.firstIndex(of: level) {
    case 0: .circle
    case 1: .square
    case 2: .diamond
    default: .triangleDown
    }
  }

  /// The colour that stands for a memory.
  static func level(_ level: String, _ levels: [String]) -> Paint {
    switch levels.firstIndex(of: level) {
    case 0: .blue
    case 1: .skyBlue
    case 2: .purple
    default: .orange
    }
  }

  private static func paint(_ sublabel: TimeSublabel?) -> Paint {
    switch sublabel {
    case .compulsory, nil: .blue
    case .capacityLimited: .skyBlue
    case .mappingLimited: .purple
    }
  }
}
