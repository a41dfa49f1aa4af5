import Foundation
import OctavoEngine
import OctavoRunner

/// A reward model with the tokenizer whose tokens it reads. Its trunk's files are those of a
/// language model; the head stands beside them.
package struct TextRewardModel: Artifact {
  /// What is known of a reward model before it is trained.
  package struct Outline: Sendable {
    var configuration: GPT.Configuration
  }

  package static let kind = ArtifactKind("reward-model", "a model that scores responses")

  package var model: RewardModel
  var tokenizer: Tokenizer

  package init(_ model: RewardModel, _ tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }

  private static let headName = "head.safetensors"

  package func write(to sink: inout some ArtifactSink) throws {
    try LanguageModel(model.network.trunk, tokenizer).write(to: &sink)
    try sink.file(Self.headName) { write in try model.writeHead(write) }
  }

  package init(contentsOf folder: URL) throws {
    let trunk = try LanguageModel(contentsOf: folder)
    let head = try SafetensorsFile(folder.appending(path: Self.headName).path)
    self.init(try RewardModel(trunk: trunk.model, head: head), trunk.tokenizer)
  }

  /// The scores of texts.
  func scores(_ pairs: [PromptResponse]) -> [Double] {
    model.scores(prompts: pairs.map(\.prompt), responses: pairs.map(\.response))
  }
}
