// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Reads JSON with another implementation than the one that wrote it.
enum JSONReader {
  static func read(_ text: String) throws -> JSONValue {
    convert(try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
  }

  private static func convert(_ value: Any) -> JSONValue {
    switch value {
    case let fields as [String: Any]: .object(fields.mapValues(convert))
    case let values as [Any]: .array(values.map(convert))
    case let text as String: .string(text)
    case let number as NSNumber:
      ["c", "B"].contains(String(cString: number.objCType))
        ? .bool(number.boolValue) : numeric(number)
    default: .null
    }
  }

  private static func numeric(_ number: NSNumber) -> JSONValue {
    let value = number.doubleValue
    return value == value.rounded() && value.magnitude < 0x1p53 ? .int(Int(value)) : .double(value)
  }
}
