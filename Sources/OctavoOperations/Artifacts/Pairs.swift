import OctavoBase
import OctavoEngine
import OctavoRunner

/// Prompts with the responses that are wanted. Where only prompts are asked for, the responses are
/// not looked at.
package struct Pairs: ExampleSet {
  package struct Pair: TextExample {
    package var prompt: String
    /// The response: what is written, and what is inserted into it, such as what a search shows, in
    /// turn.
    package var parts: [String]

    package init(prompt: String, response: String) {
      self.init(prompt: prompt, parts: [response])
    }

    /// - Parameter parts: of the response, every second one inserted.
    package init(prompt: String, parts: [String]) {
      self.prompt = prompt
      self.parts = parts
    }

    package var response: String { parts.joined() }

    package init?(json: JSON) {
      guard let prompt = json["prompt"]?.string, let response = json["response"],
        let parts = response.string.map({ [$0] }) ?? response.strings
      else { return nil }
      self.init(prompt: prompt, parts: parts)
    }

    package var json: JSON {
      .object([
        JSON.Member(key: "prompt", value: .string(prompt)),
        JSON.Member(
          key: "response",
          value: parts.count == 1 ? .string(parts[0]) : .array(parts.map(JSON.string))),
      ])
    }

    package func encoded(by tokenizer: Tokenizer) throws -> PromptResponse {
      var tokens = PromptResponse(prompt: try tokenizer.encode(prompt), response: [])
      for (place, part) in parts.enumerated() {
        let first = tokens.response.count
        tokens.response += try tokenizer.encode(part)
        if !place.isMultiple(of: 2), first < tokens.response.count {
          tokens.inserted.append(first..<tokens.response.count)
        }
      }
      return tokens
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
