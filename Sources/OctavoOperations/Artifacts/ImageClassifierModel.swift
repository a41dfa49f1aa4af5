import Foundation
import OctavoEngine
import OctavoRunner

/// A model that tells which class an image belongs to.
package struct ImageClassifierModel: Artifact {
  /// What is known of one before it is trained.
  package struct Outline: Sendable {
    var image: ImageEncoder.Configuration
    /// Nil where they are not known.
    var classes: Set<String>?
  }

  package static let kind = ArtifactKind(
    "classifier", "a model that tells which class an image belongs to")

  var model: ImageClassifier

  package init(_ model: ImageClassifier) {
    self.model = model
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.files(of: model)
  }

  package init(contentsOf folder: URL) throws {
    self.init(try ImageClassifier(folder: folder))
  }
}
