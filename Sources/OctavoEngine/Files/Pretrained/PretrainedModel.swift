import Foundation

/// A language model and its tokenizer as a folder that Hugging Face's `transformers` reads and
/// writes: `config.json`, `model.safetensors` and `tokenizer.json`.
///
/// Folders of GPT-2 and LLaMA are read, whole or sharded, of float32, float16 or bfloat16. A model
/// that one of the two can express is written as it, any other with the model type `octavo`. What
/// is written as float32 is read again to the bit.
public struct PretrainedModel: Sendable {
  public var model: GPT
  /// Nil where a folder has none.
  public var tokenizer: Tokenizer?

  public init(_ model: GPT, tokenizer: Tokenizer? = nil) {
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Reads a folder.
  public init(contentsOf folder: URL) throws(PretrainedModelError) {
    let reader = try PretrainedFolder(folder)
    tokenizer = try Self.tokenizer(at: folder)
    try Self.check(tokenizer, reader.configuration, in: folder.path)
    model = try reader.model()
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
    try PretrainedFolder.tokenizer(in: folder)
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
