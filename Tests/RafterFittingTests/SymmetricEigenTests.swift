// SPDX-License-Identifier: Apache-2.0
import RafterFitting
import RafterTestSupport
import Testing

@Suite struct SymmetricEigenTests {
  @Test func `the values of a two by two matrix are those of its quadratic`() {
    // [[2, 1], [1, 2]]: (2 - x)^2 = 1, so 3 along (1, 1) and 1 along (1, -1).
    let eigen = SymmetricEigen([2, 1, 1, 2], count: 2)
    #expect(abs(eigen.values[0] - 3) < 1e-12)
    #expect(abs(eigen.values[1] - 1) < 1e-12)
    #expect(abs(eigen.vectors[0][0] - eigen.vectors[0][1]) < 1e-12)
  }

  @Test func `vectors are of length one, and the matrix stretches each by its value`() {
    var random = SeededGenerator(seed: 11)
    for n in 1...6 {
      var matrix = [Double](repeating: 0, count: n * n)
      for i in 0..<n {
        for j in 0...i {
          let value = Double.random(in: -1...1, using: &random)
          matrix[i * n + j] = value
          matrix[j * n + i] = value
        }
      }
      let eigen = SymmetricEigen(matrix, count: n)
      for (value, vector) in zip(eigen.values, eigen.vectors) {
        #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
        for i in 0..<n {
          let product = (0..<n).reduce(0) { $0 + matrix[i * n + $1] * vector[$1] }
          #expect(abs(product - value * vector[i]) < 1e-12)
        }
      }
    }
  }
}
