// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// The computer that runs the tests, timed.
@Suite struct SlowHostBenchmarkTests {
  @Test func `this computer can be timed, and no loop is faster than its lanes`() {
    let topology = HostFiles.topology()
    let samples = HostBenchmark(topology, tries: 2).run(idlePower: nil) { _ in }
    #expect(samples.clock.best > Frequency(1e8))
    #expect(!samples.peaks.isEmpty)
    for peak in samples.peaks where peak.loop.format.inputs == .fp32 {
      let each = peak.throughput.best.value / samples.clock.best.value / Double(peak.threads)
      // Two pipes of 16 lanes are 64 op/cycle; a clock that rises in between adds some.
      #expect(each > 0 && each < 130, "\(peak.loop.rawValue): \(each) op/cycle")
    }
    #expect(samples.streams.allSatisfy { $0.bandwidth.best > .zero })
    #expect(samples.wake > .zero)
    #expect(samples.unverified.contains { $0.contains("NEON") || $0.contains("AVX") })
  }
}
