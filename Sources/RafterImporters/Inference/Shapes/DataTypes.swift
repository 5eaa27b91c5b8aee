// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension NumberFormat {
  /// The format of a TensorProto data type; nil for numbers that name none.
  init?(onnx number: Int) {
    switch number {
    case 1: self = .fp32
    case 2: self = .uint8
    case 3: self = .int8
    case 4: self = .uint16
    case 5: self = .int16
    case 6: self = .int32
    case 7: self = .int64
    case 8: self = .string
    case 9: self = .bool
    case 10: self = .fp16
    case 11: self = .fp64
    case 12: self = .uint32
    case 13: self = .uint64
    case 14: self = .complex64
    case 15: self = .complex128
    case 16: self = .bf16
    // The variants without infinities or negative zero take the same eight bits.
    case 17, 18: self = .fp8e4m3
    case 19, 20: self = .fp8e5m2
    case 21: self = .uint4
    case 22: self = .int4
    case 23: self = .mxfp4
    // An exponent alone (E8M0): eight bits.
    case 24: self = .uint8
    case 25: self = .uint2
    case 26: self = .int2
    default: return nil
    }
  }
}
