// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// The most ports that a machine may have in all for a search.
let maximumPorts = 24

/// Joule per bit where none is known: traffic still decides between equals.
let unknownEnergy = 1e-24

/// What a partial mapping costs so far: flows into the levels that are fixed.
///
/// It is not copied unasked.
struct Account: ~Copyable {
  var ports: PortSums
  /// Joule of memories and wires.
  var energy = 0.0
  var sums: SumState
  /// For each operand, four bits a loop: how many levels of it count.
  var stops = InlineArray<3, UInt64>(repeating: 0)
  /// A bit for each level that keeps outputs at accumulate bits.
  var wide: UInt16 = 0

  /// Nothing is decided.
  init(outputs: Double, ports: Int) {
    sums = SumState(begun: outputs, filled: 0)
    self.ports = PortSums(ports)
  }

  private init(_ other: borrowing Account) {
    ports = other.ports.copy()
    energy = other.energy
    sums = other.sums
    stops = other.stops
    wide = other.wide
  }

  /// The same account, to go on with.
  func copy() -> Account { Account(self) }
}

/// A time and an energy, ordered by an objective.
struct Score: Sendable {
  var latency: Double
  var energy: Double

  /// Nothing is beyond it.
  static let unlimited = Score(latency: .infinity, energy: .infinity)

  /// Whether it needs no more energy than a limit, and no more time.
  @inline(__always)
  func isWithin(_ cap: Score) -> Bool { energy <= cap.energy && latency <= cap.latency }

  func primary(_ objective: Objective) -> Double {
    switch objective {
    case .latency: latency
    case .energy: energy
    case .edp: latency * energy
    }
  }

  func secondary(_ objective: Objective) -> Double {
    switch objective {
    case .latency: energy
    case .energy, .edp: latency
    }
  }

  /// The share within which two numbers are one, since sums in another order differ in their last digits.
  static let roundOff = 1e-12

  func isSame(as other: Score) -> Bool { latency == other.latency && energy == other.energy }

  /// Whether this comes first.
  func isBetter(than other: Score, _ objective: Objective) -> Bool {
    let (mine, others) = (primary(objective), other.primary(objective))
    return abs(mine - others) <= Self.roundOff * others
      ? secondary(objective) < other.secondary(objective) : mine < others
  }
}

extension SearchSpace {
  /// Adds a flow to an account.
  ///
  /// - Parameter crossings: elements over each array between the two memories, outermost first.
  /// - Returns: whether the outer memory keeps unfinished sums.
  @inline(__always)
  func add(
    _ flow: Flow, width: OperandWidth, hasWires: Bool, to account: inout Account,
    crossings: InlineArray<8, Double>
  ) -> Bool {
    var isUnfinished = false
    if flow.operand == Operand.outputs.index {
      var state = account.sums
      isUnfinished = flow.sumBits(width, state: &state) { transfer, isOuter in
        post(transfer, at: isOuter ? flow.outer : flow.inner, to: &account)
      }
      account.sums = state
    } else {
      flow.operandBits(width) { transfer, isOuter in
        post(transfer, at: isOuter ? flow.outer : flow.inner, to: &account)
      }
    }
    if flow.isLast { account.energy += flow.sent * machine.conversionEnergy[flow.operand] }
    guard hasWires else { return isUnfinished }
    let last = flow.isLast ? levels : flow.inner
    var k = 0
    for a in machine.arrays.indices where arrayLevel[a] > flow.outer && arrayLevel[a] <= last {
      if let energy = machine.arrays[a].wireEnergy {
        account.energy +=
          energy
          * flow.crossingBits(
            crossings[k], width, filled: account.sums.filled, isUnfinished: isUnfinished)
          * (flow.isLast ? machine.executed : 1)
      }
      k += 1
    }
    return isUnfinished
  }

  @inline(__always)
  private func post(_ bits: TransferBits, at memory: Int, to account: inout Account) {
    let link = links[memory * 12 + bits.operand * 4 + bits.direction.index]
    let factors = bits.roundingUp(to: link.granularity)
    if link.place >= 0 {
      account.ports[link.place].cycles += bits.busiest * factors.all * link.cyclesPerBit
      if bits.operand == Operand.outputs.index {
        account.ports[link.place].last += bits.edge * factors.edge * link.cyclesPerBit
      } else {
        account.ports[link.place].first += bits.edge * factors.edge * link.cyclesPerBit
      }
    }
    account.energy += bits.mapped * factors.all * link.energyPerBit
  }

  /// The least score of all mappings that add so much to what is decided further out.
  @inline(__always)
  func score(
    _ base: borrowing ScanBase, _ delta: borrowing Account, steps: Double, fill: Double
  ) -> Score {
    score(base, delta, ports, rest: steps / rate, extra: fill)
  }

  /// The same but for its last digits, where only flows into a level are added: other memories were counted once for all.
  @inline(__always)
  func score(
    _ base: borrowing ScanBase, flowsInto level: Int, _ delta: borrowing Account, steps: Double,
    fill: Double
  ) -> Score {
    score(
      base, delta, used[level].own, rest: larger(steps / rate, base.restOfOthers),
      extra: fill + base.extraOfOthers)
  }

  /// - Parameters:
  ///   - rest: cycles beside which the ports of some memories work.
  ///   - extra: cycles on top of which theirs come.
  @inline(__always)
  private func score(
    _ base: borrowing ScanBase, _ delta: borrowing Account, _ memories: [PortPlace], rest: Double,
    extra: Double
  ) -> Score {
    var rest = rest
    var extra = extra
    for place in memories {
      var longest = PortSum()
      for p in place.start..<(place.start + place.count) {
        longest = longest.longest(base.ports[p] + delta.ports[p])
      }
      longest.add(place, rest: &rest, extra: &extra)
    }
    let latency = extra + rest
    let energy =
      base.energy + delta.energy + computeEnergy
      + larger(0, base.written - delta.sums.begun) * base.readEnergy
      + staticEnergy * latency
    return Score(latency: latency, energy: energy)
  }

  /// The same of an account in which nothing is decided.
  ///
  /// Parts of arrays that have no work need no copies, but then all others take more steps: with a share `1 / x` of the
  /// parts at work, steps are at least `even * x` and copies at least `full / x`; a memory that works while the
  /// arithmetic does is not faster than the best `x` makes both [Irony et al., JPDC 2004].
  ///
  /// - Parameters:
  ///   - even: steps over time if all parts had the same, whole or not.
  func bound(_ remaining: Remaining, steps: Double, even: Double, fill: Double) -> Score {
    let compute = steps / rate
    let slope = even / rate
    var rest = compute
    var extra = fill
    for place in ports {
      var cycles = 0.0
      var first = 0.0
      var last = 0.0
      for p in place.start..<(place.start + place.count) {
        first = max(first, remaining.ports[p].sum.first)
        last = max(last, remaining.ports[p].sum.last)
      }
      for p in place.start..<(place.start + place.count) {
        let port = remaining.ports[p]
        cycles = max(cycles, port.sum.cycles)
        guard place.isOverlapped, port.full > 0 else { continue }
        let fixed = port.sum.cycles - port.raised - port.shared - first - last
        guard fixed + port.full * slope / compute > compute else { continue }
        // slope * x = fixed + full / x
        let x = (fixed + (fixed * fixed + 4 * slope * port.full).squareRoot()) / (2 * slope)
        rest = max(rest, slope * x)
      }
      if place.isOverlapped {
        extra += first + last
        rest = max(rest, cycles - first - last)
      } else {
        extra += cycles
      }
    }
    return score(remaining, latency: extra + rest, more: 0)
  }

  /// What a mapping may cost, without its first and last tiles: choices are ordered by it.
  func estimate(
    _ remaining: Remaining, steps: Double, fill: Double, copies: CopyCount
  ) -> Score {
    var rest = steps / rate
    var extra = fill
    for place in ports {
      var cycles = 0.0
      for p in place.start..<(place.start + place.count) {
        let port = remaining.ports[p]
        let once = port.once
        cycles =
          switch copies {
          case .least: max(cycles, once)
          case .full: max(cycles, port.sum.cycles, once - port.shared + port.full)
          }
      }
      if place.isOverlapped { rest = max(rest, cycles) } else { extra += cycles }
    }
    return score(
      remaining, latency: extra + rest,
      more: copies == .full ? remaining.fullEnergy : -remaining.raisedEnergy)
  }

  private func score(_ remaining: Remaining, latency: Double, more: Double) -> Score {
    Score(
      latency: latency,
      energy: remaining.energy + more + computeEnergy
        + max(0, remaining.written - elements[2]) * remaining.readEnergy + staticEnergy * latency)
  }

  /// The least score of mappings of so many steps.
  ///
  /// - Parameter least: joule that every mapping needs, without static power.
  func score(steps: Double, fill: Double, least: Double) -> Score {
    let latency = fill + steps / rate
    return Score(latency: latency, energy: least + staticEnergy * latency)
  }
}
