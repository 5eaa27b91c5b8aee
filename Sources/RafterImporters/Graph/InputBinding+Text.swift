// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

extension InputBinding {
  /// The largest side of a tensor that a binding may give: 2^32.
  static let sideLimit = 1 << 32

  /// Reads a binding as written on the command line.
  ///
  /// `NAME=1x3x224x224` is ``shape(name:_:)``, `NAME[AXIS]=N` is ``axis(name:axis:size:)``, `NAME=value:1,2` or
  /// `NAME=value:true` is ``value(name:_:)``, and `NAME=N` with a single number is ``symbol(_:_:)``: whoever applies it takes it as the shape of
  /// an input of one side if no symbol but such an input has the name. The last `=` divides, so that a name may contain
  /// dots, colons, slashes, `*` and `=`.
  ///
  /// - Throws: `binding.syntax`, `binding.size`, `binding.axis` or `binding.value`, with what to write instead.
  public init(text: String) throws(DiagnosticList) {
    guard let equals = text.lastIndex(of: "=") else {
      throw DiagnosticList(.bindingWithoutEquals(text, guess: Self.guess(text)))
    }
    let name = Self.trim(text[..<equals])
    let value = Self.trim(text[text.index(after: equals)...])
    guard !name.isEmpty else { throw DiagnosticList(.bindingWithoutName(text)) }
    guard !value.isEmpty else { throw DiagnosticList(.bindingWithoutValue(text, name: name)) }
    if value.hasPrefix("value:") {
      let list = value.dropFirst("value:".count)
      self = .value(name: name, try Self.integers(list, name: name, text: text))
      return
    }
    let sizes = try Self.sizes(value, name: name, text: text)
    if let (tensor, axis) = try Self.axis(of: name, text: text) {
      guard sizes.count == 1 else {
        throw DiagnosticList(.bindingAxisTakesOne(text, name: tensor, value: value))
      }
      self = .axis(name: tensor, axis: axis, size: sizes[0])
    } else if sizes.count == 1 {
      self = .symbol(name, sizes[0])
    } else {
      self = .shape(name: name, sizes)
    }
  }

  /// Reads bindings, and reports all that is wrong with any of them, and what is bound twice.
  public static func parse(_ texts: [String]) throws(DiagnosticList) -> [InputBinding] {
    var bindings: [InputBinding] = []
    var errors = DiagnosticList()
    for text in texts {
      do throws(DiagnosticList) {
        let binding = try InputBinding(text: text)
        if let other = bindings.first(where: { $0.target == binding.target }) {
          if other != binding { errors.append(.boundTwice(text, first: other.text)) }
        } else {
          bindings.append(binding)
        }
      } catch {
        errors.diagnostics += error.diagnostics
      }
    }
    if errors.hasErrors { throw errors }
    return bindings
  }

  /// As it is written on the command line.
  public var text: String {
    switch self {
    case .shape(let name, let sizes):
      "\(name)=\(sizes.map(String.init).joined(separator: "x"))"
    case .axis(let name, let axis, let size): "\(name)[\(axis)]=\(size)"
    case .symbol(let name, let size): "\(name)=\(size)"
    case .value(let name, let values):
      "\(name)=value:\(values.map(String.init).joined(separator: ","))"
    case .batch(let size): "batch \(size)"
    }
  }

  /// What is bound; two different bindings of one target contradict each other.
  private var target: String {
    switch self {
    case .shape(let name, _), .symbol(let name, _): name
    case .axis(let name, let axis, _): "\(name)[\(axis)]"
    case .value(let name, _): "\(name)=value"
    case .batch: "="
    }
  }
}

extension InputBinding {
  /// `NAME[AXIS]` apart; nil where there are no brackets at the end.
  private static func axis(
    of name: String, text: String
  ) throws(DiagnosticList) -> (name: String, axis: Int)? {
    guard name.hasSuffix("]"), let open = name.lastIndex(of: "[") else { return nil }
    let inside = trim(name[name.index(after: open)...].dropLast())
    let tensor = trim(name[..<open])
    guard !tensor.isEmpty else { throw DiagnosticList(.bindingWithoutName(text)) }
    guard let axis = Int(inside), axis >= 0, axis < GraphChecks.rankLimit else {
      throw DiagnosticList(.bindingAxis(text, axis: inside))
    }
    return (tensor, axis)
  }

  private static func sizes(
    _ value: String, name: String, text: String
  ) throws(DiagnosticList) -> [Int] {
    let parts = value.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "x" || $0 == "X" })
    var sizes: [Int] = []
    var errors = DiagnosticList()
    var product = 1
    for part in parts {
      switch size(trim(part)) {
      case .success(let size):
        sizes.append(size)
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        product = overflow ? .max : next
      case .failure(let problem):
        errors.append(
          .bindingSize(text, part: trim(part), problem: problem, rewritten: rewritten(value, name)))
      }
    }
    if errors.diagnostics.isEmpty, product > GraphChecks.elementLimit {
      errors.append(.bindingTooLarge(text, shape: value))
    }
    if errors.diagnostics.isEmpty, sizes.count > GraphChecks.rankLimit {
      errors.append(.bindingTooLarge(text, shape: value))
    }
    if errors.hasErrors { throw errors }
    return sizes
  }

  /// Why a text is not the size of a side.
  enum SizeProblem: Error { case notANumber, negative, zero, absurd }

  private static func size(_ part: String) -> Result<Int, SizeProblem> {
    let digits = part.hasPrefix("-") ? part.dropFirst() : part[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return .failure(.notANumber)
    }
    if part.hasPrefix("-") { return .failure(.negative) }
    guard let size = Int(digits), size <= sideLimit else { return .failure(.absurd) }
    return size == 0 ? .failure(.zero) : .success(size)
  }

  /// A whole number, or a truth value as 1 or 0.
  private static func integer(_ text: String) -> Int? {
    switch text {
    case "true", "True": 1
    case "false", "False": 0
    default: Int(text)
    }
  }

  private static func integers(
    _ list: Substring, name: String, text: String
  ) throws(DiagnosticList) -> [Int] {
    var values: [Int] = []
    var errors = DiagnosticList()
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      if let value = integer(trim(part)) {
        values.append(value)
      } else {
        errors.append(.bindingValue(text, part: trim(part), name: name))
      }
    }
    if values.count > TensorDecoder.elementLimit {
      errors.append(.bindingTooManyValues(text, count: values.count))
    }
    if errors.hasErrors { throw errors }
    return values
  }

  /// `[1, 3, 224]`, `1,3,224`, `1*3*224` and the like as we write it; nil for what is no list of numbers.
  private static func rewritten(_ value: String, _ name: String) -> String? {
    guard value.contains(where: { !$0.isNumber && $0 != "x" }) else { return nil }
    let bare = value.drop { "[( ".contains($0) }
    let separators: Set<Character> = ["x", ",", ";", "*", "×", " ", ":", "/"]
    let parts = bare.split(whereSeparator: { separators.contains($0) || "])".contains($0) })
    guard parts.count > 1 || bare.count < value.count, !parts.isEmpty,
      parts.allSatisfy({ part in Int(part).map { $0 > 0 } ?? false })
    else { return nil }
    return "\(name)=\(parts.joined(separator: "x"))"
  }

  /// `x:1x3` and `x 1x3` with an equals sign; nil where there is nothing to divide.
  private static func guess(_ text: String) -> String? {
    guard let divider = text.lastIndex(where: { $0 == ":" || $0 == " " }) else { return nil }
    let name = trim(text[..<divider])
    let value = trim(text[text.index(after: divider)...])
    guard !name.isEmpty, value.first?.isNumber ?? false else { return nil }
    return "\(name)=\(value)"
  }

  private static func trim(_ text: some StringProtocol) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace ?? false { rest.removeFirst() }
    while rest.last?.isWhitespace ?? false { rest.removeLast() }
    return String(rest)
  }
}
