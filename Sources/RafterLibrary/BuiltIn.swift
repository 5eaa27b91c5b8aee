// SPDX-License-Identifier: Apache-2.0
import CRafterResources

/// The files that travel inside the binary: accelerators, models, configurations of transformers, the table of
/// published chips, cases to validate against, technologies.
public enum BuiltIn {
  /// What a built-in file is.
  public enum Kind: Sendable, Hashable, CaseIterable {
    case accelerator, model, chips, transformer, validationCase, technology

    /// As in the table of the C target.
    fileprivate var number: Int32 {
      switch self {
      case .accelerator: 0
      case .model: 1
      case .chips: 2
      case .transformer: 3
      case .validationCase: 4
      case .technology: 5
      }
    }
  }

  /// A built-in file.
  public struct File: Sendable, Hashable {
    /// The name to give on the command line.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// Its content.
    public var bytes: [UInt8]
  }

  /// The names of one kind, in the order of the table.
  public static func names(of kind: Kind) -> [String] {
    indices(of: kind).compactMap { rafter_resource_at($0).map { String(cString: $0.pointee.name) } }
  }

  /// The file of a name, or nil.
  public static func file(_ name: String, kind: Kind) -> File? {
    for index in indices(of: kind) {
      guard let entry = rafter_resource_at(index)?.pointee,
        String(cString: entry.name) == name
      else { continue }
      let bytes = Array(UnsafeBufferPointer(start: entry.bytes, count: entry.count))
      return File(name: name, kind: kind, bytes: bytes)
    }
    return nil
  }

  private static func indices(of kind: Kind) -> [Int] {
    (0..<rafter_resource_count()).filter {
      rafter_resource_at($0)?.pointee.kind == kind.number
    }
  }
}
