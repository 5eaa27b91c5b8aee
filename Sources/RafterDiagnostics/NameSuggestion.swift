// SPDX-License-Identifier: Apache-2.0

extension Suggestion {
  /// A question for the names that were probably meant by one that nobody has: `did you mean 'nvidia-h100-sxm'?`; nil where none is near.
  ///
  /// - Parameters:
  ///   - name: what was given.
  ///   - names: the names that there are.
  public static func question<S: Sequence>(for name: String, among names: S) -> String?
  where S.Element == String {
    let found = likely(for: name, among: names)
    guard let last = found.last else { return nil }
    if found.count == 1 { return "did you mean '\(last)'?" }
    let others = found.dropLast().map { "'\($0)'" }.joined(separator: ", ")
    return "did you mean \(others) or '\(last)'?"
  }

  /// The names that were probably meant by one of several parts, such as `maker-product-variant`, in the order of the alphabet.
  ///
  /// The first of these rules that finds any decides: names that are the same but for hyphens, dots, blanks and capitals; names that contain
  /// what was given; the one at an edit distance as in ``nearest(to:among:)``, whose parts in front may have been left out; those that
  /// share most of its parts, by letters, those with digits twice.
  ///
  /// - Parameters:
  ///   - name: what was given.
  ///   - names: the names that there are.
  public static func likely<S: Sequence>(for name: String, among names: S) -> [String]
  where S.Element == String {
    let wanted = parts(of: name)
    let plain = wanted.joined()
    guard !plain.isEmpty else { return [] }
    let known = names.sorted().map { (name: $0, parts: parts(of: $0)) }
    let same = known.filter { $0.parts.joined() == plain }
    if !same.isEmpty { return same.map(\.name) }
    let containing = plain.count > 1 ? known.filter { $0.parts.joined().contains(plain) } : []
    if !containing.isEmpty { return containing.map(\.name) }
    let endings = known.flatMap { name, parts in
      parts.indices.map { (name: name, ending: parts[$0...].joined()) }
    }
    if let near = nearest(to: plain, among: endings.map(\.ending)) {
      return endings.first { $0.ending == near }.map { [$0.name] } ?? []
    }
    let shared = known.map { known in wanted.reduce(0) { $0 + weight($1, in: known.parts) } }
    let most = shared.max() ?? 0
    return most < 3 ? [] : zip(known, shared).filter { $0.1 == most }.map(\.0.name)
  }

  /// Letters and digits of a name between what else is in it, in small letters.
  private static func parts(of name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// How much it says that a part is among those of a name: its letters, twice where it has digits, which tell products apart.
  private static func weight(_ part: String, in parts: [String]) -> Int {
    parts.contains(part) ? part.count * (part.contains(where: \.isNumber) ? 2 : 1) : 0
  }
}
