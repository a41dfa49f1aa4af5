import Foundation

/// A language model and its tokenizer as a folder that Hugging Face's `transformers` reads and
/// writes: `config.json`, `model.safetensors` and `tokenizer.json`.
///
/// Folders of GPT-2, LLaMA, Mixtral, StarCoder2 and Arcee are read, whole or sharded, of float32,
/// float64, float16 or bfloat16. A model that one of them can express is written as it, any other
/// with the model type `octavo`. What is written as float32 is read again to the bit.
public struct PretrainedModel: Sendable {
  public var model: GPT
  /// Nil where a folder has none.
  public var tokenizer: Tokenizer?
  /// What of a folder's files was not used, or not as `config.json` says: sentences for the reader.
  public private(set) var remarks: [String] = []

  public init(_ model: GPT, tokenizer: Tokenizer? = nil) {
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Reads a folder.
  public init(contentsOf folder: URL) throws(PretrainedModelError) {
    let reader = try PretrainedFolder(folder)
    let files = try TokenizerFolder(folder)
    tokenizer = files.tokenizer
    try Self.check(tokenizer, reader.configuration, in: folder.path)
    let (model, remarks) = try reader.model()
    self.model = model
    self.remarks = remarks + files.remarks
  }

  /// What a folder's model is. Reads `config.json` and the headers of the weights alone, and throws
  /// what reading the whole would throw for a missing tensor or a wrong shape.
  public static func configuration(
    at folder: URL
  ) throws(PretrainedModelError) -> GPT.Configuration {
    try PretrainedFolder(folder).configuration
  }

  /// A folder's tokenizer, nil where it has none.
  public static func tokenizer(at folder: URL) throws(PretrainedModelError) -> Tokenizer? {
    try TokenizerFolder(folder).tokenizer
  }

  /// A folder's tokenizer, where a model is not enough.
  public static func requiredTokenizer(at folder: URL) throws(PretrainedModelError) -> Tokenizer {
    guard let tokenizer = try tokenizer(at: folder) else {
      throw .missingTokenizer(
        folder: folder.path, remedy: FolderContents(of: folder).remedyWithoutTokenizer)
    }
    return tokenizer
  }

  /// Throws what reading a folder would throw for its tokenizer, be it for one that is missing.
  ///
  /// - Parameter configuration: the model's, nil where that cannot be read.
  public static func checkTokenizer(
    at folder: URL, for configuration: GPT.Configuration?
  ) throws(PretrainedModelError) {
    let tokenizer = try requiredTokenizer(at: folder)
    if let configuration { try check(tokenizer, configuration, in: folder.path) }
  }

  /// - Parameter place: what the error calls the two together.
  static func check(
    _ tokenizer: Tokenizer?, _ configuration: GPT.Configuration, in place: String
  ) throws(PretrainedModelError) {
    // A model may have more: embeddings are often padded to a round number.
    guard let tokenizer, tokenizer.vocabularySize > configuration.vocabularySize else { return }
    throw .vocabularyMismatch(
      folder: place, tokenizer: tokenizer.vocabularySize, model: configuration.vocabularySize)
  }
}
