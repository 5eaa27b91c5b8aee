// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterHardware
import RafterLibrary
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// Collectives measured with NCCL on 4 and 8 devices, from 1 kB to 268 MB.
@Suite(.enabled(if: Shared.file("cases/llm/measured-a100-h100.csv") != nil))
struct LinksTruthTests {
  private func links(_ name: String) throws -> Links {
    let file = try #require(BuiltIn.file(name, kind: .accelerator))
    let machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
    return try #require(machine.links)
  }

  @Test(arguments: [("A100-SXM", "nvidia-a100"), ("H100-SXM", "nvidia-h100-sxm")])
  func `collectives take the time that was measured, within 7 % in the middle`(
    device: String, name: String
  ) throws {
    let links = try links(name)
    let kinds: [String: CollectiveKind] = [
      "all_reduce": .allReduce, "all_gather": .allGather, "reduce_scatter": .reduceScatter,
      "alltoall": .allToAll,
    ]
    let url = try #require(Shared.file("cases/llm/measured-a100-h100.csv"))
    var errors: [Double] = []
    var others: [Double] = []
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count > 12, cells[1] == "collective", cells[2] == device,
        let kind = kinds[cells[6]], let devices = Int(cells[3]), let bytes = Double(cells[11]),
        let measured = Double(cells[12])
      else { continue }
      let time = links.time(
        Collective("", kind, devices: devices, bytes: Int(bytes), count: 1))
      errors.append(abs(time.value / measured - 1))
      // Measured with 17.7 us at 1 kB, 14.3 us at 256 kB, and 8.1 us at 1 kB on twice as many devices: no law of size and
      // devices passes through these.
      let isOdd =
        kind == .allToAll && devices == 4 && device == "H100-SXM" && bytes < 1e6
      if !isOdd { others.append(abs(time.value / measured - 1)) }
    }
    #expect(errors.count >= 30)
    errors.sort()
    let (median, worst) = (errors[errors.count / 2], errors.last ?? 1)
    #expect(median < 0.07)
    #expect(worst < 0.61)
    #expect(others.max() ?? 1 < 0.26)
  }

  /// [workloads 5.8]: a ring all-reduce of n bytes over N sends 2(N-1)/N*n in 2(N-1) steps.
  @Test func `shares and steps are those of rings`() {
    let sum = Collective("", .allReduce, devices: 8, bytes: 800, count: 3)
    // 2 * 7/8 * 800 * 3.
    let expected: Double = 4200
    #expect(sum.sentBytes == expected)
    #expect(sum.kind.steps(devices: 8) == 14)
    #expect(CollectiveKind.allToAll.sentShare(devices: 4) == 0.75)
    #expect(CollectiveKind.allReduce.sentShare(devices: 1) == 0)
  }
}
