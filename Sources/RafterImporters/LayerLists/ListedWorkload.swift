// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterWorkload

/// A list of layers with the place of each.
struct ListedWorkload {
  var name: String
  var source: String
  var layers: [(layer: ListedLayer, place: SourceLocation)] = []

  /// The most layers of a list.
  static let layerLimit = 10_000

  /// The workload: layers in the order of the list.
  ///
  /// A list has no graph, so nothing is known to live longer than the layer that makes it: the peak of the activations
  /// is that of the layer with most of them.
  ///
  /// - Throws: `workload.too-large` for each layer that no machine could run.
  func workload(diagnostics: [Diagnostic]) throws(DiagnosticList) -> Workload {
    var errors: [Diagnostic] = []
    var built: [Layer] = []
    var (parameters, bytes, total) = (0, 0, 0)
    for (number, entry) in layers.enumerated() {
      do throws(RuleFailure) {
        var layer = try entry.layer.layer()
        layer.id = LayerOrder.id(number, of: layers.count)
        parameters = try Count.sum([parameters, try Count.product(layer.parameters, layer.repeats)])
        bytes = try Count.sum([bytes, try Count.product(layer.parameterBytes, layer.repeats)])
        let work = try Count.product(max(layer.macs, layer.vectorOperations), layer.repeats)
        total = try Count.sum([
          total, work, try Count.product(layer.compulsoryBytes, layer.repeats),
        ])
        built.append(layer)
      } catch {
        errors.append(.layerTooLarge(entry.layer.name, at: entry.place, reason: "\(error.text)"))
      }
    }
    guard errors.isEmpty else { throw DiagnosticList(diagnostics + errors) }
    let peak = built.max { Self.activations($0) < Self.activations($1) }
    return Workload(
      name: name, source: source, layers: built, parameters: parameters, parameterBytes: bytes,
      peakActivationBytes: peak.map(Self.activations) ?? 0, peakActivationLayer: peak?.id,
      diagnostics: diagnostics)
  }

  private static func activations(_ layer: Layer) -> Int {
    layer.tensors.reduce(0) { $0 + ($1.isConstant ? 0 : $1.bytes) }
  }
}

extension RuleFailure {
  /// Why, in words.
  var text: String {
    switch self {
    case .unknownInput: "a shape is not known"
    case .dataDependent(let reason), .invalid(let reason, _), .unsupported(let reason): reason
    }
  }
}
