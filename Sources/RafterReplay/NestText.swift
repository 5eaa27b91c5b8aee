// SPDX-License-Identifier: Apache-2.0
import Rafter

/// A nest in a line of the corpus: `B=1 M=8`, then the axes of weights, inputs and outputs, as
/// `2*OY+FY-3:224` (terms, offset, extent).
///
/// Formats are not part of it: each machine runs it in the first format it lists.
struct NestText {
  var name: String
  var fields: [String]

  /// The line of a nest.
  init(_ nest: LoopNest, name: String) {
    self.name = name
    let names = nest.dimensions.map(\.name)
    fields = [nest.dimensions.map { "\($0.name)=\($0.bound)" }.joined(separator: " ")]
    for operand in Operand.allCases {
      fields.append(
        nest[operand].axes.map { axis in
          let terms = axis.terms.map {
            ($0.stride == 1 ? "" : "\($0.stride)*") + names[$0.dimension]
          }
          let offset =
            axis.offset == 0 ? "" : axis.offset < 0 ? "\(axis.offset)" : "+\(axis.offset)"
          return terms.joined(separator: "+") + offset + ":\(axis.extent)"
        }.joined(separator: " "))
    }
  }

  /// Reads a line; nil where it is none.
  init?(line: Substring) {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard cells.count == 5 else { return nil }
    name = cells[0]
    fields = Array(cells.dropFirst())
  }

  var line: String { ([name] + fields).joined(separator: ",") }

  /// The nest in formats of a machine; nil where the line is none.
  func nest(_ format: ArithmeticFormat) -> LoopNest? {
    var dimensions: [LoopDimension] = []
    for word in fields[0].split(separator: " ") {
      let parts = word.split(separator: "=")
      guard parts.count == 2, let bound = Int(parts[1]) else { return nil }
      dimensions.append(LoopDimension(String(parts[0]), bound))
    }
    var operands: [NestOperand] = []
    for (operand, field) in zip(Operand.allCases, fields.dropFirst()) {
      var axes: [AxisProjection] = []
      for word in field.split(separator: " ") {
        guard let axis = Self.axis(word, dimensions) else { return nil }
        axes.append(axis)
      }
      operands.append(
        NestOperand(
          role: operand, tensor: "", format: operand == .weights ? format.weights : format.inputs,
          isConstant: false, axes: axes))
    }
    return LoopNest(
      dimensions: dimensions, operands: operands, accumulate: format.accumulate)
  }

  private static func axis(_ word: Substring, _ dimensions: [LoopDimension]) -> AxisProjection? {
    let halves = word.split(separator: ":")
    guard halves.count == 2, let extent = Int(halves[1]) else { return nil }
    var terms: [AxisProjection.Term] = []
    var offset = 0
    for part in halves[0].replacing("-", with: "+-").split(separator: "+") {
      if let number = Int(part) {
        offset += number
        continue
      }
      let factors = part.split(separator: "*")
      let stride = factors.count == 2 ? Int(factors[0]) : 1
      guard let stride, let name = factors.last,
        let dimension = dimensions.firstIndex(where: { $0.name == name })
      else { return nil }
      terms.append(AxisProjection.Term(dimension: dimension, stride: stride))
    }
    return AxisProjection(terms: terms, offset: offset, extent: extent)
  }
}
