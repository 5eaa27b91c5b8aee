// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
import RafterImporters
import RafterQuantities

/// Reads what was measured, in any of the forms that are known, as rows for the memories of a machine.
public enum MeasurementReader {
  /// The forms.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    case table, onnxRuntime = "onnxruntime", kineto, nsightCompute = "nsight-compute"
  }

  /// What was read.
  public struct Reading: Sendable, Hashable {
    /// The form that was recognised.
    public var form: Form
    /// The rows.
    public var rows: [MeasuredRow]
    /// What was assumed, in words.
    public var notes: [String]
    /// Warnings.
    public var diagnostics: [Diagnostic] = []
  }

  /// Reads a text; its form shows in itself.
  ///
  /// - Throws: all that is wrong with it.
  public static func read(text: String, file: String, for machine: Accelerator)
    throws(DiagnosticList) -> Reading
  {
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{feff}" }
    if first == "[" || first == "{" { return try profile(text, file, machine) }
    if NsightComputeTable.recognises(text) {
      let memories = machine.memories.map(\.name)
      let (rows, notes) = try NsightComputeTable.rows(
        text, file: file, outermost: memories.first ?? "",
        last: memories.count > 1 ? memories[1] : nil)
      return Reading(
        form: .nsightCompute, rows: rows, notes: notes, diagnostics: Self.end(of: text, file))
    }
    let table = try MeasurementTable(text: text, file: file, purpose: .check)
    return Reading(form: .table, rows: table.rows, notes: [], diagnostics: table.diagnostics)
  }

  /// What the end of a table gives away.
  static func end(of text: String, _ file: String) -> [Diagnostic] {
    [.unendedLine(of: text, file: file)].compactMap { $0 }
  }

  private static func profile(_ text: String, _ file: String, _ machine: Accelerator)
    throws(DiagnosticList) -> Reading
  {
    let root = try json(Array(text.utf8), file)
    let form: Form
    let nodes: [ProfiledNode]
    var notes: [String] = []
    if OnnxRuntimeProfile.recognises(root) {
      (form, nodes) = (.onnxRuntime, OnnxRuntimeProfile.nodes(root))
    } else if KinetoTrace.recognises(root) {
      form = .kineto
      (nodes, notes) = KinetoTrace.nodes(root)
    } else {
      throw DiagnosticList(.notAProfile(file, "it has neither nodes nor trace events"))
    }
    guard !nodes.isEmpty else {
      throw DiagnosticList(
        .nothingInProfile(
          file, (["no node has a time and shapes"] + notes).joined(separator: "; ")))
    }
    let runs = nodes.map(\.runs).max() ?? 1
    return Reading(
      form: form, rows: ProfilePlacement(machine).rows(nodes),
      notes: [
        "\(Format.count(nodes.count, "node")), \(runs == 1 ? "the time of one run each" : "the least time of up to \(runs) runs each"); weights cold unless all fit the last cache, activations warm where they fit it"
      ] + notes)
  }

  private static func json(_ bytes: [UInt8], _ file: String) throws(DiagnosticList) -> JSONTree {
    let result = bytes.withUnsafeBytes { raw -> Result<JSONTree, DiagnosticList> in
      do throws(JSONFault) {
        return .success(try JSONTree.parse(raw))
      } catch {
        return .failure(
          DiagnosticList(
            .notAProfile(
              file, error.reason, at: TextPlace.location(of: error.at, in: raw, file: file))))
      }
    }
    return try result.get()
  }
}
