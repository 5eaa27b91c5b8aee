// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// All that the reader of configurations says to the user, in one place.
extension Diagnostic {
  static func configNotJSON(_ error: Diagnostic) -> Diagnostic {
    Diagnostic(
      id: "config.syntax",
      error.message.replacing("this is not YAML", with: "this is not JSON"), at: error.location,
      suggestion: error.id == "document.empty"
        ? "is it the config.json of a model?"
        : "check brackets, quotes and commas; a download that was cut ends in mid-air",
      notes: error.notes)
  }

  static func configNotAnObject(_ place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "config.not-a-model", "this is no object, so it cannot be a model's configuration",
      at: place, suggestion: "give the config.json of a Hugging Face model")
  }

  static func configNotAModel(_ place: SourceLocation, keys: [String]) -> Diagnostic {
    let some = keys.prefix(4).joined(separator: ", ")
    return Diagnostic(
      id: "config.not-a-model", "there is neither 'model_type' nor 'architectures' in this file",
      at: place,
      suggestion:
        "give the config.json of a model; this one has the keys \(some)\(keys.count > 4 ? " ..." : "")"
    )
  }

  static func unknownFamily(
    _ name: String, nearest: String?, lacks: [String], known: [String], at place: SourceLocation
  ) -> Diagnostic {
    var notes: [String] = []
    if let nearest {
      notes.append(
        lacks.isEmpty
          ? "'\(nearest)' is the nearest known family, and the file has all keys it needs"
          : "'\(nearest)' is the nearest known family; the file lacks \(lacks.joined(separator: ", "))"
      )
    }
    notes.append("known families: \(known.joined(separator: ", "))")
    return Diagnostic(
      id: "config.unknown-family", "'\(name)' is no family of transformers that we know",
      at: place,
      suggestion: nearest.map {
        lacks.isEmpty
          ? "if it is built like '\($0)', write \"model_type\": \"\($0)\""
          : "did you mean '\($0)'?"
      } ?? "choose a model of a known family", notes: notes)
  }

  static func refusedFamily(_ name: String, _ reason: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "config.refused-family", "'\(name)' is not modelled: \(reason)", at: place,
      suggestion: "export it to ONNX and give that file")
  }

  static func notModelled(_ what: String, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      id: "config.not-modelled", "\(what) is not modelled", at: place,
      suggestion: "--approximate reads the model all the same, and marks every result")
  }

  static func missingConfigKey(
    _ names: [String], what: String, misspelt: (key: String, place: SourceLocation)?,
    at place: SourceLocation
  ) -> Diagnostic {
    let key = names.first ?? ""
    if let misspelt {
      return Diagnostic(
        id: "config.misspelt-key", "'\(misspelt.key)' is no known key, and '\(key)' is missing",
        at: misspelt.place, suggestion: "did you mean '\(key)'?", notes: ["\(key): \(what)"])
    }
    let others = names.dropFirst().map { "'\($0)'" }
    return Diagnostic(
      id: "config.missing-key",
      "'\(key)' is missing"
        + (others.isEmpty ? "" : " (other names for it: \(others.joined(separator: ", ")))"),
      at: place, suggestion: "add it: \(what)")
  }

  static func misspeltConfigKey(_ key: String, meant: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "config.misspelt-key", "'\(key)' is no known key, and '\(meant)' is absent", at: place,
      suggestion: "did you mean '\(meant)'? without it a default would be taken in silence")
  }

  static func unusualConfigKey(_ key: String, meant: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "config.unusual-key", "'\(key)' is no known key, and '\(meant)' is absent",
      at: place, suggestion: "did you mean '\(meant)'? nothing that is counted here hangs on it")
  }

  static func classDefault(_ key: String, _ value: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .note, id: "config.class-default",
      "'\(key)' is not stated: \(value), the default of the model's class, is taken", at: place,
      suggestion: "add `\"\(key)\": \(value)`")
  }

  static func quantizationBits(_ bits: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "config.quantization-bits", "weights of \(bits) bits are not known", at: place,
      suggestion: "it is from 2 to 8")
  }

  static func configValue(
    _ key: String, _ found: String, expected: String, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "config.wrong-value", "'\(key)' is \(found), not \(expected)", at: place,
      suggestion: "write \(expected)")
  }

  static func configRange(
    _ key: String, _ value: Int, _ range: ClosedRange<Int>, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "config.out-of-range", "'\(key)' is \(value)", at: place,
      suggestion: "it is from \(range.lowerBound) to \(range.upperBound)")
  }

  static func doesNotDivide(
    _ whole: (name: String, value: Int), by part: (name: String, value: Int),
    remedy: String, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "config.does-not-divide",
      "\(whole.name) is \(whole.value), which \(part.name) of \(part.value) does not divide",
      at: place, suggestion: remedy)
  }

  static func moreExpertsThanThereAre(_ each: Int, of experts: Int, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "config.experts-per-token",
      "each token goes to \(each) experts, and there are \(experts)", at: place,
      suggestion: "write at most \(experts)")
  }

  static func listLength(
    _ key: String, _ count: Int, layers: Int, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "config.list-length", "'\(key)' has \(count) entries for \(layers) layers", at: place,
      suggestion: "give one for each layer")
  }

  static func modelTooLarge(_ file: String) -> Diagnostic {
    Diagnostic(
      id: "config.too-large", "these sizes make more than 10^15 parameters",
      at: SourceLocation(file: file), suggestion: "check widths, layers and experts")
  }

  static func unknownStorage(_ word: String, known: [String], at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "config.unknown-dtype", "weights are stored as '\(word)', which is not known", at: place,
      suggestion: Suggestion.nearest(to: word, among: known).map { "did you mean '\($0)'?" }
        ?? "known are \(known.joined(separator: ", "))")
  }

  static func assumedStorage(_ key: String, _ value: String, at place: SourceLocation) -> Diagnostic
  {
    Diagnostic(
      .note, id: "config.assumed-storage", "'\(key)' is not stated: \(value) is taken", at: place,
      suggestion: "state it, or choose with --precision")
  }

  static func unknownQuantization(_ method: String, known: [String], at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "config.unknown-quantization", "weights are quantised by '\(method)', which is not known",
      at: place,
      suggestion: Suggestion.nearest(to: method, among: known).map { "did you mean '\($0)'?" }
        ?? "known are \(known.joined(separator: ", "))",
      notes: ["take the quantization_config out and choose with --precision"])
  }

  static func partNotCounted(_ part: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .note, id: "config.text-only", "only the language model is read; \(part) is left out",
      at: place)
  }

  static func classesAssumed(_ count: Int, file: String) -> Diagnostic {
    Diagnostic(
      .note, id: "config.classes-assumed",
      "the file states no number of classes: \(count), as of ImageNet, are counted",
      at: SourceLocation(file: file), suggestion: "add `\"num_labels\": \(count)`")
  }
}

// What can be wrong with a pass of a model.
extension Diagnostic {
  static func contextBeyondMaximum(_ context: Int, maximum: Int, model: String) -> Diagnostic {
    Diagnostic(
      .warning, id: "pass.context-beyond-maximum",
      "a context of \(context) tokens is beyond the \(maximum) that \(model) was made for",
      suggestion: "the counts hold, but the model's answers may not; stay within \(maximum)")
  }

  static func contextTooShort(_ context: Int, new: Int) -> Diagnostic {
    Diagnostic(
      id: "pass.context-too-short",
      "a context of \(context) tokens has no room for \(new) new ones",
      suggestion: "--context counts the new tokens too")
  }

  static func gainedTokens(_ gained: Double, draft: Int) -> Diagnostic {
    Diagnostic(
      id: "pass.gained-tokens", "\(gained) tokens gained by each pass of \(draft) guesses",
      suggestion: "it is from 1 (none accepted) to \(draft + 1) (all accepted)")
  }

  static func noDecode(_ model: String) -> Diagnostic {
    Diagnostic(
      id: "pass.no-decode", "\(model) is an encoder: it sees its whole input at once",
      suggestion: "leave --phase out, or write --phase prefill")
  }

  static func passTooLarge(_ model: String) -> Diagnostic {
    Diagnostic(
      id: "pass.too-large", "this pass of \(model) has more than 10^18 multiply-accumulates",
      suggestion: "check --batch, --prompt and --context")
  }

  static func approximateModel(_ sentence: String, model: String) -> Diagnostic {
    Diagnostic(.warning, id: "pass.approximate", "\(model) is approximate: \(sentence)")
  }

  static func unknownPassPrecision(_ text: String, nearest: String?, known: [String]) -> Diagnostic
  {
    Diagnostic(
      id: "pass.unknown-precision", "'\(text)' is not a precision of a language model",
      suggestion: nearest.map { "did you mean '\($0)'?" }
        ?? "write one of \(known.joined(separator: ", "))")
  }
}

// What can be wrong with a split over devices.
extension Diagnostic {
  static func devicesDoNotDivide(_ option: String, _ parts: Int, _ what: String, _ whole: Int)
    -> Diagnostic
  {
    Diagnostic(
      id: "pass.devices-do-not-divide", "\(option) \(parts) does not divide \(whole) \(what)",
      suggestion: "take a number that divides \(whole)")
  }

  static func keyValueHeadsDoNotDivide(_ parts: Int, heads: Int) -> Diagnostic {
    Diagnostic(
      id: "pass.kv-heads-do-not-divide",
      "--tensor-parallel \(parts) neither divides \(heads) KV heads nor is a multiple of them",
      suggestion:
        "take a number that divides \(heads), or a multiple of it, which replicates them")
  }

  static func noExperts(_ model: String) -> Diagnostic {
    Diagnostic(
      id: "pass.no-experts", "\(model) has no experts to spread over devices",
      suggestion: "leave --expert-parallel out")
  }
}

extension Diagnostic {
  static func contextParallelNeedsPrompt(_ parts: Int) -> Diagnostic {
    Diagnostic(
      id: "pass.context-parallel",
      "--context-parallel \(parts) splits the tokens of a prompt that it divides",
      suggestion: "use it with --phase prefill and a --prompt that is a multiple of \(parts)")
  }
}
