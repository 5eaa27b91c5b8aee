// SPDX-License-Identifier: Apache-2.0

/// Finds the word that was probably meant.
public enum Suggestion {
  /// The nearest candidate, if it is near enough to be worth saying.
  ///
  /// Near is an edit distance of at most a third of the length of the word, one more from four
  /// letters on, never above 3, and always below the length. Upper and lower case count as equal;
  /// of equally near ones the first in the alphabet is taken. Where none is near, one that alone begins with the word, of
  /// three letters at least, was cut short: `conv` is `convolution`.
  public static func nearest<S: Sequence>(to word: String, among candidates: S) -> String?
  where S.Element == String {
    let count = word.count
    let limit = min(max(1, min(3, count / 3 + (count >= 4 ? 1 : 0))), max(0, count - 1))
    let wanted = word.lowercased()
    var best: (word: String, distance: Int)?
    var begun: Set<String> = []
    for candidate in candidates {
      if count >= 3, candidate.lowercased().hasPrefix(wanted) { begun.insert(candidate) }
      // No distance is below the difference of the lengths.
      guard abs(candidate.count - count) <= limit else { continue }
      let distance = editDistance(wanted, candidate.lowercased())
      guard distance <= limit else { continue }
      if let sofar = best, (sofar.distance, sofar.word) <= (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.word ?? (begun.count == 1 ? begun.first : nil)
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words.
  public static func editDistance(_ a: String, _ b: String) -> Int {
    let s = Array(a)
    let t = Array(b)
    var beforeLast = [Int](repeating: 0, count: t.count + 1)
    var last = Array(0...t.count)
    for i in 0..<s.count {
      var row = [Int](repeating: 0, count: t.count + 1)
      row[0] = i + 1
      for j in 0..<t.count {
        row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (s[i] == t[j] ? 0 : 1))
        if i > 0, j > 0, s[i] == t[j - 1], s[i - 1] == t[j] {
          row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[t.count]
  }
}
