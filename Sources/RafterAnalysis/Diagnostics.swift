// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware

// All that this module says to the user, in one place.
extension Diagnostic {
  static func unknownPrecision(_ text: String, nearest: String?) -> Diagnostic {
    Diagnostic(
      id: "analysis.unknown-precision", "'\(text)' is not a precision",
      suggestion: nearest.map { "did you mean '\($0)'?" }
        ?? "write w4a16, w8a8, int8, fp8, fp16, bf16, or fp32")
  }

  static func unsupportedPrecision(
    _ text: String, accelerator: String, formats: [String]
  ) -> Diagnostic {
    Diagnostic(
      id: "analysis.unsupported-precision",
      "\(accelerator) cannot multiply in the formats of \(text)",
      suggestion: "it has \(formats.joined(separator: "; "))")
  }

  static func retargeted(from: String, to: String, accelerator: String) -> Diagnostic {
    Diagnostic(
      .note, id: "analysis.retargeted",
      "the model is in \(from), which \(accelerator) cannot multiply: analysed in \(to)",
      suggestion: "choose with --precision; accuracy after such a change is not ours to tell")
  }

  static func unknownLevel(_ name: String, levels: [String]) -> Diagnostic {
    Diagnostic(
      id: "analysis.unknown-level", "no memory is called '\(name)'",
      suggestion: Suggestion.nearest(to: name, among: levels).map { "did you mean '\($0)'?" }
        ?? "there are \(levels.joined(separator: ", "))")
  }

  static func unknownLayer(_ name: String, layers: [String]) -> Diagnostic {
    Diagnostic(
      id: "analysis.unknown-layer", "no layer is called '\(name)'",
      suggestion: Suggestion.nearest(to: name, among: layers).map { "did you mean '\($0)'?" }
        ?? "give an id such as \(layers.first ?? "L01"), or a name of the table")
  }

  static func ambiguousLayer(_ name: String, ids: [String]) -> Diagnostic {
    Diagnostic(
      id: "analysis.ambiguous-layer", "\(ids.count) layers are called '\(name)'",
      suggestion: "give the id: \(ids.joined(separator: ", "))")
  }

  static func noVectorUnit(_ accelerator: String) -> Diagnostic {
    Diagnostic(
      .warning, id: "analysis.no-vector-unit",
      "\(accelerator) describes no vector unit: vector operations take no time and no energy here",
      suggestion: "add `vector: {rate: 32 op/cycle, energy: 1 pJ}` to its file")
  }

  static func noLinks(_ accelerator: String, devices: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "analysis.no-links",
      "\(accelerator) describes no links: what its \(devices) devices exchange takes no time and no energy here",
      suggestion: "add `links:` with bandwidth, start, step, ramp and topology to its file")
  }

  static func noBlock(of devices: Int, _ links: Links, of accelerator: String) -> Diagnostic {
    let grid = links.dimensions.map(String.init).joined(separator: "x")
    let all = links.devices ?? devices
    return Diagnostic(
      .warning, id: "analysis.links-dimensions",
      devices > all
        ? "the links of \(accelerator) join \(all) devices (\(grid)), and \(devices) take part: what is beyond them is not described"
        : "\(devices) devices are no block of the \(grid) \(links.topology.rawValue) of \(accelerator)",
      suggestion: links.topology == .fullyConnected
        ? "use \(all) devices at most; times are those of links to all"
        : "use a number whose factors fit the sides; times are those of a line that winds through the grid"
    )
  }

  static func overRoof(layer: String, detail: String) -> Diagnostic {
    Diagnostic(
      id: "analysis.over-roof", "\(layer) lies above its roof: \(detail)",
      suggestion:
        "a unit, a count, a format or a path is wrong; this is a bug in the inputs or in us")
  }

  static func noProductsToTrade(_ layer: String) -> Diagnostic {
    Diagnostic(
      id: "analysis.no-products", "'\(layer)' has no products, so it has no mappings to compare",
      suggestion: "choose a convolution or a matrix product with --layer")
  }

  static func noProductsToCurve(_ layer: String) -> Diagnostic {
    Diagnostic(
      id: "analysis.no-products", "'\(layer)' has no products, so no capacity changes its traffic",
      suggestion: "choose a convolution or a matrix product with --layer")
  }

  static func unknownDensityOperand(_ name: String, nearest: String?) -> Diagnostic {
    Diagnostic(
      id: "analysis.density", "'\(name)' is no tensor that a density can be given for",
      suggestion: nearest.map { "did you mean '\($0)'?" }
        ?? "write weights=0.5,inputs=0.4, or weights=2:4")
  }

  static func notADensity(_ text: String, of operand: String) -> Diagnostic {
    Diagnostic(
      id: "analysis.density", "'\(text)' is not a density of the \(operand)",
      suggestion: "write the share of elements that are not zero, in (0, 1], or a structure: 2:4")
  }

  static func densityTwice(_ operand: String) -> Diagnostic {
    Diagnostic(
      id: "analysis.density", "the density of the \(operand) is given twice",
      suggestion: "keep one of them")
  }

  static func zerosUncounted(_ machine: String) -> Diagnostic {
    Diagnostic(
      .note, id: "analysis.zeros-uncounted",
      "\(machine) can make use of zeros, and the workload says nothing of any: all results are dense",
      suggestion: "give --density weights=0.5,inputs=0.4, or --measure-density")
  }

  static func zerosUnused(_ machine: String) -> Diagnostic {
    Diagnostic(
      .note, id: "analysis.zeros-unused",
      "\(machine) describes nothing that makes use of zeros: all results are dense",
      suggestion: "describe 'sparsity' of its compute unit or 'compression' of a memory")
  }
}
