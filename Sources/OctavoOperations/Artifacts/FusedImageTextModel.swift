import Foundation
import OctavoEngine
import OctavoRunner

/// A model that reads captions and images together.
package struct FusedImageTextModel: Artifact {
  /// What is known about one before it is trained.
  package struct Outline: Sendable {
    var image: ImageEncoder.Configuration
    /// Every word that the model may know; nil where they are not known.
    var words: Set<String>?
  }

  package static let kind = ArtifactKind(
    "fusion-model", "a model that reads captions and images together")

  var model: FusionModel

  package init(_ model: FusionModel) {
    self.model = model
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.files(of: model)
  }

  package init(contentsOf folder: URL) throws {
    self.init(try FusionModel(folder: folder))
  }
}
