// SPDX-License-Identifier: Apache-2.0
import RafterSurvey

/// Colour and form of a row's mark, and the words that explain them.
struct SurveyStyle: Hashable {
  var paint: Paint
  var shape: MarkerShape
  var words: String

  /// The styles of a subset: by class, or by format where all are of one class.
  static func styles(of entries: [SurveyEntry]) -> (SurveyEntry) -> SurveyStyle {
    let classes = Set(entries.map(\.surveyClass))
    return classes.count > 1 ? { of($0.surveyClass) } : { ofFormat($0) }
  }

  static func of(_ surveyClass: SurveyClass) -> SurveyStyle {
    switch surveyClass {
    case .product: SurveyStyle(paint: .blue, shape: .circle, words: "product")
    case .dimc: SurveyStyle(paint: .orange, shape: .diamond, words: "digital in-memory")
    case .aimcSRAM: SurveyStyle(paint: .vermillion, shape: .triangleUp, words: "analog in SRAM")
    case .aimcNonvolatile:
      SurveyStyle(paint: .purple, shape: .triangleDown, words: "analog in NVM")
    case .digital: SurveyStyle(paint: .green, shape: .square, words: "digital, measured")
    case .library: SurveyStyle(paint: .skyBlue, shape: .hexagon, words: "built-in description")
    case .other: SurveyStyle(paint: .grey, shape: .pentagon, words: "other")
    }
  }

  static func ofFormat(_ entry: SurveyEntry) -> SurveyStyle {
    let format = entry.formats.first ?? .int
    switch format {
    case .fp64, .fp32, .tf32:
      return SurveyStyle(paint: .grey, shape: .pentagon, words: "fp32 and wider")
    case .fp16, .bf16: return SurveyStyle(paint: .blue, shape: .circle, words: "fp16, bf16")
    case .fp8, .hfp8, .mxfp8: return SurveyStyle(paint: .green, shape: .square, words: "fp8")
    case .fp4, .mxfp4: return SurveyStyle(paint: .vermillion, shape: .triangleUp, words: "fp4")
    case .int8: return SurveyStyle(paint: .orange, shape: .diamond, words: "int8")
    case .int4, .int2: return SurveyStyle(paint: .purple, shape: .triangleDown, words: "int4, int2")
    case .int:
      let bits = entry.number(.bitProduct) ?? 0
      if bits >= 64 {
        return SurveyStyle(paint: .orange, shape: .diamond, words: "8b x 8b and wider")
      }
      if bits >= 16 {
        return SurveyStyle(paint: .purple, shape: .triangleDown, words: "4b x 4b and up")
      }
      return SurveyStyle(paint: .skyBlue, shape: .hexagon, words: "below 4b x 4b")
    default: return SurveyStyle(paint: .grey, shape: .hexagon, words: "other formats")
    }
  }
}
