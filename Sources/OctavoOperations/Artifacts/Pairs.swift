import OctavoBase
import OctavoEngine
import OctavoRunner

/// Prompts with the responses that are wanted. Where only prompts are asked for, the responses are
/// not looked at.
package struct Pairs: ExampleSet {
  package struct Pair: TextExample {
    package var prompt: String
    package var response: String

    package init(prompt: String, response: String) {
      self.prompt = prompt
      self.response = response
    }

    package init?(json: JSON) {
      guard let prompt = json["prompt"]?.string, let response = json["response"]?.string
      else { return nil }
      self.init(prompt: prompt, response: response)
    }

    package var json: JSON {
      .object([
        JSON.Member(key: "prompt", value: .string(prompt)),
        JSON.Member(key: "response", value: .string(response)),
      ])
    }

    package func encoded(by tokenizer: Tokenizer) throws -> PromptResponse {
      PromptResponse(
        prompt: try tokenizer.encode(prompt), response: try tokenizer.encode(response))
    }
  }

  package static let kind = ArtifactKind(
    "pairs", "prompts with responses, with a validation split", isDelivered: false)

  package var training: [Pair]
  package var validation: [Pair]

  package init(training: [Pair], validation: [Pair]) {
    self.training = training
    self.validation = validation
  }
}
