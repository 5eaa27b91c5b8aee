// SPDX-License-Identifier: Apache-2.0
package import RafterQuantities

extension NumberFormat {
  /// The format of a TensorProto data type by its number; nil for undefined and unknown ones.
  ///
  /// The FNUZ variants of the 8-bit formats differ in special values only, so they share a case.
  package init?(onnxDataType number: Int) {
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
    case 17, 18: self = .fp8e4m3
    case 19, 20: self = .fp8e5m2
    case 21: self = .uint4
    case 22: self = .int4
    case 23: self = .fp4e2m1
    case 24: self = .fp8e8m0
    case 25: self = .uint2
    case 26: self = .int2
    case 27: self = .fp6e2m3
    case 28: self = .fp6e3m2
    default: return nil
    }
  }
}
