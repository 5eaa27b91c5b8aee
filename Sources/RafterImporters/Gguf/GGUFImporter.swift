// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// Reads what a GGUF model states of itself: architecture, sizes, and how each tensor is stored.
///
/// Only headers are read: of a model of 40 GB less than its tokenizer. A model in several files
/// (`NAME-00001-of-00003.gguf`) is read as one, whichever of them is given.
public enum GGUFImporter {
  /// Reads a model from a path, with its other files; a `config.json` beside it is cross-checked.
  ///
  /// - Throws: all that is wrong with any of its files, with the byte.
  public static func read(path: String) throws(DiagnosticList) -> ParameterList {
    let model = try model(path: path)
    var list = model.parameters
    if let config = try ConfigFile(beside: path) {
      var check = ConfigCheck(config)
      check.check(model.header, list)
      list.diagnostics += check.diagnostics
    }
    return list
  }

  /// Reads a model of one file from its bytes.
  public static func read(bytes: FileBytes, source: String) throws(DiagnosticList) -> ParameterList
  {
    try model(bytes: bytes, source: source).parameters
  }

  /// A model: its weights, and the keys of its first file.
  struct Model {
    var parameters: ParameterList
    var header: GGUFHeader
  }

  static func model(path: String) throws(DiagnosticList) -> Model {
    let first = try GGUFReader.read(try FileBytes(path: path), source: path, file: 0)
    let count = first.header["split.count"]?.integer ?? 1
    guard count > 1 else { return try join([first], path) }
    guard let shard = FilePath.shard(of: FilePath.name(path), ending: ".gguf"), shard.count == count
    else {
      throw DiagnosticList(
        .ggufShardName(
          path, number: (first.header["split.no"]?.integer ?? 0) + 1, count: count))
    }
    return try join(try shards(shard, path), path)
  }

  static func model(bytes: FileBytes, source: String) throws(DiagnosticList) -> Model {
    let file = try GGUFReader.read(bytes, source: source, file: 0)
    let count = file.header["split.count"]?.integer ?? 1
    guard count <= 1 else {
      throw DiagnosticList(
        .ggufShardName(
          source, number: (file.header["split.no"]?.integer ?? 0) + 1, count: count))
    }
    return try join([file], source)
  }

  private static func shards(
    _ shard: (stem: String, number: Int, count: Int), _ path: String
  ) throws(DiagnosticList) -> [GGUFReader.File] {
    var files: [GGUFReader.File] = []
    var missing: [String] = []
    var errors = DiagnosticList()
    for number in 1...shard.count {
      let name = FilePath.shardName(shard.stem, number, of: shard.count, ending: ".gguf")
      let other = FilePath.beside(path, name)
      guard let bytes = try? FileBytes(path: other) else {
        missing.append(name)
        continue
      }
      do throws(DiagnosticList) {
        let file = try GGUFReader.read(bytes, source: other, file: files.count)
        files.append(file)
        let stated = (
          file.header["split.no"]?.integer ?? -1, file.header["split.count"]?.integer ?? -1
        )
        if stated != (number - 1, shard.count) {
          errors.append(
            .ggufShardMismatch(
              other, at: file.header.place(of: "split.no"),
              "by its name this is file \(number) of \(shard.count), by its header "
                + "\(stated.0 + 1) of \(stated.1)"))
        }
      } catch {
        errors.diagnostics += error.diagnostics
      }
    }
    if !missing.isEmpty {
      errors.append(.ggufMissingShard(path, missing: missing, count: shard.count))
    }
    guard errors.diagnostics.isEmpty else { throw errors }
    return files
  }

  private static func join(_ files: [GGUFReader.File], _ source: String) throws(DiagnosticList)
    -> Model
  {
    let header = files[0].header
    var errors = DiagnosticList()
    var seen: [String: Int] = [:]
    var tensors: [StoredTensor] = []
    for (number, file) in files.enumerated() {
      for (place, tensor) in file.tensors.enumerated() {
        if let other = seen.updateValue(number, forKey: tensor.name) {
          errors.append(
            .ggufDuplicateTensor(
              file.source, at: file.header.tensors[place].places.entry, name: tensor.name,
              file: files[other].source))
        }
        tensors.append(tensor)
      }
    }
    if let announced = header["split.tensors.count"]?.integer, files.count > 1,
      announced != tensors.count
    {
      errors.append(
        .ggufShardMismatch(
          files[0].source, at: header.place(of: "split.tensors.count"),
          "'split.tensors.count' is \(announced), but the files hold \(tensors.count) tensors"))
    }
    if tensors.isEmpty { errors.append(.ggufNoTensors(source)) }
    guard errors.diagnostics.isEmpty else {
      throw DiagnosticList(Array(errors.diagnostics.prefix(GGUFReader.errorLimit)))
    }
    let name = header["general.name"]?.text ?? FilePath.name(source)
    return Model(
      parameters: ParameterList(
        name: name, source: source, container: .gguf, files: files.map(\.source),
        fileBytes: files.reduce(0) { $0 + $1.size },
        architecture: header["general.architecture"]?.text,
        facts: facts(header), tensors: tensors,
        diagnostics: files.flatMap(\.warnings)
          + GGUFCheck.check(header, tensors, source: files[0].source)),
      header: header)
  }

  /// What is worth showing: all but the tokenizer and the bookkeeping of shards.
  private static func facts(_ header: GGUFHeader) -> [ParameterList.Fact] {
    header.entries.compactMap { entry in
      guard !entry.key.hasPrefix("tokenizer."), !entry.key.hasPrefix("split."),
        !entry.key.hasPrefix("general.")
          || ["general.name", "general.file_type", "general.size_label", "general.quantized_by"]
            .contains(entry.key)
      else { return nil }
      return ParameterList.Fact(entry.key, entry.value.shown, integers: entry.value.wholeNumbers)
    }
  }
}
