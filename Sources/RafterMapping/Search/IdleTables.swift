// SPDX-License-Identifier: Apache-2.0

/// Tables that no search is using, the longest idle first: those make room for others where all together grow too large.
struct IdleTables<Key: Hashable & Sendable, Table: Sendable>: Sendable {
  private var tables: [(key: Key, table: Table, size: Int)] = []
  /// The entries of all tables together, and how many are kept at most.
  private var size = 0
  private let most: Int

  init(most: Int) { self.most = most }

  /// The table of a key that was kept last; it is no longer here.
  mutating func take(_ key: Key) -> Table? {
    guard let place = tables.lastIndex(where: { $0.key == key }) else { return nil }
    let entry = tables.remove(at: place)
    size -= entry.size
    return entry.table
  }

  /// Keeps a table.
  ///
  /// - Parameter added: its entries; a table without any is not kept, and none that is too large by itself.
  mutating func keep(_ table: Table, _ key: Key, size added: Int) {
    guard added > 0, added <= most else { return }
    tables.append((key, table, added))
    size += added
    while size > most {
      size -= tables.removeFirst().size
    }
  }
}
