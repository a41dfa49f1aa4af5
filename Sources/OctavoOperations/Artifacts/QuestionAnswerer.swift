import Foundation
import OctavoEngine
import OctavoRunner

/// A model that chooses answers to questions about images.
package struct QuestionAnswerer: Artifact {
  /// What is known about one before it is trained.
  package struct Outline: Sendable {
    var image: ImageEncoder.Configuration
  }

  package static let kind = ArtifactKind(
    "question-answerer", "a model that chooses answers to questions about images")

  var model: AnsweringModel

  package init(_ model: AnsweringModel) {
    self.model = model
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.files(of: model)
  }

  package init(contentsOf folder: URL) throws {
    self.init(try AnsweringModel(folder: folder))
  }
}
