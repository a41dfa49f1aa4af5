import Foundation
import OctavoEngine
import OctavoRunner

/// What LoRA has learned, without the model that it changes.
package struct Adapter: Artifact {
  package static let kind = ArtifactKind("adapter", "a low-rank change of a language model")

  package var adapter: LowRankAdapter

  package init(_ adapter: LowRankAdapter) {
    self.adapter = adapter
  }

  private static let name = "adapter.safetensors"

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file(Self.name) { write in try adapter.write(write) }
  }

  package init(contentsOf folder: URL) throws {
    adapter = try LowRankAdapter(SafetensorsFile(folder.appending(path: Self.name).path))
  }
}
