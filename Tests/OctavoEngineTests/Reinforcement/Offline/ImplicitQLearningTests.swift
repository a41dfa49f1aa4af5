import Foundation
import OctavoEngine
import Testing

@Suite struct ImplicitQLearningTests {
  typealias Training = TrainingLoop<ImplicitQLearning>

  private struct Reference: Decodable {
    struct Result: Decodable {
      let settings: ImplicitQLoss
      let loss: Double
      let logits, first, second, states: [Double]
    }

    let responses: [[Int32]]
    let scores: [Double]
    let results: [Result]

    init() throws {
      let url = try #require(
        Bundle.module.url(forResource: "ilql_reference", withExtension: "json"))
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    }

    var batch: ResponseBatch {
      ResponseBatch(prompts: responses.map { _ in [1, 2] }, responses: responses)
    }
  }

  private func sines(_ shape: [Int], _ phase: Double, _ scale: Double) -> Tensor {
    Tensor(
      (0..<shape.reduce(1, *)).map { Float(scale * sin(1.7 * Double($0) + phase)) }, shape: shape)
  }

  @Test func theLossIsThatOfTRLX() throws {
    let reference = try Reference()
    for expected in reference.results {
      let tape = Tape()
      let inputs = [
        sines([8, 5], 0.4, 2), sines([8, 5], 1.1, 1), sines([8, 5], 2.3, 1), sines([8], 0.2, 0.8),
      ].map { tape.variable($0) }
      let values = TokenActionValues(
        logits: inputs[0], actionValues: [inputs[1], inputs[2]], stateValues: inputs[3],
        targets: sines([8], 0.7, 1.2).values.map(Double.init))
      let (loss, measures) = expected.settings(values, reference.batch, scores: reference.scores)
      expectClose([loss.value.scalar], [expected.loss])
      let gradients = tape.gradients(of: loss, by: inputs)
      for (gradient, expected) in zip(
        gradients, [expected.logits, expected.first, expected.second, expected.states])
      {
        expectClose(gradient.values, expected)
      }
      let settings = expected.settings
      let parts =
        measures.actionValueLoss + measures.stateValueLoss
        + settings.conservatism * measures.conservativeLoss
        + settings.imitation * measures.imitationLoss
      #expect(abs(parts - expected.loss) < 1e-5)
    }
  }

  @Test func lossesOfValuesHaveTheDifferencesAsGradients() {
    let mask = TokenMask(lengths: [3, 1], columns: 3)
    let numbers = TokenValues(rows: 2, columns: 3, values: [0.3, -1, 2, 0.7, 0, 0])
    let others = TokenValues(rows: 2, columns: 3, values: [1, -1.5, 1.9, 0.2, 9, 9])
    let loss = ImplicitQLoss(expectile: 0.8)
    for function in [
      { loss.actionValueLoss($0, targets: others, mask: mask) },
      { loss.stateValueLoss($0, actionValues: others, mask: mask) },
    ] as [(TokenValues) -> Loss] {
      for index in numbers.values.indices {
        func moved(_ step: Double) -> Double {
          var numbers = numbers
          numbers.values[index] += step
          return function(numbers).value
        }
        let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5
        #expect(abs(function(numbers).gradient[index] - difference) < 1e-8)
      }
    }
    #expect(loss.stateValueLoss(numbers, actionValues: others, mask: mask).gradient[4] == 0)
  }

  /// Toward 1, the expectile of equally likely values is the largest of them.
  @Test func theExpectileApproachesTheMaximum() {
    let values = [0.0, 1, 2]
    let mask = TokenMask(lengths: [1, 1, 1], columns: 1)
    func expectile(_ tau: Double) -> Double {
      let loss = ImplicitQLoss(expectile: tau)
      var state = 1.0
      for _ in 0..<20_000 {
        let gradient = loss.stateValueLoss(
          TokenValues(repeating: state, rows: 3, columns: 1),
          actionValues: TokenValues(rows: 3, columns: 1, values: values), mask: mask
        ).gradient
        state -= 0.1 * gradient.reduce(0, +)
      }
      return state
    }
    #expect(abs(expectile(0.5) - 1) < 1e-9)
    #expect(expectile(0.999) > 1.99)
  }

  static func examples(_ count: Int = 300) throws -> [ScoredResponse] {
    try RewardModelingTests.preferences(count, responses: 2).flatMap { preference in
      zip(preference.responses, preference.goldScores ?? []).map {
        ScoredResponse(PromptResponse(prompt: preference.prompt, response: $0), score: $1)
      }
    }
  }

  static func training(
    iterations: Int = 200, loss: ImplicitQLoss = ImplicitQLoss(), dropout: DropoutRates? = nil
  ) throws -> Training {
    try Training(
      ActionValueModel(try SmallTask().model(), stream: RandomStream(seed: 4)), examples(),
      .init(
        recipe: TrainingRecipe(
          iterations: iterations, batch: 16, learningRate: 3e-3, dropout: dropout),
        loss: loss, targetRate: 0.1),
      stream: RandomStream(seed: 3))
  }

  /// How often a model writes what scores, the token 3.
  private func threes(_ model: GPT) throws -> Double {
    let samples = try model.sample(
      prompts: Array(repeating: [1, 2], count: 200), settings: SamplingSettings(maximumTokens: 4),
      stream: RandomStream(seed: 7))
    return try SmallTask.reward([], samples.map(\.tokens)).reduce(0, +) / 200
  }

  @Test func valuesSteerTowardWhatScores() throws {
    var training = try Self.training()
    while !training.isFinished { try training.advance() }
    func share(_ coefficient: Double) throws -> Double {
      try threes(training.objective.policy(training.model, coefficient: coefficient))
    }
    let imitation = try threes(training.model.policy)
    #expect(try share(0) == imitation)
    #expect(try share(2) > imitation + 0.2)
    #expect(try share(8) > share(2))
  }

  /// The model that is made is π exp(β Q), in a whole pass and token by token alike.
  @Test func theSteeredModelDecodesAsItReads() throws {
    var training = try Self.training(iterations: 20)
    while !training.isFinished { try training.advance() }
    let plain = training.model.policy
    let steered = try training.objective.policy(training.model, coefficient: 3)
    let tokens: [Int32] = [1, 2, 5, 3]
    let batch = TokenBatch(rows: 1, columns: 4, tokens: tokens)
    let whole = steered.logits(batch, Weights(steered.parameters)).value
    var decoder = GPT.Decoder(steered, rows: 1)
    let decoded = decoder.append([.init(row: 0, tokens: tokens, scored: 4)])
    expectClose(decoded.values, whole.values.map(Double.init))
    #expect(whole.values != plain.logits(batch, Weights(plain.parameters)).value.values)
    let zero = try training.objective.policy(training.model, coefficient: 0)
    #expect(
      zero.logits(batch, Weights(zero.parameters)).value.values
        == plain.logits(batch, Weights(plain.parameters)).value.values)
    #expect(throws: ConfigurationProblem.self) {
      try training.objective.policy(training.model, coefficient: .infinity)
    }
  }

  @Test func aSteeredModelIsWrittenAndRead() throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var training = try Self.training(iterations: 2)
    while !training.isFinished { try training.advance() }
    let steered = try training.objective.policy(training.model, coefficient: 1.5)
    try PretrainedModel(steered, tokenizer: .characters(CharacterTokenizer(of: "abcdefgh")))
      .write(to: folder)
    let read = try PretrainedModel(contentsOf: folder).model
    #expect(read.configuration == steered.configuration)
    #expect(read.configuration.actionValues?.coefficient == 1.5)
    #expect(read.parameters.tensors.map(\.values) == steered.parameters.tensors.map(\.values))
    #expect(!read.configuration.isKnownToTransformers)
  }

  /// Virtual tokens and values have each their place among the parameters.
  @Test func aSteeredModelTakesAnAdapter() throws {
    var training = try Self.training(iterations: 2)
    while !training.isFinished { try training.advance() }
    let steered = try training.objective.policy(training.model, coefficient: 1.5)
    let prefix = try VirtualTokenAdapter(
      VirtualTokenAdapter.Settings(VirtualTokens(.prefix, count: 2)), for: steered,
      start: .vocabulary, stream: RandomStream(seed: 1))
    let merged = prefix.merged(into: steered)
    #expect(merged.parameters.names == merged.configuration.parameters.map(\.name))
    let trained = ActionValueModel(
      prefix.merged(into: training.model.policy), stream: RandomStream(seed: 2))
    var again = try Training(
      trained, Self.examples(20), .init(recipe: TrainingRecipe(iterations: 1, batch: 2)),
      stream: RandomStream(seed: 3))
    try again.advance()
    let both = try again.objective.policy(again.model, coefficient: 1)
    #expect(both.parameters.names == both.configuration.parameters.map(\.name))
  }

  /// A steered model is a network like any other and can be trained.
  @Test func gradientsReachTheHeads() throws {
    expectGradients(
      of: [randomTensor([3, 4], seed: 1), randomTensor([3, 4], seed: 2)], step: 1e-3
    ) {
      $0[0].minimum($0[1])
    }
    var training = try Self.training(iterations: 20)
    while !training.isFinished { try training.advance() }
    let steered = try training.objective.policy(training.model, coefficient: 1)
    let tape = Tape()
    let weights = Weights(steered.parameters, on: tape)
    let batch = TokenBatch(rows: 1, columns: 3, tokens: [1, 2, 3])
    let loss = steered.logits(batch, weights).crossEntropy([2, 3, 1])
    let gradients = tape.gradients(of: loss, by: weights.variables)
    #expect(gradients.suffix(8).contains { $0.values.contains { $0 != 0 } })
  }

  @Test func resumesToTheSameBits() throws {
    var whole = try Self.training(iterations: 4, dropout: 0.1)
    var interrupted = whole
    while !whole.isFinished { try whole.advance() }
    while !interrupted.isFinished {
      try interrupted.advance()
      interrupted = try Training(archive: interrupted.archive(), Self.examples())
    }
    #expect(whole.history == interrupted.history)
    #expect(try whole.archive() == interrupted.archive())
    #expect(throws: TrainingError.differentCorpus) {
      try Training(archive: whole.archive(), Self.examples(100))
    }
  }

  @Test func settingsAreChecked() throws {
    let model = ActionValueModel(try SmallTask().model(), stream: RandomStream(seed: 4))
    let examples = try Self.examples(20)
    #expect(throws: TrainingError.self) {
      try ImplicitQLearning(model, examples, .init(targetRate: 0))
    }
    #expect(throws: TrainingError.self) { try ImplicitQLearning(model, [], .init()) }
    let infinite = [ScoredResponse(examples[0].example, score: .infinity)]
    #expect(throws: TrainingError.self) { try ImplicitQLearning(model, infinite, .init()) }
  }
}
