// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments
public import RafterHardware

/// A machine of another tool as one of ours.
public struct Conversion: Sendable, Hashable {
  /// Where it came from.
  public var format: ForeignFormat
  /// The machine.
  public var accelerator: Accelerator
  /// What has no counterpart, and what was assumed for want of a statement, each with its place in the file.
  public var notes: [Diagnostic]

  /// The accelerator file, with what could not be taken over as comments at its head.
  public var text: String {
    AcceleratorWriter.text(
      accelerator,
      heading: ["Converted by Rafter from \(accelerator.source.title)."]
        + notes.map { note in
          var place = ""
          if case .text(let line, _, _)? = note.location?.position { place = "line \(line): " }
          return "- \(place)\(note.message)"
        })
  }

  /// Reads a machine of another tool.
  ///
  /// - Parameters:
  ///   - text: The file.
  ///   - file: Its name, as diagnostics show it.
  ///   - format: The tool it is for; nil to tell by its keys.
  /// - Throws: `DiagnosticList` where the file is of no known form or states no whole machine.
  public static func read(text: String, file: String, format: ForeignFormat? = nil)
    throws(DiagnosticList) -> Conversion
  {
    guard let format = format ?? ForeignFormat(text: text, file: file) else {
      throw ForeignFormat.refusal(of: text, file: file)
    }
    return switch format {
    case .zigzag: try ZigZagHardware.convert(text: text, file: file)
    case .timeloop: try TimeloopArchitecture.convert(text: text, file: file)
    case .accelforge: try AccelForgeArchitecture.convert(text: text, file: file)
    case .scalesim: try ScaleSimConfiguration.convert(text: text, file: file)
    }
  }
}

/// The tools whose hardware files are read.
public enum ForeignFormat: String, Sendable, Hashable, CaseIterable {
  /// ZigZag 3 hardware YAML.
  case zigzag
  /// Timeloop version 0.4 architecture YAML.
  case timeloop
  /// AccelForge architecture YAML.
  case accelforge
  /// SCALE-Sim configuration.
  case scalesim

  /// The key at the beginning of a line.
  private static func key(of line: Substring) -> String {
    String(line.prefix { $0 != ":" && $0 != " " && $0 != "=" })
  }

  /// Why a text is of no tool: a key that is nearly one of a tool, or what is wrong with it as YAML.
  static func refusal(of text: String, file: String) -> DiagnosticList {
    let known = ["memories", "operational_array", "architecture", "arch", "[architecture_presets]"]
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.prefix(10_000).enumerated() {
      let key = Self.key(of: line)
      guard key.count > 3, key.count < 40, let nearest = Suggestion.nearest(to: key, among: known)
      else { continue }
      return DiagnosticList(
        .misspeltForeignFormat(
          key, nearest: nearest,
          at: SourceLocation(
            file: file, position: .text(line: number + 1, column: 1, length: key.count))))
    }
    let unknown = Diagnostic.unknownForeignFormat(file)
    do throws(DiagnosticList) {
      _ = try Document.parse(text: text, file: file, dialect: .foreign)
      return DiagnosticList(unknown)
    } catch {
      // That it is empty is no reason why it is of no tool.
      return DiagnosticList([unknown] + error.diagnostics.filter { $0.id == "document.syntax" })
    }
  }

  /// Tells by keys that stand at the beginning of a line.
  init?(text: String, file: String) {
    let keys = Set(text.split(whereSeparator: \.isNewline).map(Self.key))
    if keys.contains("operational_array") || keys.contains("memories") {
      self = .zigzag
    } else if keys.contains("architecture") {
      self = .timeloop
    } else if keys.contains("arch") {
      self = .accelforge
    } else if text.lowercased().contains("[architecture_presets]") {
      self = .scalesim
    } else {
      return nil
    }
  }
}
