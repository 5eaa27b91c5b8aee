// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Texts and classical learners: shapes only, their work is not modelled.
enum Text {
  static let rules: [OperatorRule] = [
    OperatorRule(
      name: "StringConcat", kind: .other, infer: Elementwise.broadcast, cost: StandardCost.moves),
    OperatorRule(
      name: "RegexFullMatch", kind: .other,
      infer: { node throws(RuleFailure) in [TensorType(.bool, try node.shape(0))] },
      cost: StandardCost.moves),
    OperatorRule(
      name: "StringNormalizer", kind: .other,
      infer: { node throws(RuleFailure) in
        guard (node.strings("stopwords") ?? []).isEmpty else {
          throw .dataDependent("how many words are left is known only in the run")
        }
        return [TensorType(.string, try node.shape(0))]
      }, cost: StandardCost.moves),
    OperatorRule(
      name: "StringSplit", kind: .other,
      infer: { _ throws(RuleFailure) in
        throw .dataDependent("how many parts there are is known only in the run")
      }, cost: StandardCost.moves),
    OperatorRule(
      name: "TfIdfVectorizer", kind: .other,
      infer: { node throws(RuleFailure) in
        let columns = try Count.sum([(node.ints("ngram_indexes") ?? []).max() ?? -1, 1])
        let lead = try node.shape(0).dropLast()
        return [TensorType(.fp32, lead + [columns])]
      }, cost: StandardCost.moves),
    OperatorRule(
      name: "LabelEncoder", domain: "ai.onnx.ml", kind: .other,
      infer: { node throws(RuleFailure) in
        let format: NumberFormat? =
          node.attributes["values_int64s"] != nil
          ? .int64
          : node.attributes["values_strings"] != nil
            ? .string : node.attributes["values_floats"] != nil ? .fp32 : nil
        return [TensorType(format, try node.shape(0))]
      }, cost: StandardCost.moves),
    OperatorRule(
      name: "Binarizer", domain: "ai.onnx.ml", kind: .elementwise, infer: Elementwise.same,
      cost: StandardCost.perOutput(VectorCost.simple)),
    OperatorRule(
      name: "TreeEnsemble", domain: "ai.onnx.ml", kind: .other,
      infer: { node throws(RuleFailure) in
        let rows = try node.shape(0, atLeast: 1)[0]
        return [TensorType(node.format(0), [rows, max(node.int("n_targets", default: 1), 0)])]
      }, cost: StandardCost.moves),
  ]
}
