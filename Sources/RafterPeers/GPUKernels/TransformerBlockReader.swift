// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterKernels
import RafterQuantities

/// Reads the measured operators of transformer blocks: the columns of ``KernelReader``, `params` such as
/// `d_model=12288;n_heads=96;tp=4`, `phase` such as `prefill B=8 S=2048` or `decode B=8 context=3072`.
struct TransformerBlockReader {
  private let table: CaseTable
  private var problems: [Diagnostic]

  /// Whether a file has rows of a block: their sizes name the model and not the product.
  static func holdsBlock(_ file: ValidationFile) -> Bool {
    let table = CaseTable(file)
    return table.rows.contains { isBlock($0, of: table) }
  }

  /// Whether a row is an operator of a block.
  static func isBlock(_ row: CaseTable.Row, of table: CaseTable) -> Bool {
    table.text("params", row).hasPrefix("d_model=")
  }

  /// The blocks of a file, by device and phase, in the order of the file.
  ///
  /// - Throws: all that is wrong in it.
  static func read(_ file: ValidationFile) throws(DiagnosticList) -> [TransformerBlock] {
    var reader = TransformerBlockReader(CaseTable(file))
    let blocks = reader.blocks()
    if !reader.problems.isEmpty { throw DiagnosticList(reader.problems) }
    return blocks
  }

  private init(_ table: CaseTable) {
    self.table = table
    problems = table.problems
  }

  private mutating func blocks() -> [TransformerBlock] {
    let wrong = KernelReader.headProblems(table)
    guard wrong.isEmpty else {
      problems += wrong
      return []
    }
    var blocks: [TransformerBlock] = []
    for row in table.rows where Self.isBlock(row, of: table) {
      let device = table.text("device", row)
      let name = "\(device) \(table.text("phase", row))"
      guard let step = step(row, device) else { continue }
      if let place = blocks.firstIndex(where: { $0.name == name }) {
        blocks[place].steps.append(step)
      } else {
        blocks.append(TransformerBlock(name: name, steps: [step]))
      }
    }
    return blocks
  }

  private mutating func step(_ row: CaseTable.Row, _ device: String) -> TransformerBlock.Step? {
    let place = table.place(row)
    let operation = table.text("op", row)
    let text = table.text("latency_s", row)
    let latency = Double(text) ?? -1
    if !latency.isFinite || latency <= 0 || latency > 1e6 {
      problems.append(.peerNumber(text, of: "'latency_s'", at: table.place("latency_s", row)))
    }
    guard let sizes = sizes(row, place), latency > 0 else { return nil }
    do throws(DiagnosticList) {
      return try sizes.step(operation, on: device, measured: Seconds(latency), at: place)
    } catch {
      problems += error.diagnostics
      return nil
    }
  }

  private mutating func sizes(_ row: CaseTable.Row, _ place: SourceLocation)
    -> BlockSizes?
  {
    var model = KernelSizes(table.text("params", row), at: place)
    let phase = table.text("phase", row)
    var pass = KernelSizes(phase, at: place)
    let (hidden, heads) = (model.size("d_model"), model.size("n_heads"))
    let devices = model.size("tp")
    let batch = pass.size("B")
    let isDecode = phase.hasPrefix("decode")
    let context = pass.size(isDecode ? "context" : "S")
    problems += model.problems + pass.problems
    guard model.problems.isEmpty, pass.problems.isEmpty else { return nil }
    guard heads % devices == 0, hidden % heads == 0, hidden % devices == 0 else {
      problems.append(.kernelSize("tp", in: table.text("params", row), at: place))
      return nil
    }
    return BlockSizes(
      hidden: hidden, heads: heads / devices, headSize: hidden / heads, devices: devices,
      batch: batch, tokens: isDecode ? 1 : context, context: context)
  }
}
