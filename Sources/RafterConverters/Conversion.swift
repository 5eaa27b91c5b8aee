// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
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
      throw DiagnosticList(.unknownForeignFormat(file))
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

  /// Tells by keys that stand at the beginning of a line.
  init?(text: String, file: String) {
    var keys: Set<Substring> = []
    for line in text.split(whereSeparator: \.isNewline) {
      keys.insert(line.prefix { $0 != ":" && $0 != " " && $0 != "=" })
    }
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
