// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Keeps the sizes of parameters, caches and activations in step with a change of formats.
enum StoredSizes {
  /// Scales parameter bytes layer by layer, the cache by the format that K and V are read in, and the activation
  /// peak by the formats of the layer it falls at, as the tensors that cross the layers' borders have changed.
  static func rescale(_ workload: inout Workload, from original: Workload) {
    var changes: [String: Int] = [:]
    var change = 0
    for (i, before) in original.layers.enumerated() {
      let old = bytes(before, constant: true)
      let new = bytes(workload.layers[i], constant: true)
      guard old > 0, old != new else { continue }
      let scaled = Int((Double(before.parameterBytes) * new / old).rounded(.up))
      workload.layers[i].parameterBytes = scaled
      changes[before.id] = scaled - before.parameterBytes
      change += (scaled - before.parameterBytes) * before.storedCopies
    }
    workload.parameterBytes = max(0, original.parameterBytes + change)
    rescaleCache(&workload, from: original)
    rescaleStages(&workload, changes)
    rescaleCollectives(&workload, from: original)
    guard let peak = original.layers.firstIndex(where: { $0.id == original.peakActivationLayer })
    else { return }
    let old = bytes(original.layers[peak], constant: false)
    let new = bytes(workload.layers[peak], constant: false)
    guard old > 0 else { return }
    let scaled = Double(original.peakActivationBytes) * new / old
    workload.peakActivationBytes = Int(scaled.rounded(.up))
  }

  /// K and V are kept in the format that layers read or write them in: of the tensors that were in the cache's
  /// format, the first that takes the path of the weights says which it is now, else the first of all.
  private static func rescaleCache(_ workload: inout Workload, from original: Workload) {
    guard let cache = original.pass?.cache, let format = cache.format else { return }
    var (read, any): (NumberFormat?, NumberFormat?) = (nil, nil)
    for (before, after) in zip(original.layers, workload.layers) {
      for (old, new) in zip(before.tensors, after.tensors)
      where !old.isConstant && old.format == format {
        any = any ?? new.format
        if old.role == .weights { read = read ?? new.format }
      }
    }
    if let now = read ?? any { workload.pass?.cache = cache.stored(in: now) }
  }

  /// What devices exchange are activations: of those that layers had in its format, the first says which it is now;
  /// gathered keys and values are in the format of the cache.
  private static func rescaleCollectives(_ workload: inout Workload, from original: Workload) {
    guard var pass = workload.pass, !pass.collectives.isEmpty else { return }
    var now: [NumberFormat: NumberFormat] = [:]
    for (before, after) in zip(original.layers, workload.layers) {
      for (old, new) in zip(before.tensors, after.tensors)
      where !old.isConstant && old.role != .weights && now[old.format] == nil {
        now[old.format] = new.format
      }
    }
    if let old = original.pass?.cache.format, let new = pass.cache.format, now[old] == nil {
      now[old] = new
    }
    func moved(_ list: [Collective]) -> [Collective] {
      list.map { one in one.stored(in: one.format.flatMap { now[$0] } ?? one.format ?? .fp32) }
    }
    pass.collectives = moved(pass.collectives)
    for index in pass.stages.indices {
      pass.stages[index].collectives = moved(pass.stages[index].collectives)
    }
    workload.pass = pass
  }

  /// Of a pipeline each stage stores its own part, and the fullest one says what a device has to hold.
  private static func rescaleStages(_ workload: inout Workload, _ changes: [String: Int]) {
    guard var pass = workload.pass, !pass.stages.isEmpty else { return }
    for index in pass.stages.indices {
      pass.stages[index].parameterBytes += pass.stages[index].parts.reduce(0) {
        $0 + (changes[$1.layer] ?? 0) * $1.weightCopies
      }
      if let format = pass.cache.format {
        pass.stages[index].cache = pass.stages[index].cache.stored(in: format)
      }
    }
    if let fullest = pass.fullestStage {
      workload.parameterBytes = fullest.parameterBytes
      pass.cache = fullest.cache
    }
    workload.pass = pass
  }

  private static func bytes(_ layer: Layer, constant: Bool) -> Double {
    layer.tensors.reduce(0) { $0 + ($1.isConstant == constant ? Double($1.bytes) : 0) }
  }
}
