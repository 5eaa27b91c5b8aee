// SPDX-License-Identifier: Apache-2.0

/// The file that `rafter init workload` writes.
public enum LayerListTemplate {
  /// A commented list that is valid as it stands.
  public static let text = """
    # Layers to run, for Rafter. Change it line by line: `rafter workload FILE` says what is wrong.
    rafter: workload/1
    name: my-network

    # How operands are stored; a layer may say otherwise. `rafter list formats` prints the words.
    formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}

    layers:
      # A convolution: K output and C input channels (of one group), windows of FY x FX.
      # Give the output's sides OY, OX or the input's IY, IX.
      - name: stem
        operator: convolution
        dimensions: {B: 1, K: 64, C: 3, IY: 224, IX: 224, FY: 7, FX: 7}
        stride: 2
        padding: 3

      # G channels, each with a window of its own.
      - name: depthwise
        operator: depthwise-convolution
        dimensions: {G: 64, OY: 112, OX: 112, FY: 3, FX: 3}
        padding: 1

      # M rows of inputs times a matrix of K x N weights; 12 such layers.
      - name: projection
        operator: gemm
        dimensions: {M: 128, N: 768, K: 768}
        formats: {inputs: int8, weights: int4}
        repeats: 12

      # Two activations: queries and keys of 12 heads. The second operand is no parameter.
      - name: scores
        operator: einsum
        einsum: "head query d, head key d -> head query key"
        dimensions: {head: 12, query: 128, key: 128, d: 64}
        weights: activations

      # Work of the vector unit: elements are the product of the dimensions.
      - name: softmax
        operator: softmax
        dimensions: {head: 12, query: 128, key: 128}

      # A residual addition reads two tensors of that size.
      - name: residual
        operator: elementwise
        dimensions: {tokens: 128, width: 768}

    """
}
