// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// Kernels measured on boards against the roofs of the built-in machines.
struct MeasuredKernelsTruthTests {
  struct Kernel {
    var id: String
    var type: String
    var operations: Double
    var bytes: Double
    var seconds: Double
  }

  static func kernels(_ name: String) throws -> [Kernel] {
    let file = try #require(BuiltIn.file("gpu-kernels/\(name).csv", kind: .validationCase))
    let rows = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let head = try #require(rows.first)
    func column(_ key: String) throws -> Int { try #require(head.firstIndex(of: key)) }
    let (id, type) = (try column("id"), try column("dtype"))
    let (ops, bytes, time) = (
      try column("ops"), try column("min_bytes"), try column("latency_s")
    )
    return rows.dropFirst().compactMap { row in
      guard row.count > max(id, type, ops, bytes, time), let b = Double(row[bytes]),
        let t = Double(row[time])
      else { return nil }
      return Kernel(
        id: row[id], type: row[type], operations: Double(row[ops]) ?? 0, bytes: b, seconds: t)
    }
  }

  // Attention over a cache of 2 GiB reads 2.148 GB in 464 us on the H200: 4.63 of 4.8 TB/s. `sustained` is what long transfers
  // reach at most, so it may not be less than that; nor much more, or nothing would reach the roof.
  @Test(arguments: [("h200", "nvidia-h200-sxm"), ("h100", "nvidia-h100-sxm")])
  func `no kernel larger than the cache lies above the roofs, and the best reach them`(
    rows: String, name: String
  ) throws {
    let file = try #require(BuiltIn.file(name, kind: .accelerator))
    let machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
    let roofs = MachineRoofs.all(of: machine).filter { $0.level == "hbm" }
    let bandwidth = try #require(roofs.first).bandwidth.value
    let large = try Self.kernels(rows).filter { $0.bytes > 60e6 }
    #expect(large.count > 80)
    for kernel in large {
      #expect(kernel.bytes / kernel.seconds <= bandwidth * 1.02, "\(kernel.id)")
    }
    let best = try #require(large.map { $0.bytes / $0.seconds }.max())
    #expect(best >= bandwidth * 0.98)
  }
}
