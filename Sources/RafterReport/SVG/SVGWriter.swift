// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Writes a scene as SVG: well-formed XML, fixed decimals, the same bytes for the same scene.
enum SVGWriter {
  static func text(_ scene: Scene, theme: ChartTheme) -> String {
    let width = number(scene.width)
    let height = number(scene.height)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" font-family=\"\(escape(FontMetrics.family))\" "
        + "role=\"img\">",
      "<title>\(escape(scene.title))</title>",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(Paint.background.hex(theme))\"/>",
    ]
    for item in scene.items {
      switch item {
      case .path(let path): lines.append(self.path(path, theme))
      case .marker(let marker): lines.append(self.marker(marker, theme))
      case .text(let text): lines.append(self.label(text, theme))
      }
    }
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func path(_ path: PathItem, _ theme: ChartTheme) -> String {
    var attributes = "d=\"\(data(path.points, path.ends))\""
    attributes += " fill=\"\(path.fill?.hex(theme) ?? "none")\""
    if let stroke = path.stroke {
      attributes += " stroke=\"\(stroke.hex(theme))\" stroke-width=\"\(number(path.width))\""
      attributes += " stroke-linejoin=\"round\""
      switch path.dash {
      case .solid: break
      case .dashed: attributes += " stroke-dasharray=\"6 4\""
      case .dotted: attributes += " stroke-dasharray=\"1.5 3\""
      }
    }
    if path.opacity < 1 { attributes += " opacity=\"\(number(path.opacity))\"" }
    return element("path", attributes, hover: path.hover)
  }

  private static func marker(_ marker: MarkerItem, _ theme: ChartTheme) -> String {
    let paint = marker.paint.hex(theme)
    let style =
      switch marker.style {
      case .filled:
        "fill=\"\(paint)\" fill-opacity=\"0.85\" stroke=\"\(Paint.ink.hex(theme))\" "
          + "stroke-width=\"0.7\""
      case .hollow:
        "fill=\"\(Paint.background.hex(theme))\" stroke=\"\(paint)\" stroke-width=\"2\""
      case .ring: "fill=\"none\" stroke=\"\(paint)\" stroke-width=\"3\""
      }
    if marker.shape == .circle {
      let place =
        "cx=\"\(number(marker.centre.x))\" cy=\"\(number(marker.centre.y))\" "
        + "r=\"\(number(marker.radius))\""
      return element("circle", "\(place) \(style)", hover: marker.hover)
    }
    let corners = marker.shape.corners(marker.centre, radius: marker.radius)
    return element("path", "d=\"\(data(corners, .closed))\" \(style)", hover: marker.hover)
  }

  private static func label(_ text: TextItem, _ theme: ChartTheme) -> String {
    var attributes =
      "x=\"\(number(text.at.x))\" y=\"\(number(text.at.y))\" font-size=\"\(number(text.size))\" "
      + "fill=\"\(text.paint.hex(theme))\""
    if text.anchor != .start { attributes += " text-anchor=\"\(text.anchor.rawValue)\"" }
    if text.weight == .bold { attributes += " font-weight=\"bold\"" }
    if text.rotation != 0 {
      let turn = "\(number(text.rotation)) \(number(text.at.x)) \(number(text.at.y))"
      attributes += " transform=\"rotate(\(turn))\""
    }
    if text.hasRim {
      attributes +=
        " stroke=\"\(Paint.background.hex(theme))\" stroke-width=\"3\" paint-order=\"stroke\""
        + " stroke-linejoin=\"round\""
    }
    return "<text \(attributes)>\(escape(text.text))</text>"
  }

  private static func element(_ name: String, _ attributes: String, hover: String?) -> String {
    guard let hover else { return "<\(name) \(attributes)/>" }
    return "<\(name) \(attributes)><title>\(escape(hover))</title></\(name)>"
  }

  private static func data(_ points: [Point], _ ends: PathItem.Ends) -> String {
    let steps = points.enumerated().map { i, p in
      "\(i == 0 ? "M" : "L")\(number(p.x)) \(number(p.y))"
    }
    return steps.joined(separator: " ") + (ends == .closed ? " Z" : "")
  }

  /// Two decimals, trailing zeros left out.
  private static func number(_ value: Double) -> String {
    var text = Format.fixed(value, decimals: 2)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// Text without markup, and without characters that XML does not know.
  static func escape(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\n", "\t": out.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
