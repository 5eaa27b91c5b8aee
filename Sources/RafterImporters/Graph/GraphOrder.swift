// SPDX-License-Identifier: Apache-2.0

/// An order of nodes in which each runs after those whose results it reads.
enum GraphOrder {
  /// The nodes in an order in which they can run, and the cycles that prevent one.
  struct Sorted {
    /// Places in the given list.
    var order: [Int]
    /// Each a list of nodes of which each reads a result of the one before, and the first one of the last.
    var cycles: [[Int]]
  }

  /// Sorts nodes; a list that is in order stays as it is, and in others only what is needed earlier moves forward.
  ///
  /// Depth first over the nodes in the order of the file, producers in the order of their reader's inputs, so that the
  /// same file gives the same order. A stack of its own bounds the depth by memory rather than by the thread.
  ///
  /// - Parameter reads: the nodes that a node waits for.
  static func sort(count: Int, reads: [[Int]]) -> Sorted {
    enum Mark { case new, open, done }
    var marks = [Mark](repeating: .new, count: count)
    var result = Sorted(order: [], cycles: [])
    result.order.reserveCapacity(count)
    var stack: [(node: Int, next: Int)] = []
    for root in 0..<count where marks[root] == .new {
      stack.append((root, 0))
      marks[root] = .open
      while let top = stack.last {
        guard top.next < reads[top.node].count else {
          marks[top.node] = .done
          result.order.append(top.node)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let producer = reads[top.node][top.next]
        switch marks[producer] {
        case .new:
          marks[producer] = .open
          stack.append((producer, 0))
        case .open:
          // The stack goes from readers to producers; a cycle reads better in the order of the data.
          let start = stack.firstIndex { $0.node == producer } ?? 0
          result.cycles.append(stack[start...].map(\.node).reversed())
        case .done: break
        }
      }
    }
    return result
  }
}
