// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

// All that this module says to the user, in one place.

extension Diagnostic {
  static func unknownMappingKind(_ word: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.kind", "'\(word)' is not a kind of file that is read here", at: place,
      suggestion: "write `rafter: mapping/1`")
  }

  static func noNodeKind(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.node", "a node is neither a store nor a loop", at: place,
      suggestion: "write one of `store:`, `bypass:`, `for:`, `parallel:`")
  }

  static func severalNodeKinds(_ kinds: [String], at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.node", "a node is \(kinds.joined(separator: " and ")) at once", at: place,
      suggestion: "give each its own entry of the list, outermost first")
  }

  static func bothProductForms(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.products", "'nodes' and 'products' are both given", at: place,
      suggestion: "a layer of one product has `nodes`, one of several has `products`")
  }

  static func noNodes(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.products", "the file has neither 'nodes' nor 'products'", at: place,
      suggestion: "`rafter map --save-mapping FILE` writes one to start from")
  }

  static func noProduct(_ label: String, known: [String], at place: SourceLocation) -> Diagnostic {
    let given =
      known.isEmpty ? "one without a label" : known.map { "'\($0)'" }.joined(separator: ", ")
    return Diagnostic(
      id: "mapping.no-product", "the layer's product '\(label)' has no mapping here", at: place,
      suggestion: "add it to `products` with `label: \(label)`", notes: ["the file has \(given)"])
  }

  static func strayProduct(_ label: String, known: [String], at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "mapping.no-product", "the layer has no product '\(label)'", at: place,
      suggestion: Suggestion.nearest(to: label, among: known).map { "did you mean '\($0)'?" }
        ?? (known == [""]
          ? "it has one, without a label: use `nodes`"
          : "it has \(known.joined(separator: ", "))"))
  }

  static func noProducts(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.no-product", "the layer has no products, so nothing can be laid out", at: place,
      suggestion: "choose a convolution or a matrix product with --layer")
  }

  static func otherLayer(
    _ dimension: String, _ stated: Int, is bound: Int, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "mapping.other-layer", "\(dimension) is \(bound) in this layer, not \(stated)", at: place,
      suggestion: "is it the layer you meant? Otherwise correct the number, or leave out 'nest'")
  }

  static func unknownDimension(_ name: String, known: [String], at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "mapping.unknown-dimension", "the layer has no dimension '\(name)'", at: place,
      suggestion: Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "it has \(known.joined(separator: ", "))")
  }

  static func unknownMemory(_ name: String, known: [String], at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "mapping.unknown-memory", "the machine has no memory '\(name)'", at: place,
      suggestion: Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "it has \(known.joined(separator: ", "))")
  }

  static func unknownSide(_ name: String, known: [String], at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "mapping.unknown-side", "no array of the machine has a side '\(name)'", at: place,
      suggestion: Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? (known.isEmpty
          ? "it has no arrays: use `for`" : "there are \(known.joined(separator: ", "))"))
  }

  static func noInnerMemory(_ machine: String) -> Diagnostic {
    Diagnostic(
      id: "mapping.curve-level", "\(machine) has one memory, so no capacity can be varied",
      suggestion: "choose a machine with a memory on the chip")
  }

  static func noCurveMemory(_ name: String, known: [String], outer: String) -> Diagnostic {
    Diagnostic(
      id: "mapping.curve-level",
      name == outer
        ? "\(name) is the outermost memory: nothing crosses its outer border"
        : "no memory is called '\(name)'",
      suggestion: (name == outer ? nil : Suggestion.nearest(to: name, among: known))
        .map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))")
  }
}
