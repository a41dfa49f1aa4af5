import Foundation
import OctavoEngine
import OctavoRunner

/// A trained adapter without its model. Its files are a folder that Hugging Face's `peft` opens for
/// a model of `transformers`.
package struct Adapter: Artifact {
  /// What is known about an adapter before it is trained or loaded.
  package struct Outline: Sendable {
    /// Of the model that it was trained on.
    var model: GPT.Configuration
    var settings: ModelAdapter.Settings
  }

  package static let kind = ArtifactKind("adapter", "an adapter of a language model")

  package var adapter: ModelAdapter

  package init(_ adapter: ModelAdapter) {
    self.adapter = adapter
  }

  package func write(to sink: inout some ArtifactSink) throws {
    for file in try adapter.files() { try sink.file(file.name, file.produce) }
  }

  package init(contentsOf folder: URL) throws {
    adapter = try ModelAdapter(contentsOf: folder)
  }
}
