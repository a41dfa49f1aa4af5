/// A model that an archive holds as a description and tensors.
package protocol ArchivedModel: Trainable {
  /// What a model needs besides its tensors, such as its configuration.
  associatedtype Description: Codable

  var description: Description { get }
  /// All tensors; those that are trained may be only some of them.
  var archivedTensors: [Tensor] { get }

  /// - Parameter queue: starts with the archived tensors.
  /// - Throws: where they are not those of such a model.
  init(_ description: Description, from queue: inout TensorQueue) throws
}

extension ArchivedModel {
  package var archivedTensors: [Tensor] { tensors }
}
