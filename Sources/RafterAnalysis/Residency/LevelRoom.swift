// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// How full a memory is while each layer runs: with the tiles of its mapping, and with what stays.
struct LevelRoom {
  /// Something that stays in the memory while some layers run.
  struct Tenant {
    /// Tensors it is made of.
    var tensors: [String]
    var layers: ClosedRange<Int>
    /// While the layer runs that makes it: sums may need more bits than later.
    var bitsWhileMade: BitCount
    var bits: BitCount

    func bits(during layer: Int) -> BitCount {
      layer == layers.lowerBound ? bitsWhileMade : bits
    }
  }

  let memory: Int
  let capacity: BitCount
  /// For each layer the tiles of its products here, by tensor; of several products the fullest counts.
  private let tiles: [[[(tensor: String, bits: BitCount)]]]
  private(set) var tenants: [Tenant] = []

  init(_ memory: Int, capacity: BitCount, _ layers: [PlacedLayer], on machine: Accelerator) {
    self.memory = memory
    self.capacity = capacity
    tiles = layers.map { layer in
      guard let format = layer.format else { return [] }
      return layer.analysis.mappings.map { mapped in
        Evaluator.heldTiles(of: mapped.mapping, for: mapped.nest, on: machine, format: format)
          .filter { $0.memory == memory }
          .map { (tensor: mapped.nest[$0.operand].tensor, bits: $0.bits) }
      }
    }
  }

  /// The bits that are missing for one more tenant; zero or less if it fits.
  func missing(for tenant: Tenant) -> BitCount {
    tenant.layers.reduce(BitCount(-Double.infinity)) { worst, layer in
      let here = tenants.filter { $0.layers.contains(layer) } + [tenant]
      // The tile of a tensor that stays is a part of it.
      let staying = Set(here.flatMap(\.tensors))
      let needed = here.reduce(working(layer, without: staying)) { $0 + $1.bits(during: layer) }
      return max(worst, needed - capacity)
    }
  }

  /// Bits of a layer's tiles here but those of some tensors.
  func working(_ layer: Int, without staying: Set<String>) -> BitCount {
    tiles[layer].map { product in
      product.reduce(BitCount.zero) { staying.contains($1.tensor) ? $0 : $0 + $1.bits }
    }.max() ?? .zero
  }

  mutating func add(_ tenant: Tenant) { tenants.append(tenant) }
}

/// A layer as it was placed, and the format it runs in.
struct PlacedLayer {
  var analysis: LayerAnalysis
  var format: ComputeFormat?
}
