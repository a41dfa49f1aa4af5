/// Why a model's folder cannot be read or written.
public enum PretrainedModelError: Error, Hashable, Sendable {
  case missingFile(folder: String, name: String, remedy: String)
  case unreadable(file: String, problem: String)
  case unwritable(file: String, reason: String)
  /// An architecture that the engine has no model for.
  case unsupportedArchitecture(file: String, modelType: String)
  /// A key of `config.json` is missing, or has a value that no model can be made of.
  case setting(file: String, key: String, problem: String)
  case tensors(SafetensorsError)
  /// The weights hold a tensor that the architecture has no use for.
  case unknownTensor(file: String, tensor: String, modelType: String)
  /// An adapter holds a tensor that changes nothing an adapter can change here.
  case unknownAdapterTensor(file: String, tensor: String)
  /// A model without biases has one that is not zero.
  case unexpectedBias(file: String, tensor: String)
  case tokenizer(TokenizerError)
  case missingTokenizer(folder: String, remedy: String)
  /// The tokenizer has tokens that the model has no embedding for.
  case vocabularyMismatch(folder: String, tokenizer: Int, model: Int)
}

extension PretrainedModelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingFile(let folder, let name, let remedy):
      return "\(folder): the folder has no \(name); \(remedy)"
    case .unreadable(let file, let problem):
      return "\(file): \(problem)"
    case .unwritable(let file, let reason):
      return "\(file): the file cannot be written: \(reason)"
    case .unsupportedArchitecture(let file, let modelType):
      let known = PretrainedFormats.all.map(\.modelType).joined(separator: ", ")
      return """
        \(file): model_type \(modelType.quotedForDisplay) is no architecture that can be loaded; \
        use a model whose model_type is one of \(known)
        """
    case .setting(let file, let key, let problem):
      return "\(file): \(key): \(problem)"
    case .tensors(let error):
      return error.description
    case .unknownTensor(let file, let tensor, let modelType):
      return """
        \(file): the tensor \(tensor.quotedForDisplay) has no place in the \(modelType) model that config.json \
        describes; use the config.json that the weights were saved with
        """
    case .unknownAdapterTensor(let file, let tensor):
      return """
        \(file): the tensor \(tensor.quotedForDisplay) has no place in the model; only the linear layers of its \
        attention and feed-forward layers can be changed, by factors lora_A and lora_B alone
        """
    case .unexpectedBias(let file, let tensor):
      return """
        \(file): the tensor \(tensor.quotedForDisplay) is not zero, but config.json says that the model has no \
        biases; remove “\(GPT2Format.biasesKey)” from config.json if the model was trained with them
        """
    case .tokenizer(let error):
      return error.description
    case .missingTokenizer(let folder, let remedy):
      return "\(folder): the folder has a model without a tokenizer; \(remedy)"
    case .vocabularyMismatch(let folder, let tokenizer, let model):
      return """
        \(folder): the tokenizer has \(tokenizer) tokens, but the model's vocabulary only \
        \(model); use the tokenizer that the model was trained with
        """
    }
  }
}
