// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterWorkload

/// What zeros did for a layer, in the JSON of an analysis.
enum ZerosJSON {
  static func value(_ zeros: LayerZeros) -> JSONValue {
    .object([
      "tensors": .array(
        zeros.tensors.map { tensor in
          .object([
            "operand": .string(tensor.operand.rawValue),
            "density": .double(tensor.density.share),
            "structure": tensor.density.structure.map { .string($0.description) } ?? .null,
            "stored": .array(
              tensor.stored.map {
                .object(["memory": .string($0.memory), "share_of_bits": .double($0.share)])
              }),
          ])
        }),
      "executed_share": .double(zeros.executed),
      "arithmetic_gain": .double(zeros.gain),
      "arithmetic_energy_share": .double(zeros.arithmeticEnergy),
      "unused": .array(zeros.unused.map { .string($0) }),
    ])
  }
}
