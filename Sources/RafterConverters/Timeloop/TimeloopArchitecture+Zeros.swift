// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterHardware
import RafterWorkload

extension TimeloopArchitecture {
  /// What a component does with zeros, in the form of Sparseloop.
  ///
  /// There each storage says which tensor it leaves alone for zeros of which other. A description says it once, at the
  /// arithmetic: zeros of those others save energy (gating) or time as well (skipping). Formats of metadata have no
  /// counterpart rank by rank.
  mutating func readZeros(_ node: DocumentNode?, of component: String) {
    guard let node else { return }
    guard var record = ForeignRecord(node, what: "'sparse_optimizations'", &origin) else { return }
    var actions = record.take("action_optimization")?.elements ?? []
    if let compute = record.take("compute_optimization") {
      actions += compute.elements ?? [compute]
    }
    record.drop(
      "representation_format", "its ranks have no counterpart: write 'compression' of the memory",
      &origin)
    record.finish(&origin)
    for action in actions { readAction(action, of: component) }
  }

  private mutating func readAction(_ node: DocumentNode, of component: String) {
    guard var record = ForeignRecord(node, what: "an optimization", &origin) else { return }
    let type = record.take("type")
    let options = record.take("options")?.elements ?? []
    record.finish(&origin)
    var watched: Set<Operand> = []
    for option in options {
      guard let condition = option["condition_on"] ?? option["condition-on"] else { continue }
      watched.formUnion(operands(condition, of: "'condition_on'"))
    }
    // Of arithmetic without conditions, zeros of either operand count.
    if options.isEmpty { watched = [.weights, .inputs] }
    watched.remove(.outputs)
    guard let type, !watched.isEmpty else { return }
    let words = watched.sorted().map(\.rawValue).joined(separator: ", ")
    switch type.scalar {
    case "gating": zeros.gating.formUnion(watched)
    case "skipping": zeros.skipping.formUnion(watched)
    default:
      origin.note(
        .noCounterpart(
          type.scalar ?? "type", "an optimization is 'gating' or 'skipping'", at: type.location))
      return
    }
    origin.note(
      .chosen(
        "\(type.scalar ?? "") at '\(component)'", "that of the arithmetic for zeros of \(words)",
        "which access each zero saves is not told apart", at: type.location))
  }

  /// What the whole machine does with zeros; nil for nothing.
  ///
  /// What is skipped need not be gated.
  var sparsity: SparsitySupport? {
    var support = zeros
    support.gating.subtract(support.skipping)
    return support == SparsitySupport() ? nil : support
  }
}
