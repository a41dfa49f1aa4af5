/// A prompt and a response to it, as tokens.
public struct PromptResponse: Codable, Hashable, Sendable {
  public var prompt: [Int32]
  public var response: [Int32]
  /// The places in the response whose tokens an environment inserted, such as what a search found:
  /// they are read, and nothing is learned from them.
  public var inserted: [Range<Int>]

  public init(prompt: [Int32], response: [Int32], inserted: [Range<Int>] = []) {
    self.prompt = prompt
    self.response = response
    self.inserted = inserted
  }

  /// How many tokens of the response are its writer's own.
  var writtenCount: Int { response.count - inserted.reduce(0) { $0 + $1.count } }
}

/// Why an example cannot be learned from.
public enum ExampleProblem: String, Error, Codable, Hashable, Sendable, CaseIterable,
  CustomStringConvertible
{
  case emptyPrompt, emptyResponse, tooLong, unknownToken, equalResponses, nothingPreferred

  public var description: String {
    switch self {
    case .emptyPrompt: "the prompt is empty"
    case .emptyResponse: "a response is empty"
    case .tooLong: "prompt and response are longer than the model's context"
    case .unknownToken: "there is a token outside of the model's vocabulary"
    case .equalResponses: "a response is compared with itself"
    case .nothingPreferred: "no response is preferred to another"
    }
  }
}

extension PromptResponse {
  /// What keeps a model from learning from it, if anything.
  public func problem(for model: GPT.Configuration) -> ExampleProblem? {
    if prompt.isEmpty { return .emptyPrompt }
    if writtenCount < 1 { return .emptyResponse }
    if prompt.count + response.count > model.context { return .tooLong }
    let isKnown = { (token: Int32) in token >= 0 && token < model.vocabularySize }
    return prompt.allSatisfy(isKnown) && response.allSatisfy(isKnown) ? nil : .unknownToken
  }
}

/// Something to learn from that may not suit a model.
protocol Example {
  func problem(for model: GPT.Configuration) -> ExampleProblem?
}

extension PromptResponse: Example {}
extension RankedResponses: Example {}

extension Array where Element: Example {
  /// - Throws: at the first that does not suit the model, or if there is none at all.
  func check(for model: GPT.Configuration, _ name: String) throws(TrainingError) {
    if isEmpty { throw .setting(name, "are none") }
    for (index, example) in enumerated() {
      if let problem = example.problem(for: model) {
        throw .setting(name, "cannot be learned from: \(problem) in number \(index + 1)")
      }
    }
  }
}
