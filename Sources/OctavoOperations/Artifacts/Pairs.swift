import Foundation
import OctavoEngine
import OctavoRunner

/// Prompts with the responses that are wanted, and some of them held back. Where only prompts are
/// asked for, the responses are not looked at.
package struct Pairs: Artifact {
  package struct Pair: Codable, Hashable, Sendable {
    package var prompt: String
    package var response: String

    package init(prompt: String, response: String) {
      self.prompt = prompt
      self.response = response
    }
  }

  /// What is known of pairs before they are there.
  package struct Outline: Sendable {
    var isHeldBackFrom: Bool
  }

  package static let kind = ArtifactKind(
    "pairs", "prompts with responses, some of them held back", isDelivered: false)

  var training: [Pair]
  var validation: [Pair]

  package init(training: [Pair], validation: [Pair]) {
    self.training = training
    self.validation = validation
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file("training.jsonl", JSONLines.encode(training))
    try sink.file("validation.jsonl", JSONLines.encode(validation))
  }

  package init(contentsOf folder: URL) throws {
    training = try JSONLines.decode(from: folder.appending(path: "training.jsonl"))
    validation = try JSONLines.decode(from: folder.appending(path: "validation.jsonl"))
  }
}

extension [Pairs.Pair] {
  /// The pairs as tokens, prompt and response each on its own, so that the boundary stays.
  func encoded(by tokenizer: Tokenizer) throws -> [PromptResponse] {
    try map { pair in
      PromptResponse(
        prompt: try tokenizer.encode(pair.prompt), response: try tokenizer.encode(pair.response))
    }
  }
}

extension Array {
  /// The elements in two parts, of which the second is held back.
  func split(holdingBack fraction: Double) -> (training: [Element], validation: [Element]) {
    let kept = Int(Double(count) * (1 - fraction))
    return (Array(self[..<kept]), Array(self[kept...]))
  }
}
