// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline

/// The words on the flat parts of the roofs of one machine.
///
/// A format has one label in a panel, at its highest roof. Formats whose roofs end alike share a number; formats whose
/// roofs lie too close for a line of words each share the line, each with its own number.
struct RoofLabels {
  /// Formats of one printed number.
  struct Group: Hashable {
    var names: [String]
    var number: String
  }
  /// One line of words.
  struct Row: Hashable {
    /// The height of its highest roof.
    var value: Double
    var groups: [Group]

    /// `mxfp8, fp8e4m3: 5.84; fp16: 3.18 Top/J`.
    func text(_ unit: String) -> String {
      groups.map { "\($0.names.joined(separator: ", ")): \($0.number)\(unit)" }
        .joined(separator: "; ")
    }
  }

  /// From the highest down.
  private(set) var rows: [Row] = []

  /// - Parameters:
  ///   - roofs: Formats and the heights of their roofs, in the order in which to name equals.
  ///   - room: The least distance of two lines of words.
  ///   - position: Where a height lies in the plot.
  init(_ roofs: [(name: String, value: Double)], room: Double, position: (Double) -> Double) {
    var heights: [(name: String, value: Double)] = []
    for roof in roofs where roof.value > 0 {
      if let index = heights.firstIndex(where: { $0.name == roof.name }) {
        heights[index].value = max(heights[index].value, roof.value)
      } else {
        heights.append(roof)
      }
    }
    let order = heights.indices.sorted {
      (-heights[$0].value, $0) < (-heights[$1].value, $1)
    }
    for index in order {
      let (name, value) = heights[index]
      let number = Format.prefixed(value)
      let text = "\(number.number) \(number.prefix)"
      if let last = rows.last, (position(last.value) - position(value)).magnitude < room {
        let row = rows.count - 1
        if rows[row].groups[rows[row].groups.count - 1].number == text {
          rows[row].groups[rows[row].groups.count - 1].names.append(name)
        } else {
          rows[row].groups.append(Group(names: [name], number: text))
        }
      } else {
        rows.append(Row(value: value, groups: [Group(names: [name], number: text)]))
      }
    }
  }
}

extension MachineRoofsPanels {
  /// Names formats at the right end of their flat parts.
  func label(
    _ lines: [MachineRoofsChart.Line], in plot: Rect, _ y: PlotAxis, _ scene: inout Scene,
    _ unit: String, value: (MachineRoofsChart.Line) -> Double
  ) {
    let labels = RoofLabels(
      lines.map { (MachineRoofsChart.short($0.roof.format), value($0)) }, room: 14,
      position: y.position)
    for row in labels.rows {
      scene.add(
        TextItem(
          text: FontMetrics.fit(row.text(unit), width: plot.width * 0.8, size: 11),
          at: Point(x: plot.maxX - 5, y: y.position(row.value) - 4), anchor: .end, size: 11,
          role: .legend, hasRim: true))
    }
  }
}
