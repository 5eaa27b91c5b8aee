// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterWorkload

extension MappingConstraints {
  /// Everything for which these constraints cannot be kept, each with its remedy.
  ///
  /// - Parameters:
  ///   - nest: the product to lay out.
  ///   - accelerator: what it is laid out on.
  public func diagnostics(for nest: LoopNest, on accelerator: Accelerator) -> [Diagnostic] {
    conflicts(for: nest, on: accelerator).map { conflict in
      switch conflict {
      case .unknownSide(let side):
        .constrainedSide(side, known: accelerator.sides.map(\.name))
      case .unknownDimension(let dimension, let side):
        .constrainedDimension(dimension, side: side, known: nest.dimensions.map(\.name))
      case .notAllowed(let dimension, let side):
        .constrainedUnroll(
          dimension, side: side,
          allowed: accelerator.sides.first { $0.name == side }?.unroll ?? [])
      case .overfull(let side, let size, let factors):
        .constrainedParts(side, size: size, factors: factors)
      case .noFactor(let dimension, let side): .constrainedFactor(dimension, side: side)
      }
    }
  }
}

extension Diagnostic {
  fileprivate static func constrainedSide(_ name: String, known: [String]) -> Diagnostic {
    Diagnostic(
      id: "mapping.unknown-side", "no array of the machine has a side '\(name)' to unroll on",
      suggestion: nearest(name, known)
        ?? (known.isEmpty
          ? "it has no arrays: leave it out" : "there are \(known.joined(separator: ", "))"))
  }

  fileprivate static func constrainedDimension(
    _ name: String, side: String, known: [String]
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.unknown-dimension",
      "the layer has no dimension '\(name)' to unroll on \(side)",
      suggestion: nearest(name, known) ?? "it has \(known.joined(separator: ", "))")
  }

  fileprivate static func constrainedUnroll(
    _ dimension: String, side: String, allowed: [String]
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.not-unrollable", "\(dimension) cannot be unrolled on \(side)",
      suggestion: allowed.isEmpty
        ? "no dimension can" : "it takes \(allowed.joined(separator: ", "))")
  }

  fileprivate static func constrainedParts(_ side: String, size: Int, factors: Int) -> Diagnostic {
    Diagnostic(
      id: "mapping.side-overfull",
      "\(side) has \(size) parts, and \(factors == .max ? "more" : "\(factors)") are asked for",
      suggestion: "ask for at most \(size) in all")
  }

  fileprivate static func constrainedFactor(_ dimension: String, side: String) -> Diagnostic {
    Diagnostic(
      id: "mapping.parts", "\(dimension) on \(side) takes less than one part",
      suggestion: "write 1 or more")
  }

  private static func nearest(_ name: String, _ known: [String]) -> String? {
    Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
  }
}
