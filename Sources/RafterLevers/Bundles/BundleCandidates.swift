// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterDiagnostics
import RafterHardware
import RafterQuantities

/// A combination that may be worth an analysis.
struct BundleCandidate: Sendable {
  /// How its bound is known.
  enum Bound: Sendable {
    /// By the roofs alone.
    case roofs
    /// By the least cost of every product, as a search begins with.
    case products
  }

  var members: [Int]
  var area: AddedArea
  /// What a sample takes at least, by a bound that no mapping is below.
  var time: Seconds
  var energy: Energy
  var bound: Bound = .roofs

  /// The smaller, the earlier it is looked at: an early good bundle excludes the most.
  ///
  /// Time alone where energies are unknown.
  var promise: Double { energy > .zero ? time.value * energy.value : time.value }

  /// The most promising first, and one order whatever the number of cores.
  static func precedes(_ a: Self, _ b: Self) -> Bool {
    if a.promise != b.promise { return a.promise < b.promise }
    if a.members.count != b.members.count { return a.members.count < b.members.count }
    return a.members.lexicographicallyPrecedes(b.members)
  }
}

/// What becomes of a combination before anything is mapped.
enum BundleFate: Sendable {
  case candidate(BundleCandidate)
  /// It, and all that would be made of it.
  case impossible(count: Int)
}

/// Takes declared steps together.
///
/// A step is applied by asking its lever for the same step on the design that the steps before it left, so that sizes
/// multiply and areas are those of the machine that there is then.
struct BundleBuilder: Sendable {
  let design: Design
  let base: Analysis
  /// The declared steps, in the order of the levers.
  let declared: [Intervention]
  /// The ladder of each.
  let ladder: [Int]
  let variants: Variants
  /// Steps in a bundle at most.
  static let longest = 3

  /// How many combinations begin with a step, the step itself left out.
  func count(beginningWith first: Int) -> Int { descendants([first]) }

  /// All pairs and triples that begin with a step, in order.
  func combinations(beginningWith first: Int) -> [BundleFate] {
    let start = design.applying(declared[first].change)
    let area = added(AddedArea(known: .zero, unknown: []), declared[first], first)
    return extended([first], start, area)
  }

  /// A combination made longer by each declared step that may follow, and these made longer in turn.
  private func extended(_ members: [Int], _ design: Design, _ area: AddedArea) -> [BundleFate] {
    let following = following(members)
    guard !following.isEmpty else { return [] }
    let offered = offers(after: design, of: Set(following.map { declared[$0].lever }))
    var result: [BundleFate] = []
    for next in following {
      let longer = members + [next]
      guard let step = Self.find(declared[next], among: offered) else {
        result.append(.impossible(count: 1 + descendants(longer)))
        continue
      }
      let changed = design.applying(step.change)
      let sum = added(area, step, next)
      result.append(fate(longer, changed, sum))
      result += extended(longer, changed, sum)
    }
    return result
  }

  /// Steps that may be added: later ones of ladders that are not taken.
  private func following(_ members: [Int]) -> [Int] {
    guard let last = members.last, members.count < Self.longest else { return [] }
    return declared.indices.filter { next in
      next > last && members.allSatisfy { ladder[$0] != ladder[next] }
    }
  }

  private func descendants(_ members: [Int]) -> Int {
    following(members).reduce(0) { $0 + 1 + descendants(members + [$1]) }
  }

  /// What some levers offer on a design.
  private func offers(after design: Design, of levers: Set<Lever>) -> [Intervention] {
    let cost = ModelledMachine(design.accelerator)
    return Lever.allCases.filter(levers.contains).flatMap { lever in
      lever.ladders(design, base, cost).flatMap(\.steps)
    }
  }

  private static func find(_ wanted: Intervention, among offered: [Intervention]) -> Intervention? {
    offered.first {
      $0.lever == wanted.lever && $0.target == wanted.target && $0.step == wanted.step
    }
  }

  private func added(_ area: AddedArea, _ step: Intervention, _ place: Int) -> AddedArea {
    var sum = area
    if let own = step.area { sum.known += own } else { sum.unknown.append(place) }
    return sum
  }

  private func fate(_ members: [Int], _ design: Design, _ area: AddedArea) -> BundleFate {
    do throws(DiagnosticList) {
      let least = try variants.leastByRoofs(of: design)
      let batch = Double(design.workload.batch)
      return .candidate(
        BundleCandidate(
          members: members, area: area, time: least.latency / batch, energy: least.energy / batch))
    } catch {
      return .impossible(count: 1)
    }
  }

  /// The steps of a combination as they are one after another, and the design they leave.
  func built(_ members: [Int]) -> (steps: [Intervention], design: Design) {
    var steps: [Intervention] = []
    var built = design
    for member in members {
      let wanted = declared[member]
      guard
        let step = steps.isEmpty
          ? wanted : Self.find(wanted, among: offers(after: built, of: [wanted.lever]))
      else { preconditionFailure("a candidate was made of these steps before") }
      steps.append(step)
      built = built.applying(step.change)
    }
    return (steps, built)
  }
}
