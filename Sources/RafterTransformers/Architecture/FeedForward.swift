// SPDX-License-Identifier: Apache-2.0

/// The function between the products of a feed-forward part.
public enum ActivationFunction: String, Sendable, Hashable, CaseIterable {
  case silu, gelu, relu
  case reluSquared = "relu2"

  /// Operations of the vector unit for one element [workloads 5.4: sigmoid counted 4; gelu: an erf (4) and four more].
  public var operations: Int {
    switch self {
    case .silu: 4
    case .gelu: 8
    case .relu: 1
    case .reluSquared: 2
    }
  }
}

/// The form of a feed-forward part.
public enum FeedForwardForm: String, Sendable, Hashable, CaseIterable {
  /// Gate, up and down: three matrices, 6*T*d*f operations [workloads 5.4].
  case gated
  /// Up and down: two matrices, 4*T*d*f operations [workloads 5.4].
  case plain

  /// Matrices of d x f.
  public var matrices: Int { self == .gated ? 3 : 2 }
}

/// A feed-forward part that every token passes whole.
public struct DenseFeedForward: Sendable, Hashable {
  /// Intermediate size: f.
  public var width: Int
  /// Gated or plain.
  public var form: FeedForwardForm
  /// The function between the products.
  public var activation: ActivationFunction
  /// Whether the products have biases.
  public var hasBiases: Bool

  /// Creates it.
  public init(
    width: Int, form: FeedForwardForm = .gated, activation: ActivationFunction = .silu,
    hasBiases: Bool = false
  ) {
    self.width = width
    self.form = form
    self.activation = activation
    self.hasBiases = hasBiases
  }
}

/// Experts of which a router chooses a few for each token [workloads 5.5].
public struct MixtureOfExperts: Sendable, Hashable {
  /// Learned numbers of the router beside its product.
  public enum RouterExtras: String, Sendable, Hashable, CaseIterable {
    case none
    /// One for each expert: a bias or a correction of the scores.
    case perExpert
    /// A scale for each element of the input, and one for each expert (Gemma 4).
    case inputScaleAndPerExpert
  }

  /// Experts to choose from: E.
  public var experts: Int
  /// Experts chosen for each token: k_e; from 1 to E.
  public var expertsPerToken: Int
  /// One expert: intermediate size fe, form, activation, biases.
  public var expert: DenseFeedForward
  /// The expert that all tokens pass: intermediate size fs of all shared ones together; nil where there is none.
  public var shared: DenseFeedForward?
  /// Whether a learned gate of d elements scales the shared expert (Qwen2-MoE, Qwen3.5).
  public var hasSharedGate: Bool
  /// Learned numbers of the router beside its product.
  public var routerExtras: RouterExtras
  /// A dense part that runs beside the experts under norms of its own (Gemma 4); nil where there is none.
  public var beside: DenseFeedForward?
  /// Devices that the experts are spread over, each with tokens of its own: e; 1 for the model itself.
  public var devices: Int
  /// Experts that one device holds: E / e.
  public var residentExperts: Int { max(1, experts / max(1, devices)) }

  /// Creates a mixture.
  public init(
    experts: Int, expertsPerToken: Int, expert: DenseFeedForward,
    shared: DenseFeedForward? = nil, hasSharedGate: Bool = false,
    routerExtras: RouterExtras = .none, beside: DenseFeedForward? = nil, devices: Int = 1
  ) {
    self.experts = experts
    self.expertsPerToken = expertsPerToken
    self.expert = expert
    self.shared = shared
    self.hasSharedGate = hasSharedGate
    self.routerExtras = routerExtras
    self.beside = beside
    self.devices = devices
  }
}

/// What works on each token by itself.
public enum FeedForward: Sendable, Hashable {
  case dense(DenseFeedForward)
  case mixture(MixtureOfExperts)
}
