import Foundation
import OctavoEngine
import OctavoRunner

/// A model that compares images with captions.
package struct ImageTextModel: Artifact {
  /// What is known of one before it is trained.
  package struct Outline: Sendable {
    var image: ImageEncoder.Configuration
    /// The dimension of the features.
    var features: Int
    /// The most words of a caption; nil where it is not known.
    var captionLength: Int?
    /// Every word that the model may know; nil where they are not known.
    var words: Set<String>?
    /// Channels of the text encoder's states.
    var textWidth: Int
  }

  package static let kind = ArtifactKind("clip-model", "a model that compares images with captions")

  var model: ContrastiveModel

  package init(_ model: ContrastiveModel) {
    self.model = model
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.files(of: model)
  }

  package init(contentsOf folder: URL) throws {
    self.init(try ContrastiveModel(folder: folder))
  }

  /// The most words that a caption may have.
  var captionLength: Int { model.text.length - 1 }
}
