// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterKernels

/// The sizes of a row's kernel, out of a text such as `m=1;n=4096;k=4096` or `dims=4096;32`.
struct KernelSizes {
  private let values: [String: String]
  /// Numbers without a name belong to the name before them.
  private let lists: [String: [Int]]
  private let text: String
  private let place: SourceLocation
  /// What is wrong with them.
  private(set) var problems: [Diagnostic] = []

  private static let maximum = 1 << 30

  init(_ text: String, at place: SourceLocation) {
    var values: [String: String] = [:]
    var lists: [String: [Int]] = [:]
    var name = ""
    for part in text.split(whereSeparator: { $0 == ";" || $0 == " " }) {
      let sides = part.split(separator: "=", maxSplits: 1)
      var number = part
      if sides.count == 2 {
        name = String(sides[0])
        number = sides[1]
        values[name] = String(number)
      }
      lists[name, default: []].append(Int(number) ?? -1)
    }
    self.values = values
    self.lists = lists
    self.text = text
    self.place = place
  }

  /// A size, 1 where it is wrong.
  mutating func size(_ name: String) -> Int {
    guard let text = values[name], let value = Int(text), value >= 1, value <= Self.maximum else {
      problems.append(.kernelSize(name, in: text, at: place))
      return 1
    }
    return value
  }

  /// The product of a list of sizes, 1 where one is wrong.
  mutating func product(_ name: String) -> Int {
    var product = 1
    for side in lists[name] ?? [-1] {
      let (next, overflow) = product.multipliedReportingOverflow(by: side)
      guard side >= 1, !overflow, next <= 1 << 50 else {
        problems.append(.kernelSize(name, in: text, at: place))
        return 1
      }
      product = next
    }
    return product
  }

  /// How tokens fall on experts: `balanced`, `power_law_1.01`.
  mutating func loads() -> ExpertLoads {
    let text = values["dist"] ?? "balanced"
    if text == "balanced" { return .balanced }
    let prefix = "power_law_"
    if text.hasPrefix(prefix), let alpha = Double(text.dropFirst(prefix.count)), alpha >= 0,
      alpha < 10
    {
      return .powerLaw(alpha: alpha)
    }
    problems.append(.kernelLoads(text, at: place))
    return .balanced
  }
}
