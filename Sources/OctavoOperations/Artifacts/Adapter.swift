import Foundation
import OctavoEngine
import OctavoRunner

/// What LoRA has learned, without the model that it changes. Its files are a folder that Hugging
/// Face's `peft` opens for a model of `transformers`.
package struct Adapter: Artifact {
  /// What is known of an adapter before it is trained or loaded.
  package struct Outline: Sendable {
    /// Of the model that it was trained on.
    var model: GPT.Configuration
  }

  package static let kind = ArtifactKind("adapter", "a low-rank change of a language model")

  package var adapter: LowRankAdapter

  package init(_ adapter: LowRankAdapter) {
    self.adapter = adapter
  }

  package func write(to sink: inout some ArtifactSink) throws {
    for file in try adapter.files() { try sink.file(file.name, file.produce) }
  }

  package init(contentsOf folder: URL) throws {
    adapter = try LowRankAdapter(contentsOf: folder)
  }
}
