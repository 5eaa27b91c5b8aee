// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

// Constants that stand among the nodes.
extension GraphWalk {
  mutating func constant(_ node: ONNXNode, depth: Int, number: Int) {
    var tensor = TensorInfo(name: node.outputs.first ?? "", type: .unknown, origin: .file)
    let given = attributes(node)
    if case .tensor(let value)? = given["value"] {
      tensor = weight(value, name: tensor.name)
    } else if case .int(let value)? = given["value_int"] {
      tensor.type = TensorType(.int64, [])
      tensor.value = .integers([value])
    } else if case .ints(let values)? = given["value_ints"] {
      tensor.type = TensorType(.int64, [values.count])
      tensor.value = .integers(values)
    } else if case .float(let value)? = given["value_float"] {
      tensor.type = TensorType(.fp32, [])
      tensor.value = .floats([value])
    } else if case .floats(let values)? = given["value_floats"] {
      tensor.type = TensorType(.fp32, [values.count])
      tensor.value = .floats(values)
    } else if case .string? = given["value_string"] {
      tensor.type = TensorType(.string, [])
    } else if case .strings(let values)? = given["value_strings"] {
      tensor.type = TensorType(.string, [values.count])
    } else if let declared = declaredTypes(node).first {
      // A sparse constant: we read its type where the file declares it.
      tensor.type = declared
    }
    if let value = tensor.value, value.count > Numbers.most { tensor.value = nil }
    var outputs: [Int?] = []
    if !tensor.name.isEmpty {
      let index = define(tensor)
      if tensor.isParameter { tensors[index].parameter = index }
      outputs = [index]
    }
    nodes.append(
      ResolvedNode(
        name: name(node, number), operator: node.`operator`, domain: "", opset: opset(node),
        depth: depth, inputs: [], outputs: outputs,
        attributes: given.compactMapValues(\.resolved), kind: .dataMovement, isFolded: true))
  }
}
