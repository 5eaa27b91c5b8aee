// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// Reads which weights a safetensors model has, and how each is stored.
///
/// Only headers are read. A model in several files is read as one, from its `model.safetensors.index.json` or from any of
/// its files beside that index. Weights that are packed several into one integer are counted one by one.
public enum SafetensorsImporter {
  /// Reads a model from a path: a file, or the index of several; a `config.json` beside it is cross-checked.
  ///
  /// - Throws: all that is wrong with any of its files, with the byte.
  public static func read(path: String) throws(DiagnosticList) -> ParameterList {
    if path.hasSuffix(".json") { return try finish(try indexed(path)) }
    if let shard = FilePath.shard(of: FilePath.name(path), ending: ".safetensors") {
      let index = FilePath.beside(path, "\(shard.stem).safetensors.index.json")
      if (try? FileBytes(path: index)) != nil { return try finish(try indexed(index)) }
      var list = try single(try FileBytes(path: path), path)
      list.diagnostics.append(.safetensorsOneShard(path, number: shard.number, of: shard.count))
      return try finish(list)
    }
    return try finish(try single(try FileBytes(path: path), path))
  }

  /// Reads a model of one file from its bytes.
  public static func read(bytes: FileBytes, source: String) throws(DiagnosticList) -> ParameterList
  {
    joined(try single(bytes, source), config: nil)
  }

  /// Whether a path is named like the index of a model in several files.
  public static func isIndex(path: String) -> Bool { path.hasSuffix(".safetensors.index.json") }

  private static func single(_ bytes: FileBytes, _ source: String) throws(DiagnosticList)
    -> ParameterList
  {
    list([try SafetensorsReader.read(bytes, source: source, file: 0)], source)
  }

  private static func list(_ files: [SafetensorsReader.File], _ source: String) -> ParameterList {
    ParameterList(
      name: FilePath.name(source), source: source, container: .safetensors,
      files: files.map(\.source), fileBytes: files.reduce(0) { $0 + $1.size },
      facts: files.first?.metadata ?? [], tensors: files.flatMap(\.tensors),
      diagnostics: files.flatMap(\.warnings))
  }

  private static func finish(_ list: ParameterList) throws(DiagnosticList) -> ParameterList {
    guard let config = try ConfigFile(beside: list.source) else {
      return joined(list, config: nil)
    }
    var list = list
    list.architecture = config.modelType
    var check = ConfigCheck(config)
    check.check(list)
    list.diagnostics += check.diagnostics
    return joined(list, config: config)
  }

  private static func joined(_ list: ParameterList, config: ConfigFile?) -> ParameterList {
    var list = list
    var packed = PackedWeights(bits: config?.quantization?.bits)
    list.tensors = packed.join(list.tensors)
    if packed.bitsAreAssumed { list.diagnostics.append(.assumedBits(list.source)) }
    return list
  }

  // MARK: Several files

  private static func indexed(_ path: String) throws(DiagnosticList) -> ParameterList {
    let bytes = try FileBytes(path: path)
    return try bytes.withUnsafeBytes { pointer throws(DiagnosticList) in
      let index = try SafetensorsIndex(pointer, source: path)
      return try join(index, path) { offset in
        TextPlace.location(of: offset, in: pointer, file: path)
      }
    }
  }

  private static func join(
    _ index: SafetensorsIndex, _ path: String, place: (Int) -> SourceLocation
  ) throws(DiagnosticList) -> ParameterList {
    let names = index.files
    var files: [SafetensorsReader.File] = []
    var missing: [String] = []
    var errors = DiagnosticList()
    for name in names {
      let other = FilePath.beside(path, name)
      guard let bytes = try? FileBytes(path: other) else {
        missing.append(name)
        continue
      }
      do throws(DiagnosticList) {
        files.append(try SafetensorsReader.read(bytes, source: other, file: files.count))
      } catch {
        errors.diagnostics += error.diagnostics
      }
    }
    if let first = missing.first {
      let at = index.entries.first { $0.file == first }?.at ?? 0
      errors.append(
        .safetensorsMissingShard(at: place(at), missing: missing, count: names.count))
    }
    guard errors.diagnostics.isEmpty else { throw errors }
    var list = list(files, path)
    try check(index, against: files, names, place: place, &list)
    return list
  }

  private static func check(
    _ index: SafetensorsIndex, against files: [SafetensorsReader.File], _ names: [String],
    place: (Int) -> SourceLocation, _ list: inout ParameterList
  ) throws(DiagnosticList) {
    var home: [String: Int] = [:]
    for (number, file) in files.enumerated() {
      for tensor in file.tensors {
        guard let other = home.updateValue(number, forKey: tensor.name) else { continue }
        throw DiagnosticList(
          .safetensorsDamaged(
            file.source, at: 8, "tensor '\(tensor.name)' is also in \(files[other].source)"))
      }
    }
    let astray = index.entries.filter { entry in
      home[entry.tensor].map { names[$0] } != entry.file
    }
    if let first = astray.first {
      throw DiagnosticList(
        .safetensorsNotInShard(
          at: place(first.at), tensor: first.tensor, file: first.file, count: astray.count))
    }
    let known = Set(index.entries.map(\.tensor))
    let extra = list.tensors.filter { !known.contains($0.name) }
    if let first = extra.first {
      list.diagnostics.append(
        .safetensorsNotInIndex(list.source, tensor: first.name, count: extra.count))
    }
    if let total = index.totalSize, total.bytes != list.bytes {
      list.diagnostics.append(
        .safetensorsTotal(at: place(total.at), stated: total.bytes, found: list.bytes))
    }
  }
}
