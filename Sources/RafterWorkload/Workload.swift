// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// A model with concrete shapes: layers in the order they run.
public struct Workload: Sendable, Hashable {
  /// What it is called in reports.
  public var name: String
  /// The file it came from, or what it is built in as.
  public var source: String
  /// In order of execution; free operators (Reshape ...) are inside none of them.
  public var layers: [Layer]
  /// Elements of all parameters; tied ones once.
  public var parameters: Int
  /// Bytes of all parameters as stored.
  public var parameterBytes: Int
  /// The most bytes of activations alive at once, over the order of execution.
  public var peakActivationBytes: Int
  /// The layer (its id) at which that peak falls.
  public var peakActivationLayer: String?
  /// The sizes that the inputs were bound to, as `name=1x3x224x224`.
  public var bindings: [String]
  /// Warnings and notes of the import.
  public var diagnostics: [Diagnostic]

  /// What could not be counted; nil where everything was.
  public var uncounted: UncountedWork?

  /// What the run is for, where the workload is one pass of a language model.
  public var pass: InferencePass?

  /// Creates a workload.
  public init(
    name: String, source: String, layers: [Layer], parameters: Int, parameterBytes: Int,
    peakActivationBytes: Int, peakActivationLayer: String? = nil, bindings: [String] = [],
    diagnostics: [Diagnostic] = [], pass: InferencePass? = nil, uncounted: UncountedWork? = nil
  ) {
    self.name = name
    self.source = source
    self.layers = layers
    self.parameters = parameters
    self.parameterBytes = parameterBytes
    self.peakActivationBytes = peakActivationBytes
    self.peakActivationLayer = peakActivationLayer
    self.bindings = bindings
    self.diagnostics = diagnostics
    self.pass = pass
    self.uncounted = uncounted
  }
}
