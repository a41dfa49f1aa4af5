import Foundation
import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// An example as text, which a tokenizer turns into one that a model can learn from.
package protocol TextExample: Hashable, Sendable {
  associatedtype Tokens: TokenExample

  var prompt: String { get }

  /// Reads what `json` made; nil for anything else.
  init?(json: JSON)

  /// The same document for the same example.
  var json: JSON { get }

  /// The example as tokens, its parts each on their own, so that the boundaries stay.
  func encoded(by tokenizer: Tokenizer) throws -> Tokens
}

/// An example that may not suit a model.
package protocol TokenExample {
  func problem(for model: GPT.Configuration) -> ExampleProblem?
}

extension PromptResponse: TokenExample {}
extension RankedResponses: TokenExample {}

/// An artifact that is examples, with a validation split. Its files have one example per line.
package protocol ExampleSet: Artifact where Outline == ExampleOutline {
  associatedtype Example: TextExample

  var training: [Example] { get }
  var validation: [Example] { get }

  init(training: [Example], validation: [Example])
}

/// What is known of examples before they are there.
package struct ExampleOutline: Sendable {
  var hasValidation: Bool
}

extension ExampleSet {
  private static var trainingName: String { "training.jsonl" }
  private static var validationName: String { "validation.jsonl" }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file(Self.trainingName) { write in try ExampleLines.write(training, write) }
    try sink.file(Self.validationName) { write in try ExampleLines.write(validation, write) }
  }

  package init(contentsOf folder: URL) throws {
    self.init(
      training: try ExampleLines.read(folder.appending(path: Self.trainingName)),
      validation: try ExampleLines.read(folder.appending(path: Self.validationName)))
  }

  /// How many of so many examples are for training: one alone is.
  static func kept(of count: Int, validationFraction fraction: Double) -> Int {
    count == 1 ? 1 : Int(Double(count) * (1 - fraction))
  }

  /// - Parameter fraction: of the examples, those at the end, that becomes the validation split.
  init(_ examples: [Example], validationFraction fraction: Double) {
    let kept = Self.kept(of: examples.count, validationFraction: fraction)
    self.init(training: Array(examples[..<kept]), validation: Array(examples[kept...]))
  }

  /// What a reader of results on the validation split should know about it.
  ///
  /// - Parameter fraction: of the examples, how many were to become the validation split.
  func warnings(validationFraction fraction: Double) -> [StepWarning] {
    if fraction > 0 && training.count == 1 && validation.isEmpty {
      return [
        StepWarning(
          .ordinary, "There is only one example, so the validation split is empty.")
      ]
    }
    let seen = Set(training.map(\.prompt))
    let repeated = validation.filter { seen.contains($0.prompt) }
    guard let first = repeated.first else { return [] }
    return [
      StepWarning(
        .ordinary,
        "\(repeated.count) of the \(validation.count) validation examples have a prompt that is also "
          + "learned from, such as “\(first.prompt.prefix(60))”: they say less about new prompts. "
          + "The validation split is the end of the file.")
    ]
  }
}

extension Problems {
  /// Reports a share that leaves none of so many examples to learn from.
  ///
  /// - Parameter count: at most how many there will be; nil where that is not known.
  mutating func requireKept<Examples: ExampleSet>(
    of count: Int?, validationFraction fraction: Double, in examples: Examples.Type,
    at option: FieldReference?
  ) {
    guard let count, count > 1, Examples.kept(of: count, validationFraction: fraction) == 0 else {
      return
    }
    report(
      at: option,
      "of \(count.forReading) \(Examples.kind.name) at most, a validation split of \(fraction.forReading) "
        + "leaves none to learn from",
      remedy: "give a smaller `validation-fraction`, or more of them")
  }
}
