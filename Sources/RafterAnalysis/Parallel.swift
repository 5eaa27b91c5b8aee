// SPDX-License-Identifier: Apache-2.0

/// Work on several cores whose outcome does not depend on how many there are.
package enum Parallel {
  /// Changes each item, at most `width` at once; results keep the order of the items.
  package static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ width: Int, _ change: @escaping @Sendable (Item) async -> Result
  ) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { group in
      var results: [Result?] = Array(repeating: nil, count: items.count)
      var next = 0
      while next < min(max(1, width), items.count) {
        let index = next
        group.addTask { (index, await change(items[index])) }
        next += 1
      }
      while let (index, result) = await group.next() {
        results[index] = result
        guard next < items.count else { continue }
        let index = next
        group.addTask { (index, await change(items[index])) }
        next += 1
      }
      return results.compactMap { $0 }
    }
  }
}
