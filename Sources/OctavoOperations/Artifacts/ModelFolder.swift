import Foundation
import OctavoEngine
import OctavoRunner

extension ArtifactSink {
  /// Writes a model as its description and its tensors.
  mutating func files(of model: some DescribedModel) throws {
    try file("config.json", model.description.json)
    try file("model.safetensors") { try model.write($0) }
  }
}

extension DescribedModel {
  /// Reads what `files(of:)` wrote into a folder.
  init(folder: URL) throws {
    try self.init(
      Description(contentsOf: folder.appending(path: "config.json")),
      SafetensorsFile(folder.appending(path: "model.safetensors").path))
  }
}
