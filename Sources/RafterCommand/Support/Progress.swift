// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// A line of progress on a terminal, drawn only once a run has taken a second.
final class Progress: Sendable {
  private struct State {
    var done = 0
    var shown = false
  }

  private let start = ContinuousClock.now
  private let state = Mutex(State())
  private let isShown: Bool

  /// Creates a progress line that is silent unless standard error is a terminal.
  init(quiet: Bool) { isShown = !quiet && Console.errorIsTerminal }

  /// Counts one more of `total` finished.
  func advance(_ what: String, of total: Int) {
    guard isShown else { return }
    state.withLock { state in
      state.done += 1
      guard ContinuousClock.now - start > .seconds(1) else { return }
      state.shown = true
      Console.overwrite("\(what) \(state.done) of \(total)")
    }
  }

  /// Counts one more finished of a number that is not known before.
  func count(_ what: String) {
    guard isShown else { return }
    state.withLock { state in
      state.done += 1
      guard ContinuousClock.now - start > .seconds(1) else { return }
      state.shown = true
      Console.overwrite("\(what) \(state.done)")
    }
  }

  /// Says how far a run of several parts has come.
  func show(_ words: String) {
    guard isShown else { return }
    state.withLock { state in
      guard ContinuousClock.now - start > .seconds(1) else { return }
      state.shown = true
      Console.overwrite(words)
    }
  }

  /// Wipes the line.
  func finish() {
    state.withLock { state in
      if state.shown { Console.overwrite("") }
      state.shown = false
    }
  }
}
