import Foundation

/// A folder that is being read: what its `config.json` describes, checked against the headers of
/// its weights.
struct PretrainedFolder {
  let configuration: GPT.Configuration
  private let url: URL
  private let checkpoint: Checkpoint
  /// What of the model is stored, and under which name in this folder.
  private let tensors: [(name: String, tensor: StoredTensor)]

  /// Reads no weights.
  init(_ url: URL) throws(PretrainedModelError) {
    self.url = url
    let file = try ConfigurationFile(in: url)
    let format = try PretrainedFormats.format(in: file)
    configuration = try format.configuration(in: file)
    if let problem = configuration.problems.first {
      throw file.problem(format.keys[problem.setting] ?? problem.setting, problem.message)
    }
    checkpoint = try Self.checkpoint(in: url)
    let names = checkpoint.names
    // Before as many layers are laid out.
    guard configuration.layers <= names.count else {
      throw file.problem(
        format.keys["layers"] ?? "layers",
        """
        \(configuration.layers) layers cannot be made of the \(names.count) tensors that the \
        weights hold; use the config.json that they were saved with
        """)
    }
    let isBare = !names.contains { $0.hasPrefix(format.prefix) }
    tensors = format.tensors(of: configuration).map { tensor in
      let bareName = tensor.name.dropFirst(
        isBare && tensor.name.hasPrefix(format.prefix) ? format.prefix.count : 0)
      return (String(bareName), tensor)
    }
    try check(names, format)
  }

  func model() throws(PretrainedModelError) -> GPT {
    let parameters = Parameters(
      configuration.parameters.map { ($0.name, Tensor(uninitialized: $0.shape)) })
    for (name, tensor) in tensors { try tensor.read(from: checkpoint, as: name, into: parameters) }
    do {
      return try GPT(configuration, parameters: parameters)
    } catch {
      throw .unreadable(file: url.path, problem: "\(error)")
    }
  }

  /// A tensor that has no place is an error, because leaving it out would give another model.
  private func check(
    _ names: [String], _ format: any PretrainedFormat
  ) throws(PretrainedModelError) {
    do throws(SafetensorsError) {
      for (name, tensor) in tensors { try checkpoint.check(name, shape: tensor.shape) }
    } catch {
      throw .tensors(error)
    }
    let known = Set(tensors.map(\.name))
    for name in names where !known.contains(name) && !format.isBuffer(name) {
      // Some versions stored the embedding a second time as the head that is tied to it.
      if configuration.tiedHead && name == "lm_head.weight" { continue }
      throw .unknownTensor(file: checkpoint.path, tensor: name, modelType: format.modelType)
    }
  }

  private static func checkpoint(in url: URL) throws(PretrainedModelError) -> Checkpoint {
    let pickled = url.appendingPathComponent("pytorch_model.bin").path
    do {
      return try Checkpoint(path: url.path)
    } catch {
      if case .unreadable(url.path, _) = error {
        throw .missingFile(
          folder: url.path, name: "model.safetensors nor model.safetensors.index.json",
          remedy: FileManager.default.fileExists(atPath: pickled)
            ? "save it again with safetensors, for pytorch_model.bin is not read"
            : "fetch or save it again")
      }
      throw .tensors(error)
    }
  }

  /// The tokenizer of a folder: its `tokenizer.json`, or GPT-2's two files, or none.
  static func tokenizer(in url: URL) throws(PretrainedModelError) -> Tokenizer? {
    func path(_ name: String) -> String? {
      let path = url.appendingPathComponent(name).path
      return FileManager.default.fileExists(atPath: path) ? path : nil
    }
    do throws(TokenizerError) {
      if let path = path("tokenizer.json") { return try Tokenizer(contentsOf: path) }
      if let vocabulary = path("vocab.json") ?? path("encoder.json"),
        let merges = path("merges.txt") ?? path("vocab.bpe")
      {
        return .bytePairs(try BytePairTokenizer(gpt2Encoder: vocabulary, merges: merges))
      }
      return nil
    } catch {
      throw .tokenizer(error)
    }
  }
}
