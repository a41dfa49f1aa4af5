import Foundation
import OctavoBase

extension PretrainedModel {
  /// One file of the folder.
  public struct File: Sendable {
    public let name: String
    /// Hands the file's bytes over, made piece by piece; the same bytes every time.
    public let produce: @Sendable (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

    init(_ name: String, text: String) {
      self.name = name
      produce = { write in try Array(text.utf8).withUnsafeBytes(write) }
    }

    init(
      _ name: String, _ tensors: [StoredTensor], of parameters: Parameters, as format: FloatFormat,
      metadata: [String: String] = ["format": "pt"]
    ) {
      self.name = name
      produce = { write in
        let deferred = tensors.map { tensor in
          Safetensors.DeferredTensor(name: tensor.name, shape: tensor.shape) {
            tensor.floats(of: parameters)
          }
        }
        try Safetensors.encode(deferred, metadata: metadata, as: format, write)
      }
    }
  }

  /// The files that ``write(to:as:)`` writes, without writing them. `config.json` is the last, so
  /// that a folder that has it is whole.
  ///
  /// - Parameter format: of the weights; narrower ones than float32 round.
  /// - Throws: where the tokenizer has more tokens than the model.
  public func files(as format: FloatFormat = .float32) throws(PretrainedModelError) -> [File] {
    try Self.check(tokenizer, model.configuration, in: "a model with its tokenizer")
    let architecture = PretrainedFormats.format(for: model.configuration)
    var files = [
      File(
        "model.safetensors", architecture.tensors(of: model.configuration), of: model.parameters,
        as: format)
    ]
    if let tokenizer {
      files.append(File("tokenizer.json", text: tokenizer.json))
      files.append(File("tokenizer_config.json", text: settings(of: tokenizer).text))
    }
    files.append(File(ConfigurationFile.name, text: settings(architecture, format).text))
    return files
  }

  /// Writes the folder, making it if need be. Files of the same names are replaced, each at once.
  public func write(
    to folder: URL, as format: FloatFormat = .float32
  ) throws(PretrainedModelError) {
    let files = try files(as: format)
    var path = folder.path
    do {
      try makeFolder(at: folder)
      for file in files {
        path = folder.appendingPathComponent(file.name).path
        try replaceFile(at: path, file.produce)
      }
    } catch {
      throw .unwritable(file: path, reason: (error as? FileProblem)?.reason ?? "\(error)")
    }
  }

  /// The content of `config.json`.
  private func settings(_ architecture: any PretrainedFormat, _ format: FloatFormat) -> JSON {
    let first = [
      JSON.Member(key: "architectures", value: [.string(architecture.architecture)]),
      JSON.Member(key: "model_type", value: .string(architecture.modelType)),
    ]
    let last = [
      // Said even if there is none, for the classes assume the ids of their first models.
      JSON.Member(key: "bos_token_id", value: id(of: tokenizer?.beginningToken)),
      JSON.Member(key: "eos_token_id", value: id(of: tokenizer?.endToken)),
      JSON.Member(key: "torch_dtype", value: .string(format.torchName)),
    ]
    return .object(first + architecture.settings(of: model.configuration) + last)
  }

  private func id(of special: SpecialToken?) -> JSON {
    special.map { .integer(Int($0.token)) } ?? .null
  }

  /// The content of `tokenizer_config.json`, without which `transformers` takes a tokenizer of the
  /// model's architecture in place of the one that `tokenizer.json` describes.
  private func settings(of tokenizer: Tokenizer) -> JSON {
    func text(of special: SpecialToken?) -> JSON { special.map { .string($0.text) } ?? .null }
    return [
      "tokenizer_class": "PreTrainedTokenizerFast",
      "model_max_length": .integer(model.configuration.context),
      "clean_up_tokenization_spaces": false,
      "bos_token": text(of: tokenizer.beginningToken),
      "eos_token": text(of: tokenizer.endToken),
    ]
  }
}

extension FloatFormat {
  fileprivate var torchName: String {
    switch self {
    case .float32: "float32"
    case .float16: "float16"
    case .bfloat16: "bfloat16"
    case .float64: "float64"
    }
  }
}
