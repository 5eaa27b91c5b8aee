// SPDX-License-Identifier: Apache-2.0

/// What a file is that was given as an ONNX model and is not one.
enum FileKind: Sendable, Hashable, CaseIterable {
  case gitLFSPointer, gzip, bzip2, xz, zstd, sevenZip, tar
  case pyTorchZip, zippedONNX, zip, pickle
  case safetensors, gguf, tflite, ortFormat, hdf5, numpy
  case tensorProto, graphDef, savedModel
  case png, jpeg, pdf, elf
  case textONNX, webPage, xml, json, text
  case zeros

  /// What it is, as the end of "this is ...".
  var name: String {
    switch self {
    case .gitLFSPointer: "a git-lfs pointer, not the model that it stands for"
    case .gzip: "a gzip archive"
    case .bzip2: "a bzip2 archive"
    case .xz: "an xz archive"
    case .zstd: "a zstd archive"
    case .sevenZip: "a 7z archive"
    case .tar: "a tar archive"
    case .pyTorchZip: "a PyTorch checkpoint (a zip archive with a pickle in it)"
    case .zippedONNX: "a zip archive with an ONNX model in it"
    case .zip: "a zip archive"
    case .pickle: "a Python pickle, probably an old PyTorch checkpoint"
    case .safetensors: "a safetensors file: weights without a graph"
    case .gguf: "a GGUF file: weights without a graph"
    case .tflite: "a TensorFlow Lite model"
    case .ortFormat: "a model in ONNX Runtime's own format (.ort)"
    case .hdf5: "an HDF5 file, probably a Keras model"
    case .numpy: "a NumPy array"
    case .tensorProto: "a single ONNX tensor (TensorProto), probably test data of a model"
    case .graphDef: "a TensorFlow graph (GraphDef)"
    case .savedModel: "a TensorFlow SavedModel"
    case .png: "a PNG picture"
    case .jpeg: "a JPEG picture"
    case .pdf: "a PDF document"
    case .elf: "a program (ELF)"
    case .textONNX: "an ONNX model written as text"
    case .webPage: "a web page"
    case .xml: "an XML text"
    case .json: "a JSON text"
    case .text: "a text"
    case .zeros: "a file of zeros"
    }
  }

  /// What to do about it.
  var remedy: String {
    switch self {
    case .gitLFSPointer: "run `git lfs pull` in its repository"
    case .gzip: "unpack it with `gunzip`"
    case .bzip2: "unpack it with `bunzip2`"
    case .xz: "unpack it with `unxz`"
    case .zstd: "unpack it with `unzstd`"
    case .sevenZip: "unpack it with `7z x`"
    case .tar: "unpack it with `tar xf` and name the .onnx file in it"
    case .pyTorchZip, .pickle: "load it in PyTorch and export it with `torch.onnx.export`"
    case .zippedONNX, .zip: "unpack it with `unzip` and name the .onnx file in it"
    case .safetensors, .gguf:
      "export the model to ONNX, or rename the file to its own ending if it has another"
    case .tflite: "convert it with `python -m tf2onnx.convert --tflite`"
    case .ortFormat: "give the .onnx file that it was made from"
    case .hdf5, .savedModel, .graphDef: "convert it with `python -m tf2onnx.convert`"
    case .numpy, .tensorProto: "give the model itself, not its data"
    case .png, .jpeg, .pdf, .elf: "give the .onnx file"
    case .textONNX: "write it in binary: `onnx.save(onnx.load(path), \"model.onnx\")` in Python"
    case .webPage: "download the file itself (the raw file), not the page about it"
    case .xml: "give an .onnx file; an OpenVINO model cannot be turned back, export it again"
    case .json, .text: "give the .onnx file"
    case .zeros: "its download did not finish: get it again"
    }
  }
}
