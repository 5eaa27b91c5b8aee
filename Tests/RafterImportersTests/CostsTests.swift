// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct CostsTests {
  /// Counts, loop by loop, the multiplies of a nest whose operands all lie inside their tensors.
  private func bruteForce(_ nest: LoopNest) -> (all: Int, inside: Int) {
    var (all, inside) = (0, 0)
    var index = [Int](repeating: 0, count: nest.dimensions.count)
    while true {
      all += 1
      let isInside = nest.operands.allSatisfy { operand in
        operand.axes.allSatisfy { axis in
          let place = axis.terms.reduce(axis.offset) { $0 + $1.stride * index[$1.dimension] }
          return 0..<axis.extent ~= place
        }
      }
      if isInside { inside += 1 }
      var loop = index.count - 1
      while loop >= 0 {
        index[loop] += 1
        if index[loop] < nest.dimensions[loop].bound { break }
        index[loop] = 0
        loop -= 1
      }
      if loop < 0 { return (all, inside) }
    }
  }

  @Test(arguments: 0..<40)
  func `multiplies beside the padding are those of a loop over everything`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let axes = Int.random(in: 1...3, using: &random)
    let groups = Int.random(in: 1...2, using: &random)
    let (inside, outside) = (
      Int.random(in: 1...2, using: &random), Int.random(in: 1...2, using: &random)
    )
    var (image, kernel): ([Int], [Int]) = ([], [])
    var (strides, dilations, front, behind): ([Int], [Int], [Int], [Int]) = ([], [], [], [])
    for _ in 0..<axes {
      kernel.append(Int.random(in: 1...3, using: &random))
      dilations.append(Int.random(in: 1...2, using: &random))
      strides.append(Int.random(in: 1...3, using: &random))
      front.append(Int.random(in: 0...3, using: &random))
      behind.append(Int.random(in: 0...3, using: &random))
      // At least one window fits.
      image.append((kernel.last ?? 1) * 2 + Int.random(in: 0...4, using: &random))
    }
    let transposes = seed % 4 == 3
    let graph = try Resolved.graph {
      $0.input("x", ([1, groups * inside] + image).map { .fixed($0) })
      let channels =
        transposes ? [groups * inside, outside] : [groups * outside, inside]
      $0.initializer("w", channels + kernel)
      // Cutting more than there is would leave nothing of a transposed convolution.
      let pads = transposes ? front.map { min($0, 1) } + behind.map { min($0, 1) } : front + behind
      $0.node(
        transposes ? "ConvTranspose" : "Conv", ["x", "w"], ["y"], name: "c",
        [
          "strides": .ints(strides), "dilations": .ints(dilations), "group": .int(groups),
          "pads": .ints(pads),
        ])
      $0.output("y")
    }
    let node = try #require(graph.node("c"))
    let nest = try #require(node.nests.first)
    let counted = bruteForce(nest)
    #expect(counted.all == node.macs)
    #expect(counted.inside == node.macsWithoutPadding)
    // numel(out) x prod(W[1:]), transposed numel(in) x prod(W[1:]) [workloads 6].
    let base = graph.tensor(transposes ? "x" : "y")?.elements ?? 0
    let weights = graph.tensor("w")?.shape ?? []
    #expect(node.macs == base * weights.dropFirst().reduce(1, *))
  }

  @Test func `a 3x3 window over 4x4 with a border of 1 meets 100 of 144 elements`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [1, 1, 4, 4])
      $0.initializer("w", [1, 1, 3, 3])
      $0.node("Conv", ["x", "w"], ["y"], name: "c", ["pads": .ints([1, 1, 1, 1])])
      $0.output("y")
    }
    // Along one axis the taps meet 3 + 4 + 3 = 10 of 12 elements; 10 x 10 of 12 x 12.
    #expect(graph.node("c")?.macs == 144)
    #expect(graph.node("c")?.macsWithoutPadding == 100)
  }

  @Test func `an axis of a convolution operand has the elements of its tensor`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [2, 6, 9, 9])
      $0.initializer("w", [4, 3, 3, 3])
      $0.initializer("b", [4])
      $0.node(
        "Conv", ["x", "w", "b"], ["y"], name: "c", ["group": .int(2), "pads": .ints([1, 1, 1, 1])])
      $0.output("y")
    }
    let node = try #require(graph.node("c"))
    let nest = try #require(node.nests.first)
    #expect(
      nest.dimensions.map { "\($0.name)\($0.bound)" }
        == ["B2", "G2", "K2", "C3", "OY9", "OX9", "FY3", "FX3"])
    let sizes = nest.operands.map { $0.axes.reduce(1) { $0 * $1.extent } }
    #expect(sizes == [4 * 3 * 9, 2 * 6 * 81, 2 * 4 * 81])
    // The bias adds once for each output.
    #expect(node.vectorOperations == 2 * 4 * 81)
  }

  @Test func `one channel a group is a depthwise convolution`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [1, 8, 5, 5])
      $0.initializer("w", [8, 1, 3, 3])
      $0.node("Conv", ["x", "w"], ["y"], name: "c", ["group": .int(8)])
      $0.output("y")
    }
    #expect(graph.node("c")?.kind == .depthwiseConvolution)
    #expect(graph.node("c")?.macs == 8 * 9 * 9)
  }

  @Test func `a product of two activations has batches and one with weights has rows`() throws {
    let graph = try Resolved.graph {
      $0.input("q", [2, 3, 5, 4])
      $0.input("k", [2, 3, 4, 7])
      $0.node("MatMul", ["q", "k"], ["s"], name: "both")
      $0.initializer("w", [7, 9])
      $0.node("MatMul", ["s", "w"], ["y"], name: "right")
      $0.initializer("l", [6, 5])
      $0.node("MatMul", ["l", "y"], ["z"], name: "left")
      $0.output("z")
    }
    let both = try #require(graph.node("both")?.nests.first)
    #expect(both.dimensions.map { "\($0.name)\($0.bound)" } == ["B6", "M5", "N7", "K4"])
    #expect(both[.weights].tensor == "k" && !both[.weights].isConstant)
    let right = try #require(graph.node("right")?.nests.first)
    #expect(right.dimensions.map { "\($0.name)\($0.bound)" } == ["B1", "M30", "N9", "K7"])
    #expect(right[.weights].axes.map(\.extent) == [1, 7, 9])
    // Constant weights on the left: N belongs to them all the same; the batch shares them, so it is rows.
    let left = try #require(graph.node("left")?.nests.first)
    #expect(left[.weights].tensor == "l" && left[.weights].isConstant)
    #expect(left.dimensions.map { "\($0.name)\($0.bound)" } == ["B1", "M54", "N6", "K5"])
    #expect(left.macs == 2 * 3 * 6 * 5 * 9)
    #expect(left[.weights].axes.map(\.extent) == [1, 5, 6])
  }

  @Test func `grouped queries share the keys of their group`() throws {
    let graph = try Resolved.graph(opset: 23) {
      $0.input("q", [2, 8, 16, 32])
      $0.input("k", [2, 2, 24, 32])
      $0.input("v", [2, 2, 24, 48])
      $0.node("Attention", ["q", "k", "v"], ["y"], name: "a")
      $0.output("y")
    }
    let node = try #require(graph.node("a"))
    #expect(graph.tensor("y")?.shape == [2, 8, 16, 48])
    // B x H x Sq x Skv x (dk + dv) [workloads 6].
    #expect(node.macs == 2 * 8 * 16 * 24 * (32 + 48))
    #expect(node.nests.map(\.label) == ["scores", "context"])
    // The keys are 2 x 2 heads of 24 x 32, whatever the number of query heads.
    #expect(node.nests[0][.weights].axes.reduce(1) { $0 * $1.extent } == 2 * 2 * 24 * 32)
    // Softmax: 5 operations a pair [workloads 5.2].
    #expect(node.vectorOperations == 5 * 2 * 8 * 16 * 24)
  }

  @Test func `a recurrent layer multiplies inputs at once and states step by step`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [10, 2, 6])
      $0.initializer("w", [2, 16, 6])
      $0.initializer("r", [2, 16, 4])
      $0.node(
        "LSTM", ["x", "w", "r"], ["y", "h", "c"], name: "l",
        ["hidden_size": .int(4), "direction": .string("bidirectional")])
      $0.output("y")
    }
    let node = try #require(graph.node("l"))
    #expect(graph.tensor("y")?.shape == [10, 2, 2, 4])
    #expect(graph.tensor("h")?.shape == [2, 2, 4])
    // steps x batch x directions x gates x hidden x (features + hidden) [workloads 6].
    #expect(node.macs == 10 * 2 * 2 * 4 * 4 * (6 + 4))
    #expect(node.nests.map(\.repeats) == [1, 10])
  }

  @Test func `integers are accumulated in int32 and reals in fp32`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [4, 8], type: ONNXBuilder.DataType.uint8)
      $0.initializer("w", [8, 3], type: ONNXBuilder.DataType.int8)
      $0.node("MatMulInteger", ["x", "w"], ["y"], name: "m")
      $0.input("h", [4, 8], type: ONNXBuilder.DataType.float16)
      $0.initializer("v", [8, 3], type: ONNXBuilder.DataType.float16)
      $0.node("MatMul", ["h", "v"], ["z"], name: "n")
      $0.output("y")
      $0.output("z")
    }
    #expect(graph.node("m")?.nests.first?.accumulate == .int32)
    #expect(graph.tensor("y")?.format == .int32)
    #expect(graph.node("n")?.nests.first?.accumulate == .fp32)
  }

  @Test func `rows of a table are read and not the table`() throws {
    let graph = try Resolved.graph {
      $0.input("ids", [2, 5], type: ONNXBuilder.DataType.int64)
      $0.initializer("table", [30000, 16])
      $0.node("Gather", ["table", "ids"], ["y"], name: "g")
      $0.output("y")
    }
    let node = try #require(graph.node("g"))
    #expect(node.kind == .embedding)
    #expect(node.elementsRead == [2 * 5 * 16, 10])
    #expect(node.parameterBytes == 30000 * 16 * 4)
  }

  @Test func `an einsum multiplies over its distinct indices`() throws {
    let graph = try Resolved.graph {
      $0.input("a", [2, 3, 4, 5])
      $0.input("b", [2, 3, 6, 5])
      $0.node("Einsum", ["a", "b"], ["y"], name: "e", ["equation": .string("bhid,bhjd->bhij")])
      $0.output("y")
    }
    #expect(graph.tensor("y")?.shape == [2, 3, 4, 6])
    #expect(graph.node("e")?.macs == 2 * 3 * 4 * 6 * 5)
  }

  @Test(arguments: [
    ("Relu", 1), ("Sigmoid", 4), ("Softmax", 5), ("Gelu", 8), ("LayerNormalization", 7),
    ("RMSNormalization", 4), ("Identity", 0),
  ])
  func `vector operations are counted by element`(name: String, each: Int) throws {
    let graph = try Resolved.graph(opset: 23) {
      $0.input("x", [3, 7])
      $0.initializer("g", [7])
      $0.node(name, name.hasSuffix("Normalization") ? ["x", "g"] : ["x"], ["y"], name: "n")
      $0.output("y")
    }
    #expect(graph.node("n")?.vectorOperations == 21 * each)
  }

  @Test func `a pooling costs its window for each output`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [1, 2, 4, 4])
      $0.node(
        "MaxPool", ["x"], ["y"], name: "p",
        ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])])
      $0.output("y")
    }
    #expect(graph.node("p")?.vectorOperations == 2 * 2 * 2 * 4)
  }
}
