// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// All that reading bindings says to the user, in one place.
extension Diagnostic {
  private static let forms =
    "write NAME=1x3x224x224, NAME[AXIS]=N, SYMBOL=N or NAME=value:N"

  private static func place(_ text: String) -> SourceLocation {
    SourceLocation(file: "--bind '\(text)'")
  }

  static func bindingWithoutEquals(_ text: String, guess: String?) -> Diagnostic {
    Diagnostic(
      id: "binding.syntax", "there is no '=' between a name and its size", at: place(text),
      suggestion: guess.map { "did you mean '\($0)'?" } ?? forms)
  }

  static func bindingWithoutName(_ text: String) -> Diagnostic {
    Diagnostic(
      id: "binding.syntax", "there is no name before '\(text.contains("[") ? "[" : "=")'",
      at: place(text), suggestion: forms)
  }

  static func bindingWithoutValue(_ text: String, name: String) -> Diagnostic {
    Diagnostic(
      id: "binding.syntax", "there is no size after '\(name)='", at: place(text),
      suggestion: forms)
  }

  static func bindingAxis(_ text: String, axis: String) -> Diagnostic {
    Diagnostic(
      id: "binding.axis", "'\(axis)' is not the number of an axis", at: place(text),
      suggestion: "axes count from 0: NAME[0]=N binds the first side")
  }

  static func bindingAxisTakesOne(_ text: String, name: String, value: String) -> Diagnostic {
    Diagnostic(
      id: "binding.axis", "one axis takes one size, not '\(value)'", at: place(text),
      suggestion: "write \(name)=\(value) for the whole shape")
  }

  static func bindingSize(
    _ text: String, part: String, problem: InputBinding.SizeProblem, rewritten: String?
  ) -> Diagnostic {
    let message =
      switch problem {
      case .notANumber where part.isEmpty: "a size is missing"
      case .notANumber: "'\(part)' is not a whole number"
      case .negative: "a side of \(part) is negative"
      case .zero: "a side of 0 leaves nothing to compute"
      case .absurd: "a side of \(part) is larger than any tensor has"
      }
    let remedy =
      switch problem {
      case .notANumber: "write sizes as 1x3x224x224, or NAME=value:N for the value of an input"
      case .negative, .zero: "give every side a size of 1 or more"
      case .absurd: "a side has at most \(InputBinding.sideLimit)"
      }
    return Diagnostic(
      id: "binding.size", message, at: place(text),
      suggestion: rewritten.map { "did you mean '\($0)'?" } ?? remedy)
  }

  static func bindingTooLarge(_ text: String, shape: String) -> Diagnostic {
    Diagnostic(
      id: "binding.size", "a tensor of \(shape) has more elements than any memory holds",
      at: place(text),
      suggestion: "at most 2^48 elements and \(GraphChecks.rankLimit) sides are read")
  }

  static func bindingValue(_ text: String, part: String, name: String) -> Diagnostic {
    Diagnostic(
      id: "binding.value",
      part.isEmpty
        ? "a value is missing" : "'\(part)' is neither a whole number of 64 bits nor a truth value",
      at: place(text),
      suggestion: "write whole numbers, as \(name)=value:16000 or value:1,2,3, or true and false")
  }

  static func bindingTooManyValues(_ text: String, count: Int) -> Diagnostic {
    Diagnostic(
      id: "binding.value", "\(count) values are given", at: place(text),
      suggestion: "at most \(TensorDecoder.elementLimit) are read: bind the shape instead")
  }

  static func boundTwice(_ text: String, first: String) -> Diagnostic {
    Diagnostic(
      id: "binding.twice", "'\(first)' binds the same, to another size", at: place(text),
      suggestion: "remove one of the two")
  }
}
