// SPDX-License-Identifier: Apache-2.0
import Rafter

// All that the command itself says to the user, in one place.
extension Diagnostic {
  static func unknownPictureFormat(_ path: String) -> Diagnostic {
    Diagnostic(
      id: "command.picture-format", "'\(path)' does not end in .svg, .png or .pdf",
      suggestion: "charts are written as SVG, or through rsvg-convert as PNG or PDF")
  }

  static func computesNothing(_ machine: String) -> Diagnostic {
    Diagnostic(
      id: "command.computes-nothing", "'\(machine)' states no format that it computes in",
      suggestion:
        "list them under `compute:`, such as `{operands: int8 x int8, accumulate: int32, rate: 1 MAC/cycle}`"
    )
  }

  static func notAPower(_ text: String) -> Diagnostic {
    Diagnostic(
      id: "command.power", "'\(text)' is not a power",
      suggestion: "write it with its unit: `77.9 W`")
  }

  static func nothingTimed() -> Diagnostic {
    Diagnostic(
      id: "command.nothing-timed",
      "this computer let nothing be timed, so there is no machine to save",
      suggestion: "leave --save out to see what was timed")
  }

  static func commandFailed(_ line: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "command.around", "the command of --around, '\(line)', \(reason)",
      suggestion: "nothing was saved: see what it says, and run it alone first")
  }

  static func fewPointsToPlot(_ source: String) -> Diagnostic {
    Diagnostic(
      id: "command.few-points",
      "fewer than two rows of '\(source)' have both operations and bytes, so there is nothing to draw",
      suggestion: "give columns of both, such as `operations_op` and `dram_MB`, or leave --plot out"
    )
  }

  static func converterMissing(_ path: String) -> Diagnostic {
    Diagnostic(
      id: "command.converter-missing",
      "writing '\(path)' needs rsvg-convert, which is not installed",
      suggestion:
        "install it (Debian, Ubuntu: apt-get install librsvg2-bin; macOS: brew install librsvg), "
        + "or write .svg")
  }

  static func converterFailed(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic(id: "command.converter-failed", "rsvg-convert could not write '\(path)': \(reason)")
  }

  static func notWritable(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic(id: "command.not-writable", "cannot write '\(path)': \(reason)")
  }

  static func outputIsFolder(_ path: String) -> Diagnostic {
    let example = path.hasSuffix("/") ? "\(path)result.txt" : "\(path)/result.txt"
    return Diagnostic(
      id: "command.not-writable", "cannot write '\(path)': it is a folder",
      suggestion: "name a file in it: \(example)")
  }

  static func notReadable(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic(id: "command.not-readable", "cannot read '\(path)': \(reason)")
  }

  static func unknownAccelerator(_ name: String, names: [String]) -> Diagnostic {
    Diagnostic(
      id: "command.unknown-accelerator",
      "'\(name)' is neither a file nor a built-in accelerator",
      suggestion: Suggestion.question(for: name, among: names)
        ?? "built in are \(names.joined(separator: ", "))")
  }

  static func unknownTechnology(_ name: String, names: [String]) -> Diagnostic {
    Diagnostic(
      id: "command.unknown-technology", "'\(name)' is neither a file nor a built-in technology",
      suggestion: Suggestion.question(for: name, among: names)
        ?? "there are \(names.joined(separator: ", "))")
  }

  static func unknownWorkload(_ name: String, names: [String]) -> Diagnostic {
    Diagnostic(
      id: "command.unknown-workload", "'\(name)' is neither a file nor a built-in model",
      suggestion: Suggestion.question(for: name, among: names)
        ?? "built in are \(names.joined(separator: ", "))")
  }

  static func folderWithoutModel(_ folder: String, known: [String]) -> Diagnostic {
    Diagnostic(
      id: "command.folder-without-model", "the folder '\(folder)' holds no model that is known",
      suggestion: "it is found as \(known.joined(separator: ", ")); or give the file itself")
  }

  static func passOfGraph(_ option: String, _ name: String) -> Diagnostic {
    Diagnostic(
      id: "command.pass-of-graph",
      "\(option) is about language models, and '\(name)' is a graph or a list of layers",
      suggestion: "leave it out, or give the model's config.json or weights")
  }

  static func optionWithoutMeaning(_ option: String, _ why: String) -> Diagnostic {
    Diagnostic(
      id: "command.option-without-meaning", "\(option) means nothing here: \(why)",
      suggestion: "leave it out")
  }

  static func contextBelowPrompt(_ context: Int, prompt: Int) -> Diagnostic {
    Diagnostic(
      id: "command.context-below-prompt",
      "--context \(context) is less than --prompt \(prompt), whose tokens it includes",
      suggestion: "give a context of at least \(prompt), or leave it out")
  }

  static func unknownValidationSet(_ name: String, names: [String]) -> Diagnostic {
    Diagnostic(
      id: "command.unknown-validation-set", "there is no set '\(name)' to validate against",
      suggestion: Suggestion.question(for: name, among: names)
        ?? "the sets are \(names.joined(separator: ", "))")
  }

  static func noValidationFiles(_ path: String, form: String) -> Diagnostic {
    Diagnostic(
      id: "command.no-validation-files",
      "the folder '\(path)' has no files of this set, or thousands",
      suggestion: "give \(form)")
  }

  static func notAnOptionQuantity(_ text: String, _ option: String, unit: String) -> Diagnostic {
    let example = ["V": "0.8 V", "nm": "28 nm"][unit] ?? "500 MHz"
    return Diagnostic(
      id: "command.option-quantity", "\(option) '\(text)' is no quantity in \(unit)",
      suggestion: "write number and unit: \(option) \"\(example)\"")
  }

  static func voltageAndClock() -> Diagnostic {
    Diagnostic(
      id: "command.voltage-and-clock", "--at-voltage and --at-clock are both given",
      suggestion: "give one: a voltage brings its highest clock, a clock its lowest voltage")
  }

  static func nothingToSave(_ layer: String, _ path: String) -> Diagnostic {
    Diagnostic(
      id: "command.nothing-to-save",
      "'\(layer)' has no products, so there is no mapping to write to '\(path)'",
      suggestion: "choose a convolution or a matrix product with --layer")
  }

  static func frontOfMappings() -> Diagnostic {
    Diagnostic(
      id: "command.front", "a front has many mappings, and this command shows one for each product",
      suggestion: "use `rafter map --objective front --layer NAME`, or latency, energy or edp here")
  }

  static func unreadableUnroll(_ text: String) -> Diagnostic {
    Diagnostic(
      id: "command.unroll", "--unroll '\(text)' cannot be read",
      suggestion:
        "write side=dimension, as in rows=C,columns=K; several on one side say their parts, as in rows=C:8*FX:3"
    )
  }

  static func unrolledTwice(_ side: String) -> Diagnostic {
    Diagnostic(
      id: "command.unroll", "--unroll says twice what \(side) unrolls",
      suggestion: "several dimensions of a side have a star between, as in rows=C:8*FX:3")
  }

  static func nothingToBind(_ option: String, _ workload: String) -> Diagnostic {
    Diagnostic(
      id: "command.nothing-to-bind",
      "`\(option)` means nothing here: '\(workload)' has no open inputs",
      suggestion: "its sizes stand in the file; leave the option out")
  }

  static func nothingToMeasure(_ workload: String) -> Diagnostic {
    Diagnostic(
      id: "command.nothing-to-measure",
      "'\(workload)' holds no numbers of weights in which zeros could be counted",
      suggestion: "give an .onnx file with its weights inside, or state them: --density weights=0.5"
    )
  }

  static func weightsUnmeasured(_ workload: String, count: Int) -> Diagnostic {
    Diagnostic(
      .note, id: "command.weights-unmeasured",
      "\(count) weights of '\(workload)' have no numbers in the file: they count as dense",
      suggestion: "save the model with its weights inside")
  }

  static func weightsWithoutGraph(_ source: String) -> Diagnostic {
    Diagnostic(
      id: "command.weights-without-graph", "the file holds weights, and not how they are used",
      at: SourceLocation(file: source),
      suggestion: "`rafter workload` lists them; to map a model give its .onnx or its config.json")
  }

  static func noNodes(_ workload: String) -> Diagnostic {
    Diagnostic(
      id: "command.no-nodes", "`--nodes` means nothing here: '\(workload)' is a list of layers",
      suggestion: "leave the option out")
  }

  static func optionCount(_ option: String, _ value: Int, upTo limit: Int) -> Diagnostic {
    Diagnostic(
      id: "command.option-count", "\(option) is \(value)",
      suggestion: "it is from 1 to \(limit)")
  }

  static func optionNumber(_ option: String, _ value: Double, _ range: String) -> Diagnostic {
    Diagnostic(
      id: "command.option-count", "\(option) is \(value)", suggestion: "it is \(range)")
  }

  static func bindOfTransformer(_ name: String) -> Diagnostic {
    Diagnostic(
      id: "command.bind", "'\(name)' has no inputs to bind",
      suggestion: "use --batch, --prompt and --context")
  }

  static func nodesOfTransformer() -> Diagnostic {
    Diagnostic(
      id: "command.nodes", "a configuration has layers and no graph nodes",
      suggestion: "leave --nodes out")
  }

  static func precisionNeedsMachine(_ name: String) -> Diagnostic {
    Diagnostic(
      id: "command.precision",
      "--precision of '\(name)' can only be told for a machine: its formats are in its file",
      suggestion: "use `rafter analyze` with --on")
  }

  static func unknownWord(_ word: String, of option: String, among words: [String]) -> Diagnostic {
    Diagnostic(
      id: "command.unknown-word", "\(option) '\(word)' is none of the words it takes",
      suggestion: Suggestion.nearest(to: word, among: words).map { "did you mean '\($0)'?" }
        ?? "it takes \(words.joined(separator: ", "))")
  }

  static func notARange(_ text: String, _ option: String, example: String) -> Diagnostic {
    Diagnostic(
      id: "command.option-quantity", "\(option) '\(text)' cannot be read",
      suggestion: "write \(option) \"\(example)\"")
  }

  static func emptyRange(_ first: String, _ least: String, _ second: String, _ most: String)
    -> Diagnostic
  {
    Diagnostic(
      id: "command.empty-range", "\(first) \(least) is above \(second) \(most)",
      suggestion: "exchange the two")
  }
}
