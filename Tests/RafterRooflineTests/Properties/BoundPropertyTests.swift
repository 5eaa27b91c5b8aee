// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import RafterTestSupport
import Testing

/// The properties of bounds on traffic of rooflines 3.9, each under its number there.
@Suite struct BoundPropertyTests {
  private static let widths: [Double] = [2, 4, 4.25, 6.25, 8, 8.25, 16, 32]

  private func shape(_ random: inout SeededGenerator) -> GEMMShape {
    GEMMShape(
      m: Int(random.logUniform(1, 1e5)), n: Int(random.logUniform(1, 1e5)),
      k: Int(random.logUniform(1, 1e5)))
  }

  private func widths(_ random: inout SeededGenerator) -> OperandWidths {
    func one() -> BitCount {
      BitCount(Self.widths[Int.random(in: 0..<Self.widths.count, using: &random)])
    }
    return OperandWidths(inputs: one(), weights: one(), outputs: one())
  }

  @Test func `10 a larger buffer never lowers the greatest intensity`() {
    var random = SeededGenerator(seed: 10)
    for _ in 0..<2000 {
      let shape = shape(&random)
      let widths = widths(&random)
      let capacity = ByteCount(random.logUniform(16, 1e8))
      let small = CapacityBound.greatestIntensity(of: shape, capacity: capacity, widths: widths)
      let large = CapacityBound.greatestIntensity(of: shape, capacity: capacity * 2, widths: widths)
      holds(small <= large * rounding)
      holds(large <= shape.compulsoryIntensity(widths))
    }
  }

  @Test func `12 fewer bits never need more bytes`() {
    for format in NumberFormat.allCases {
      for other in NumberFormat.allCases where other.bitsPerElement <= format.bitsPerElement {
        for count in [0, 1, 3, 7, 32, 1000, 4097] {
          holds(other.bytes(of: count) <= format.bytes(of: count))
        }
      }
    }
    var random = SeededGenerator(seed: 12)
    for _ in 0..<2000 {
      let shape = shape(&random)
      let wide = widths(&random)
      var narrow = wide
      narrow.weights = wide.weights * Double.random(in: 0.1...1, using: &random)
      let capacity = ByteCount(random.logUniform(16, 1e8))
      holds(shape.compulsoryTraffic(narrow) <= shape.compulsoryTraffic(wide))
      holds(
        CapacityBound.leastTraffic(of: shape, capacity: capacity, widths: narrow)
          <= CapacityBound.leastTraffic(of: shape, capacity: capacity, widths: wide) * rounding)
      let kept = StructuredSparsity(kept: 2, group: 4)
      let element = wide.weights
      holds(kept.compressedShare(element: element) <= 1)
    }
  }

  @Test func `20 swapping m and n with their widths leaves the bound as it is`() {
    var random = SeededGenerator(seed: 20)
    for _ in 0..<2000 {
      let shape = shape(&random)
      let widths = widths(&random)
      let turned = GEMMShape(m: shape.n, n: shape.m, k: shape.k)
      let swapped = OperandWidths(
        inputs: widths.weights, weights: widths.inputs, outputs: widths.outputs)
      let capacity = ByteCount(random.logUniform(16, 1e8))
      holds(
        isClose(
          CapacityBound.leastTraffic(of: shape, capacity: capacity, widths: widths),
          CapacityBound.leastTraffic(of: turned, capacity: capacity, widths: swapped)))
      holds(
        isClose(
          CapacityBound.attainableIntensity(
            capacity: capacity, inputs: widths.inputs, weights: widths.weights,
            accumulator: widths.outputs),
          CapacityBound.attainableIntensity(
            capacity: capacity, inputs: widths.weights, weights: widths.inputs,
            accumulator: widths.outputs)))
    }
  }
}
