/// A model that is kept as a description, which JSON holds, and its tensors, which a safetensors file
/// holds.
public protocol DescribedModel {
  /// What is known of the model without its tensors.
  associatedtype Description: Codable

  var description: Description { get }

  /// Hands over the bytes of a safetensors file.
  func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  init(_ description: Description, _ file: SafetensorsFile) throws
}

extension Autoencoder: DescribedModel {}
extension ContrastiveModel: DescribedModel {}
extension DiffusionModel: DescribedModel {}
extension ImageClassifier: DescribedModel {}
