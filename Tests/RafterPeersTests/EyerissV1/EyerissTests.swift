// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import Testing

@testable import RafterPeers

@Suite struct EyerissTests {
  private func machine() throws -> EyerissMachine {
    try EyerissMachine(Library.machine("eyeriss-v1"))
  }

  private func layers() throws -> [EyerissLayer] {
    try EyerissLayer.read(CaseTable(Library.caseFile("eyeriss-v1/alexnet.csv")))
  }

  @Test func `a mapping is counted by hand`() throws {
    let layer = try #require(try layers().first)
    let mapping = try #require(layer.mapping)
    let cost = RowStationaryCost(mapping, of: layer, on: try machine())
    // 3 channels x 96/32 kernels x 4 images x 8 strips of 7 rows.
    #expect(cost.passes == 288)
    // 4 x 96 x 55 x 55 outputs, once for each channel.
    #expect(cost.sums == 3_484_800)
    // Strips of (7-1) 4 + 11 = 35 rows, the last of 31, read for 3 groups of kernels: 4 x 3 x 276 x 227 x 3.
    #expect(cost.inputReads == 2_255_472)
    // 2 sets of 11 x 7; 16 kernels x 11 taps x 55 outputs.
    #expect(cost.activeElements == 154)
    #expect(cost.computeCycles == 9680)
    #expect(cost.isComputeBound)
  }

  @Test func `the array holds sets side by side, below one another, and folded`() throws {
    let machine = try machine()
    // 12 x 14: one of 11 x 7 below, two beside; of 5 x 27 two pieces fill both places below; 3 x 13: four below.
    #expect(machine.sets(kernel: 11, rows: 7) == 2)
    #expect(machine.sets(kernel: 5, rows: 27) == 1)
    #expect(machine.sets(kernel: 3, rows: 13) == 4)
    #expect(machine.sets(kernel: 3, rows: 200) == 0)
  }

  @Test func `own search finds mappings of the measured traffic without a measured number`() throws
  {
    // CONV5 alone: small, and its printed mapping is found.
    let layer = try #require(try layers().last)
    let machine = try machine()
    let found = try #require(RowStationarySearch(layer: layer, machine: machine).best())
    let measured = try #require(layer.bufferTraffic)
    #expect(abs(found.cost.bufferTraffic(machine).ratio(to: measured) - 1) < 0.01)
    // A measured number more moves nothing.
    var other = layer
    other.bufferTraffic = nil
    other.power = Power(1)
    #expect(RowStationarySearch(layer: other, machine: machine).best()?.mapping == found.mapping)
  }

  @Test func `what is found fits`() throws {
    let machine = try machine()
    for layer in try layers().suffix(2) {
      let mapping = try #require(RowStationarySearch(layer: layer, machine: machine).best()).mapping
      #expect(mapping.kernelsOfElement * mapping.channelsOfElement * layer.kernel <= 224)
      #expect(mapping.channelsOfElement * layer.kernel <= 12)
      #expect(mapping.kernelsOfElement <= 24)
      let sums = 2 * mapping.images * mapping.kernelsInBuffer * mapping.rows * layer.output
      #expect(sums <= 100 * 1024)
    }
  }

  @Test func `a tenth more zeros moves DRAM traffic and energy`() throws {
    let runs = EyerissRun.runs(Array(try layers().suffix(1)), on: try machine())
    let run = try #require(runs.first)
    let cost = try #require(run.cost)
    var sparse = run
    sparse.layer.zeros *= 1.1
    sparse.zeros.inputs = sparse.layer.zeros
    var plain = run
    plain.zeros.inputs = run.layer.zeros
    #expect(sparse.dramTraffic(cost) < plain.dramTraffic(cost))
    let time = Seconds(0.01)
    #expect(sparse.energyTerms(time)[0] < run.energyTerms(time)[0])
    #expect(sparse.energyTerms(time)[1] > run.energyTerms(time)[1])
  }

  @Test func `run-length coding packs three values in 64 bits`() throws {
    let layer = try #require(try layers().last)
    let machine = try machine()
    let cost = RowStationaryCost(try #require(layer.mapping), of: layer, on: machine)
    let coded = cost.codedTraffic(machine, CodedZeros(inputs: 0.5, outputs: 1))
    let expected = Double(cost.dramInputs) * 0.5 * 8 / 3 + 2 * Double(cost.dramFilters)
    #expect(abs(coded.value / expected - 1) < 1e-12)
  }

  @Test func `the chip stops for inputs and outputs, and loads filters meanwhile`() throws {
    let layer = try #require(try layers().first)
    var machine = try machine()
    // 8 B at 60 MHz.
    #expect(abs(machine.link.value - 480e6) < 1)
    let cost = RowStationaryCost(try #require(layer.mapping), of: layer, on: machine)
    let processing = cost.processing(ramp: Cycles(950)) / machine.clock
    // 4.8 MB of maps take 10 ms; the 2.2 MB of filters, 4.6 ms, come while 15 ms of passes run.
    let maps = ByteCount(4.8e6)
    let total = cost.total(ramp: Cycles(950), maps: maps, on: machine)
    #expect(abs((total - processing).value - 0.010) < 1e-9)
    // A tenth more bandwidth shortens the transfers by as much and nothing else.
    machine.link = machine.link * 1.1
    let quicker = cost.total(ramp: Cycles(950), maps: maps, on: machine)
    #expect(abs((quicker - processing).value - 0.010 / 1.1) < 1e-9)
    // On a link of a hundredth the filters take longer than the passes.
    machine.link = machine.link * 0.01
    let slow = cost.total(ramp: Cycles(950), maps: maps, on: machine)
    #expect(abs(slow.ratio(to: (maps + cost.filterTraffic(machine)) / machine.link) - 1) < 1e-9)
  }

  @Test func `a pass of wide sums takes the time of their network`() throws {
    // 224 x 224, 16 kernels and one channel of a pass: 16 x 13 x 224 sums of 2 B at 8 B a cycle, and 4 x 3 x 224 products.
    let layer = EyerissLayer(
      name: "wide", side: 224, padding: 1, kernel: 3, output: 224, inputChannels: 64, kernels: 64,
      stride: 1, groups: 1, batch: 3, zeros: 0.5)
    let mapping = RowStationaryMapping(
      kernelsInBuffer: 16, images: 1, rows: 13, kernelsOfElement: 4, channelsOfElement: 1,
      channelSets: 1, kernelSets: 4)
    let cost = RowStationaryCost(mapping, of: layer, on: try machine())
    #expect(cost.network.sums == 11648)
    #expect(cost.computeCycles == 2688)
    #expect(!cost.isComputeBound)
    // 18 strips, the last of 3 rows: 2688 cycles of sums are less than its products with their ramp.
    #expect(cost.passes == 18 * cost.lastPasses)
    #expect(
      cost.processing(ramp: Cycles(900)).value == Double(cost.lastPasses) * (17 * 11648 + 3588))
  }

  @Test func `counters tell which mapping ran where none is printed`() throws {
    // A layer as measured with a mapping of one channel in a pass, which our search would not choose.
    let machine = try machine()
    var layer = EyerissLayer(
      name: "made", side: 28, padding: 1, kernel: 3, output: 28, inputChannels: 32, kernels: 64,
      stride: 1, groups: 1, batch: 2, zeros: 0.5)
    let ran = RowStationaryMapping(
      kernelsInBuffer: 32, images: 1, rows: 14, kernelsOfElement: 8, channelsOfElement: 1,
      channelSets: 1, kernelSets: 4)
    let cost = RowStationaryCost(ran, of: layer, on: machine)
    layer.bufferTraffic = cost.bufferTraffic(machine)
    layer.activeElements = cost.activeElements
    let run = try #require(EyerissRun.runs([layer], on: machine).first)
    let inferred = try #require(run.inferred)
    #expect(inferred.mapping.channelsOfPass == 1)
    #expect(inferred.cost.activeElements == 168)
    #expect(
      abs(inferred.cost.bufferTraffic(machine).ratio(to: cost.bufferTraffic(machine)) - 1) < 0.1)
    // Half the traffic moves it; no measured time does.
    layer.bufferTraffic = cost.bufferTraffic(machine) * 0.5
    let other = try #require(EyerissRun.runs([layer], on: machine).first?.inferred)
    #expect(other.mapping.channelsOfPass > 1)
    layer.processingLatency = Seconds(1)
    #expect(EyerissRun.runs([layer], on: machine).first?.inferred?.mapping == other.mapping)
    // A printed mapping is taken as it is.
    layer.mapping = ran
    #expect(EyerissRun.runs([layer], on: machine).first?.inferred == nil)
  }
}
