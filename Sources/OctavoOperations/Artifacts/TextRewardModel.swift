import Foundation
import OctavoEngine
import OctavoRunner

/// A reward model, or several whose scores are combined, with their tokenizer. The first model's
/// trunk has the files of a language model; its head and, if there are several models, all of them
/// have files of their own.
package struct TextRewardModel: Artifact {
  /// What is known of a reward model before it is trained.
  package struct Outline: Sendable {
    /// The first model's.
    var configuration: GPT.Configuration
    /// Whether there are several models.
    var isCombined = false
  }

  package static let kind = ArtifactKind("reward-model", "a model that scores responses")

  /// The model, or the first of several.
  package var model: RewardModel
  var tokenizer: Tokenizer
  /// All models, if there are several; they give the scores.
  package private(set) var combined: CombinedReward?

  package init(_ model: RewardModel, _ tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }

  package init(_ combined: CombinedReward, _ tokenizer: Tokenizer) {
    self.init(combined.models[0], tokenizer)
    self.combined = combined
  }

  private static let headName = "head.safetensors"
  private static let combinedName = "combined.archive"

  package func write(to sink: inout some ArtifactSink) throws {
    try LanguageModel(model.network.trunk, tokenizer).write(to: &sink)
    try sink.file(Self.headName) { write in try model.writeHead(write) }
    if let combined { try sink.file(Self.combinedName, try combined.archive()) }
  }

  package init(contentsOf folder: URL) throws {
    let trunk = try LanguageModel(contentsOf: folder)
    let head = try SafetensorsFile(folder.appending(path: Self.headName).path)
    self.init(try RewardModel(trunk: trunk.model, head: head), trunk.tokenizer)
    let several = folder.appending(path: Self.combinedName)
    if FileManager.default.fileExists(atPath: several.path) {
      combined = try CombinedReward(archive: Data(contentsOf: several, options: .mappedIfSafe))
    }
  }

  /// The scores of texts.
  func scores(_ pairs: [PromptResponse]) -> [Double] {
    scores(prompts: pairs.map(\.prompt), responses: pairs.map(\.response))
  }

  func scores(prompts: [[Int32]], responses: [[Int32]]) -> [Double] {
    combined?.scores(prompts: prompts, responses: responses, tokenizer)
      ?? model.scores(prompts: prompts, responses: responses)
  }

  /// A reward function, which throws `ExampleProblem` for a response that a model cannot read.
  var scorer: Scorer {
    { prompts, responses in
      for (prompt, response) in zip(prompts, responses) {
        let example = PromptResponse(prompt: prompt, response: response)
        if let problem = self.problem(with: example) { throw problem }
      }
      return scores(prompts: prompts, responses: responses)
    }
  }

  /// What keeps one of the models from reading an example, if anything.
  func problem(with example: some TokenExample) -> ExampleProblem? {
    (combined?.models ?? [model]).lazy.compactMap { example.problem(for: $0.configuration) }.first
  }
}
