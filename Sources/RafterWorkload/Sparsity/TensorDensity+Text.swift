// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension TensorDensity {
  /// Reads a share in (0, 1] or a structure `2:4`; nil for anything else.
  public init?(text: String) {
    if let share = Double(text), share > 0, share <= 1 {
      self = share == 1 ? .dense : .uniform(share)
      return
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let kept = parts[0], let group = parts[1], group <= 1024,
      let structure = GroupStructure(kept: kept, group: group)
    else { return nil }
    self = kept == group ? .dense : .structured(structure)
  }

  /// `0.5`, `2:4`, `0.31 measured`.
  public var text: String {
    switch self {
    case .dense: "1"
    case .uniform(let share): "\(share)"
    case .structured(let structure): "\(structure)"
    case .measured(let share, let structure):
      Format.significant(share) + " measured" + (structure.map { ", \($0)" } ?? "")
    }
  }
}
