// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterDiagnostics
import RafterHardware
import RafterQuantities

/// A combination that may be worth an analysis.
struct BundleCandidate: Sendable {
  var members: [Int]
  var steps: [Intervention]
  var design: Design
  var area: AddedArea
  /// What a sample takes at least, by a bound that no mapping is below.
  var time: Seconds
  var energy: Energy
}

/// What becomes of a combination before anything is mapped.
enum BundleFate: Sendable {
  case candidate(BundleCandidate)
  case impossible
  case tooLarge
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

  /// All pairs and triples that begin with a step, in order.
  func combinations(beginningWith first: Int) -> [BundleFate] {
    let start = design.applying(declared[first].change)
    let area = added(AddedArea(known: .zero, unknown: []), declared[first], first)
    return extended([first], [declared[first]], start, area, to: 3)
  }

  /// A combination made longer by each declared step that may follow, and these made longer in turn.
  private func extended(
    _ members: [Int], _ steps: [Intervention], _ design: Design, _ area: AddedArea, to length: Int
  ) -> [BundleFate] {
    guard let last = members.last, members.count < length else { return [] }
    let following = declared.indices.filter { $0 > last && isFree($0, beside: members) }
    let offered = offers(after: design, of: Set(following.map { declared[$0].lever }))
    var result: [BundleFate] = []
    for next in following {
      let wanted = declared[next]
      guard
        let step = offered.first(where: {
          $0.lever == wanted.lever && $0.target == wanted.target && $0.step == wanted.step
        })
      else {
        // It and all that would be made of it.
        result += Array(repeating: .impossible, count: 1 + descendants(members + [next], length))
        continue
      }
      let changed = design.applying(step.change)
      let sum = added(area, step, next)
      result.append(fate(members + [next], steps + [step], changed, sum))
      result += extended(members + [next], steps + [step], changed, sum, to: length)
    }
    return result
  }

  /// Whether a step is of another ladder than those taken.
  private func isFree(_ next: Int, beside members: [Int]) -> Bool {
    members.allSatisfy { ladder[$0] != ladder[next] }
  }

  private func descendants(_ members: [Int], _ length: Int) -> Int {
    guard let last = members.last, members.count < length else { return 0 }
    return declared.indices.filter { $0 > last && isFree($0, beside: members) }
      .reduce(0) { $0 + 1 + descendants(members + [$1], length) }
  }

  /// What some levers offer on a design.
  private func offers(after design: Design, of levers: Set<Lever>) -> [Intervention] {
    guard !levers.isEmpty else { return [] }
    let cost = ModelledMachine(design.accelerator)
    return Lever.allCases.filter(levers.contains).flatMap { lever in
      lever.ladders(design, base, cost).flatMap(\.steps)
    }
  }

  private func added(_ area: AddedArea, _ step: Intervention, _ place: Int) -> AddedArea {
    var sum = area
    if let own = step.area { sum.known += own } else { sum.unknown.append(place) }
    return sum
  }

  private func fate(
    _ members: [Int], _ steps: [Intervention], _ design: Design, _ area: AddedArea
  ) -> BundleFate {
    do throws(DiagnosticList) {
      guard let least = try variants.least(of: design) else { return .tooLarge }
      let batch = Double(design.workload.batch)
      return .candidate(
        BundleCandidate(
          members: members, steps: steps, design: design, area: area,
          time: least.latency / batch, energy: least.energy / batch))
    } catch {
      return .impossible
    }
  }
}
