import Foundation
import OctavoEngine
import Testing

@Suite struct SupervisedFineTuningTests {
  typealias Training = TrainingLoop<SupervisedFineTuning>

  static let examples = (0..<24).map { index in
    // The response repeats the prompt's first token.
    let token = Int32(1 + index % 7)
    return PromptResponse(
      prompt: [token, Int32(index % 5)], response: [token, token, token, 0])
  }

  static func training(
    dropout: Double = 0, asked: DropoutRates? = nil, adapter: ModelAdapter? = nil,
    iterations: Int = 60
  ) throws -> Training {
    try Training(
      TunableModel(try SmallTask(dropout: dropout).model(), adapter: adapter),
      TrainingExamples(training: examples, validation: Array(examples.prefix(7))),
      TrainingRecipe(
        iterations: iterations, batch: 8, learningRate: 1e-2, evaluationInterval: 20,
        dropout: asked),
      stream: RandomStream(seed: 3))
  }

  @Test func learnsTheResponses() throws {
    var training = try Self.training()
    let before = try #require(training.initialValidationLoss)
    while !training.isFinished { try training.advance() }
    #expect(abs(before - log(8)) < 0.3)
    #expect(training.history.compactMap(\.validationLoss).count == 3)
    #expect(training.history[59].validationLoss! < 0.5)
  }

  /// The model's own rates hold unless others are asked for.
  @Test func keepsTheModelsDropoutUnlessToldOtherwise() throws {
    func losses(_ dropout: Double, _ asked: DropoutRates?) throws -> [Double] {
      var training = try Self.training(dropout: dropout, asked: asked, iterations: 3)
      while !training.isFinished { try training.advance() }
      return training.history.map(\.loss)
    }
    #expect(try losses(0.3, nil) == losses(0, 0.3))
    #expect(try losses(0.3, .zero) == losses(0, nil))
    #expect(try losses(0.3, nil) != losses(0, nil))
  }

  @Test func anAdapterLearnsToo() throws {
    let model = try SmallTask().model()
    let adapter = try LowRankAdapter(
      LowRankAdapter.Settings(rank: 4, alpha: 16, targets: LowRankAdapter.Target.allCases),
      for: model.configuration, stream: RandomStream(seed: 8))
    var training = try Self.training(adapter: .lowRank(adapter), iterations: 150)
    while !training.isFinished { try training.advance() }
    #expect(training.history[149].validationLoss! < training.initialValidationLoss! - 0.2)
    #expect(training.model.base.parameters.tensors == model.parameters.tensors)
  }

  static let virtualTokens = [
    VirtualTokenAdapter.Settings(VirtualTokens(.prompt, count: 4)),
    VirtualTokenAdapter.Settings(VirtualTokens(.prefix, count: 4)),
    VirtualTokenAdapter.Settings(VirtualTokens(.prefix, count: 4), projection: 8),
  ]

  /// A model responds as four tokens before the prompt say. Virtual tokens learn to say it.
  @Test(arguments: virtualTokens)
  func virtualTokensLearnWhatWordsWouldSay(settings: VirtualTokenAdapter.Settings) throws {
    let others = Self.examples.map {
      PromptResponse(prompt: $0.prompt, response: $0.response.map { $0 == 0 ? 0 : 8 - $0 })
    }
    func cued(_ examples: [PromptResponse], by cue: Int32) -> [PromptResponse] {
      examples.map {
        PromptResponse(
          prompt: Array(repeating: cue, count: 4) + $0.prompt, response: $0.response)
      }
    }
    func trained(_ model: TunableModel, _ examples: [PromptResponse]) throws -> TunableModel {
      var training = try Training(
        model, TrainingExamples(training: examples),
        TrainingRecipe(iterations: 150, batch: 16, learningRate: 1e-2),
        stream: RandomStream(seed: 3))
      while !training.isFinished { try training.advance() }
      return training.model
    }
    let base = try trained(
      TunableModel(SmallTask().model()), cued(Self.examples, by: 1) + cued(others, by: 6)
    ).merged
    let adapter = try VirtualTokenAdapter(settings, for: base, stream: RandomStream(seed: 8))
    let tuned = try trained(
      TunableModel(base, adapter: .virtualTokens(adapter)), Self.examples)
    #expect(tuned.base.parameters.bitPatterns == base.parameters.bitPatterns)
    #expect(adapter.merged(into: base).loss(on: Self.examples)! > 0.2)
    #expect(tuned.merged.loss(on: Self.examples)! < 0.05)
  }

  @Test(arguments: virtualTokens)
  func virtualTokensContinueFromAnArchive(settings: VirtualTokenAdapter.Settings) throws {
    let adapter = try VirtualTokenAdapter(
      settings, for: SmallTask().model(), stream: RandomStream(seed: 8))
    var whole = try Self.training(dropout: 0.1, adapter: .virtualTokens(adapter), iterations: 4)
    var interrupted = whole
    while !whole.isFinished { try whole.advance() }
    try Self.finish(&interrupted)
    #expect(try whole.archive() == interrupted.archive())
  }

  /// Goes on from an archive after every iteration.
  private static func finish(_ training: inout Training) throws {
    while !training.isFinished {
      try training.advance()
      training = try Training(
        archive: training.archive(),
        TrainingExamples(training: examples, validation: Array(examples.prefix(7))))
    }
  }

  /// The loss is that of the whole sequence with everything but the responses ignored.
  @Test func onlyResponsesCount() throws {
    let model = try SmallTask().model()
    let examples = [
      PromptResponse(prompt: [1, 2, 3], response: [4, 5]),
      PromptResponse(prompt: [6], response: [7, 1, 2, 0]),
    ]
    let batch = TokenBatch(rows: 2, columns: 5, tokens: [1, 2, 3, 4, 5, 6, 7, 1, 2, 0])
    let logits = Variable(model.logits(batch))
    let targets: [Int32] = [-100, -100, 4, 5, -100, 7, 1, 2, 0, -100]
    let expected = Double(logits.crossEntropy(targets).value.scalar)
    #expect(abs(model.loss(on: examples)! - expected) < 1e-6)
    #expect(model.loss(on: []) == nil)
  }

  @Test func goesOnFromAnArchiveToTheSameBits() throws {
    var whole = try Self.training(dropout: 0.1, iterations: 6)
    var interrupted = whole
    while !whole.isFinished { try whole.advance() }
    try Self.finish(&interrupted)
    #expect(whole.history == interrupted.history)
    #expect(try whole.archive() == interrupted.archive())
    #expect(throws: TrainingError.differentCorpus) {
      try Training(archive: whole.archive(), TrainingExamples(training: Self.examples))
    }
  }

  @Test func namesTheExampleThatDoesNotSuit() throws {
    let model = TunableModel(try SmallTask().model())
    let long = PromptResponse(prompt: [1], response: Array(repeating: 1, count: 24))
    for (example, problem) in [
      (PromptResponse(prompt: [], response: [1]), ExampleProblem.emptyPrompt),
      (PromptResponse(prompt: [1], response: []), .emptyResponse), (long, .tooLong),
      (PromptResponse(prompt: [1], response: [8]), .unknownToken),
      (PromptResponse(prompt: [-1], response: [1]), .unknownToken),
    ] {
      #expect(example.problem(for: model.configuration) == problem)
      let error = #expect(throws: TrainingError.self) {
        try Training(
          model, TrainingExamples(training: Self.examples + [example]), TrainingRecipe(),
          stream: RandomStream(seed: 1))
      }
      #expect("\(try #require(error))".contains("number 25"))
    }
    #expect(throws: TrainingError.self) {
      try Training(
        model, TrainingExamples(training: []), TrainingRecipe(), stream: RandomStream(seed: 1))
    }
  }
}
