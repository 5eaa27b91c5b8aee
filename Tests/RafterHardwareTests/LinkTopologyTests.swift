// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// What collectives take on rings, tori, meshes and links to all.
struct LinkTopologyTests {
  private static func links(
    _ topology: Links.Topology, _ dimensions: [Int] = [], closesEvery: Int? = nil,
    bandwidth: Double = 100e9
  ) -> Links {
    let here = Provenance(confidence: .assumed)
    return Links(
      bandwidth: Sourced(Bandwidth(bandwidth), here), sustained: Sourced(1, here),
      start: Sourced(Seconds(0), here), step: Sourced(Seconds(1e-6), here),
      ramp: Sourced(ByteCount(0), here), topology: topology, dimensions: dimensions,
      closesEvery: closesEvery, energy: Sourced(EnergyPerBit(1e-12), here))
  }

  private static func traffic(
    _ topology: Links.Topology, _ dimensions: [Int] = [], _ kind: CollectiveKind, _ devices: Int,
    closesEvery: Int? = nil
  ) -> LinkTraffic {
    links(topology, dimensions, closesEvery: closesEvery).traffic(kind, devices: devices)
  }

  private static func near(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 1e-12 * max(1, abs(b))
  }

  // 15/16 of n, over all four links at once; 3 + 3 steps. All-reduce gathers after it has scattered.
  @Test func `a square torus gathers at the full bandwidth of a device`() {
    let gather = Self.traffic(.torus, [4, 4], .allGather, 16)
    #expect(Self.near(gather.share, 15.0 / 16))
    #expect(gather.steps == 6)
    let reduce = Self.traffic(.torus, [4, 4], .allReduce, 16)
    #expect(Self.near(reduce.share, 2 * 15.0 / 16))
    #expect(reduce.steps == 12)
    let cube = Self.traffic(.torus, [4, 4, 4], .reduceScatter, 64)
    #expect(Self.near(cube.share, 63.0 / 64))
    #expect(cube.steps == 9)
  }

  // Half of n goes along 4 first: 3/32 of it there, then 7*4/32 along 8; the other half 7/32 along 8, then 3*8/32 along 4.
  // Along 8: (28 + 7)/64 of n over half of the bandwidth = 35/32; along 4: (3 + 24)/64 over half = 27/32.
  @Test func `the longer side of a torus is the fullest`() {
    let gather = Self.traffic(.torus, [4, 8], .allGather, 32)
    #expect(Self.near(gather.share, 35.0 / 32))
    #expect(gather.steps == 3 + 7)
  }

  // On 4x4, half of the bytes cross the middle of a side: 4/4 of n over half of the bandwidth. On a ring of 8: n*8/4.
  @Test func `an exchange crosses the middle`() {
    #expect(Self.near(Self.traffic(.torus, [4, 4], .allToAll, 16).share, 2))
    #expect(Self.near(Self.traffic(.ring, [], .allToAll, 8).share, 2))
    // Five in a ring: 2*3 pairs over the middle of 25; floor(25/4)/5.
    #expect(Self.near(Self.traffic(.ring, [], .allToAll, 5).share, 1.2))
    // A byte passes 0, 1, 1, 2 links of a ring of four, for each of two sides.
    #expect(Self.near(Self.traffic(.torus, [4, 4], .allToAll, 16).carried, 2))
    // On a line of three: (0+1+2 + 1+0+1 + 2+1+0)/9.
    #expect(Self.near(Self.traffic(.mesh, [3], .allToAll, 3).carried, 8.0 / 9))
  }

  // Six links; one leads to the neighbour. Seven links lead to the seven others.
  @Test func `a neighbour is reached by one link`() {
    #expect(Self.traffic(.torus, [4, 4, 4], .pointToPoint, 64).share == 6)
    #expect(Self.traffic(.ring, [], .pointToPoint, 8).share == 2)
    #expect(Self.traffic(.ring, [], .pointToPoint, 2).share == 1)
    #expect(Self.traffic(.fullyConnected, [8], .pointToPoint, 8).share == 7)
    #expect(Self.traffic(.crossbar, [], .pointToPoint, 8).share == 1)
  }

  // Each of 8 sends an eighth to each of 7 over a link of a seventh: 7/8, in one step. Of 8, 4 use 3 links of 7:
  // a quarter over a seventh.
  @Test func `devices joined to all go in one step`() {
    let all = Self.traffic(.fullyConnected, [8], .allGather, 8)
    #expect(Self.near(all.share, 7.0 / 8))
    #expect(all.steps == 1)
    #expect(Self.traffic(.fullyConnected, [8], .allReduce, 8).steps == 2)
    #expect(Self.near(Self.traffic(.fullyConnected, [8], .allGather, 4).share, 7.0 / 4))
    #expect(Self.near(Self.traffic(.fullyConnected, [], .allGather, 4).share, 3.0 / 4))
  }

  // A pod of 16x16: 16 devices are a block of 4x4 that does not close; 15/16 over half of the links. Closed by switches it
  // is a torus of its own. All 16 of a side of 16x16 would close but use half of the links: as slow, and 15 steps.
  @Test func `a block of a torus closes only where it is whole or switched`() {
    #expect(Self.near(Self.traffic(.torus, [16, 16], .allGather, 16).share, 2 * 15.0 / 16))
    #expect(Self.traffic(.torus, [16, 16], .allGather, 16).steps == 6)
    #expect(
      Self.near(Self.traffic(.torus, [16, 16], .allGather, 16, closesEvery: 4).share, 15.0 / 16))
    #expect(Self.near(Self.traffic(.torus, [16, 16], .allGather, 256).share, 255.0 / 256))
  }

  @Test func `a number of devices that is no block is told from one that is`() {
    let pod = Self.links(.torus, [4, 4])
    #expect(pod.holdsGroup(of: 8) && pod.holdsGroup(of: 16) && pod.holdsGroup(of: 3))
    #expect(!pod.holdsGroup(of: 7) && !pod.holdsGroup(of: 32))
    #expect(!Self.links(.fullyConnected, [8]).holdsGroup(of: 9))
    #expect(Self.links(.crossbar).holdsGroup(of: 1000))
  }

  static let kinds = CollectiveKind.allCases

  @Test(arguments: kinds)
  func `a torus with one side is a ring, and a mesh takes twice as long`(kind: CollectiveKind) {
    for devices in 2...20 {
      let ring = Self.traffic(.ring, [], kind, devices)
      #expect(Self.traffic(.torus, [devices], kind, devices) == ring)
      #expect(Self.traffic(.ring, [devices], kind, devices) == ring)
      let line = Self.traffic(.mesh, [devices], kind, devices)
      if kind != .pointToPoint { #expect(Self.near(line.share, 2 * ring.share)) }
      #expect(line.steps == ring.steps)
    }
  }

  @Test func `more bandwidth is never slower, and nothing beats what a device must send`() {
    var random = SeededGenerator(seed: 61)
    for _ in 0..<400 {
      let sides = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Int.random(in: 2...6, using: &random)
      }
      let topology = [Links.Topology.torus, .mesh].randomElement(using: &random) ?? .torus
      let devices = sides.reduce(1, *)
      let kind = Self.kinds.randomElement(using: &random) ?? .allReduce
      let bytes = Int.random(in: 1...1_000_000_000, using: &random)
      let message = Collective("", kind, devices: devices, bytes: bytes, count: 1)
      let slow = Self.links(topology, sides, bandwidth: 50e9).time(message)
      let fast = Self.links(topology, sides, bandwidth: 100e9).time(message)
      #expect(fast <= slow)
      let least = Double(bytes) * kind.sentShare(devices: devices) / 100e9
      #expect(fast.value >= least * (1 - 1e-12), "\(topology) \(sides) \(kind)")
      // Closing a side, or another side, never hurts a gathering.
      if topology == .mesh, kind != .pointToPoint {
        #expect(Self.links(.torus, sides).time(message) <= fast)
      }
    }
  }

  // 1 MB over 8 devices of a ring at 100 GB/s: 7 us for 7 steps and 8.75 us for 7/8 MB; 7/8 * 8e6 bit * 1 pJ.
  @Test func `time and energy are those of the traffic`() throws {
    let message = Collective("", .allGather, devices: 8, bytes: 1_000_000, count: 2)
    let links = Self.links(.ring)
    #expect(Self.near(links.time(message).value / 31.5e-6, 1))
    let energy = try #require(links.energy(message))
    #expect(Self.near(energy.value / (2 * 7e-6), 1))
  }

  private static func read(_ links: String) throws -> [String] {
    let text =
      tiny
      + "\nlinks: {bandwidth: 1 GB/s, start: 1 us, step: 1 us, ramp: 1 kB, energy: unknown, \(links)}\n"
    do throws(DiagnosticList) {
      _ = try AcceleratorReader.read(text: text, file: "a.yaml")
      return []
    } catch {
      return error.diagnostics.filter { $0.severity == .error }.map(\.id)
    }
  }

  @Test(arguments: [
    ("topology: torus", "accelerator.links-dimensions"),
    ("topology: torus, dimensions: [2, 2, 2, 2]", "accelerator.links-dimensions"),
    ("topology: torus, dimensions: []", "accelerator.links-dimensions"),
    ("topology: switch, dimensions: [8]", "accelerator.links-dimensions"),
    ("topology: fully-connected, dimensions: [4, 4]", "accelerator.links-dimensions"),
    ("topology: torus, dimensions: [65536, 65536, 65536]", "accelerator.links-dimensions"),
    ("topology: mesh, dimensions: [4, 4], closes-every: 2", "accelerator.links-closes-every"),
  ])
  func `a grid that a topology has not is an error`(links: String, id: String) throws {
    #expect(try Self.read(links).contains(id), "\(links)")
  }

  @Test(arguments: [
    "topology: torus, dimensions: [4, 4, 4], closes-every: 4", "topology: mesh, dimensions: [3]",
    "topology: ring", "topology: ring, dimensions: [12]", "topology: fully-connected",
    "topology: fully-connected, dimensions: [8]",
  ])
  func `other grids are read`(links: String) throws {
    #expect(try Self.read(links) == [])
  }
}
