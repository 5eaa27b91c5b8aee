// SPDX-License-Identifier: Apache-2.0
import RafterMapping
import RafterWorkload

extension UncertaintyStudy {
  /// What the bands and labels of a layer hang on: all but the names that tell equal layers apart.
  struct Question: Hashable {
    private var layer: Layer
    private var mappings: [MappedNest]
    private var format: Int?

    /// Nil where a tensor stays in some memory between layers, which names say.
    init?(_ analysis: LayerAnalysis, format: Int?) {
      guard analysis.resident.isEmpty else { return nil }
      // Which places hold the same tensor counts, what it is called does not.
      var numbers: [String: Int] = [:]
      func number(_ name: String) -> String {
        let number = numbers[name] ?? numbers.count
        numbers[name] = number
        return "\(number)"
      }
      func unnamed(_ nest: LoopNest) -> LoopNest {
        var nest = nest
        for index in nest.operands.indices {
          nest.operands[index].tensor = number(nest.operands[index].tensor)
        }
        return nest
      }
      layer = analysis.layer
      (layer.id, layer.name, layer.nodes) = ("", "", [])
      for index in layer.tensors.indices {
        layer.tensors[index].name = number(layer.tensors[index].name)
      }
      layer.nests = layer.nests.map(unnamed)
      mappings = analysis.mappings.map { mapped in
        var mapped = mapped
        mapped.nest = unnamed(mapped.nest)
        return mapped
      }
      self.format = format
    }
  }
}
