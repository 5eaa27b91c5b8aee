// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload
import Testing

@testable import RafterImporters

struct PrecisionBundledTests {
  @Test
  func `all products of the quantised MobileNetV2 run in integers, with the MACs of the float one`()
    throws
  {
    let quantised = try BundledModel.workload("mobilenet-v2-int8")
    let float = try BundledModel.workload("mobilenet-v2")
    let products = quantised.layers.filter { !$0.nests.isEmpty }
    #expect(products.count == 53)
    #expect(products.map(\.macs) == float.layers.filter { !$0.nests.isEmpty }.map(\.macs))
    #expect(quantised.totals.macsWithoutPadding == float.totals.macsWithoutPadding)
    for layer in products {
      #expect(layer.nests[0].arithmetic.description == "uint8 x int8 -> int32", "\(layer.id)")
      let last = layer.id == products.last?.id
      #expect(layer.nests[0][.outputs].format == (last ? .fp32 : .uint8))
      for tensor in layer.tensors where tensor.isMappedByNest && tensor.direction == .read {
        #expect(tensor.format.bitsPerElement == BitCount(8))
      }
    }
    // Only the input of the model is quantised by a layer of its own.
    #expect(quantised.layers.filter { $0.kind == .quantization }.count == 1)
    #expect(quantised.layers.count == float.layers.count + 1)
    #expect(float.layers.filter { $0.kind == .depthwiseConvolution }.count == 17)
    #expect(quantised.layers.filter { $0.kind == .depthwiseConvolution }.count == 17)
  }
}
