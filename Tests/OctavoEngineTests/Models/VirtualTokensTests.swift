import Foundation
import OctavoEngine
import Testing

@Suite struct VirtualTokensTests {
  static let models = [
    GPT.Configuration(vocabularySize: 11, context: 20, layers: 2, heads: 4, width: 16),
    GPT.Configuration.llama(
      vocabularySize: 11, context: 20, layers: 3, heads: 4, keyValueHeads: 2, width: 16),
  ]

  static func model(_ index: Int) throws -> GPT {
    var model = try GPT(models[index], stream: RandomStream(seed: 5))
    for name in model.parameters.names {
      let tensor = model.parameters[name]
      let noise = randomTensor(tensor.shape, seed: UInt64(name.count), scale: 0.2)
      model.parameters[name] = Tensor(zip(tensor.values, noise.values).map(+), shape: tensor.shape)
    }
    return model
  }

  static func adapter(
    _ kind: VirtualTokens.Kind, of model: GPT, count: Int = 3, projection: Int? = nil,
    start: VirtualTokenStart = .random
  ) throws -> VirtualTokenAdapter {
    try VirtualTokenAdapter(
      .init(VirtualTokens(kind, count: count), projection: projection), for: model, start: start,
      stream: RandomStream(seed: 6))
  }

  /// What begins as words is those words at the beginning of the text, for sequences of any length
  /// and padding.
  @Test(arguments: models.indices, VirtualTokens.Kind.allCases)
  func whatBeginsAsWordsReadsAsThoseWords(index: Int, kind: VirtualTokens.Kind) throws {
    let model = try Self.model(index)
    let words: [Int32] = [7, 2, 9]
    let tuned = try Self.adapter(kind, of: model, start: .tokens(words)).merged(into: model)
    let texts: [[Int32]] = [[1, 2, 3, 4, 5], [6], [8, 0, 10]]
    let longest = texts.map(\.count).max()!
    let logits = tuned.logits(TokenBatch(leftPadding: texts, with: 4)).values.chunks(of: 11)
    for (row, text) in texts.enumerated() {
      let whole = words + text
      let expected = model.logits(TokenBatch(rows: 1, columns: whole.count, tokens: whole))
        .values.chunks(of: 11).suffix(text.count)
      let found = logits[row * longest..<(row + 1) * longest].suffix(text.count)
      expectClose(
        found.flatMap { $0 }, expected.flatMap { $0.map(Double.init) }, tolerance: 1e-5, "\(row)")
    }
  }

  /// The same at given places alone, as heads ask for them.
  @Test(arguments: models.indices, VirtualTokens.Kind.allCases)
  func statesAtPlacesAreThoseOfTheWholePass(index: Int, kind: VirtualTokens.Kind) throws {
    let model = try Self.model(index)
    let tuned = try Self.adapter(kind, of: model).merged(into: model)
    let weights = Weights(tuned.parameters)
    let batch = TokenBatch(
      rows: 2, columns: 4, tokens: [0, 0, 1, 2, 3, 4, 5, 6], padding: [2, 0])
    let whole = tuned.hiddenStates(batch, weights).value
    #expect(whole.shape == [2, 4, 16])
    let places: [Int32] = [3, 4, 7]
    let some = tuned.hiddenStates(batch, weights, at: places).value.values.chunks(of: 16)
    for (place, state) in zip(places, some) {
      expectClose(
        state, whole.values.chunks(of: 16)[Int(place)].map(Double.init), tolerance: 1e-6,
        "\(place)")
    }
  }

  /// The gradients of fine-tuning by what is learned are those by differences.
  @Test(
    arguments: models.indices,
    [(VirtualTokens.Kind.prompt, nil), (.prefix, nil), (.prefix, 3)]
      as [(
        VirtualTokens.Kind, Int?
      )])
  func gradients(index: Int, _ kind: (kind: VirtualTokens.Kind, projection: Int?)) throws {
    let model = try Self.model(index)
    var adapter = try Self.adapter(
      kind.kind, of: model, count: 2, projection: kind.projection)
    let examples = [
      PromptResponse(prompt: [1, 2], response: [3]), PromptResponse(prompt: [4], response: [5, 6]),
    ]
    let objective = try SupervisedFineTuning(
      TunableModel(model), TrainingExamples(training: examples), TrainingRecipe())
    func pass(_ tape: Tape) -> TrainingPass<RoutingMeasures?> {
      objective.pass(
        over: examples, TunableModel(model, adapter: .virtualTokens(adapter)),
        RandomStream(seed: 1), on: tape)
    }
    let tape = Tape()
    let (loss, leaves) = { ($0.loss, $0.leaves) }(pass(tape))
    let gradients = tape.gradients(of: loss, by: leaves)
    let step: Float = 0.005
    for (name, gradient) in zip(adapter.parameters.names, gradients) {
      let numbers = adapter.parameters[name]
      #expect(gradient.shape == numbers.shape)
      for number in 0..<numbers.count {
        func moved(_ steps: Float) -> Double {
          var changed = numbers
          changed[number] += steps * step
          adapter.parameters[name] = changed
          return Double(pass(Tape()).loss.value.scalar)
        }
        let expected =
          (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * Double(step))
        adapter.parameters[name] = numbers
        #expect(
          abs(Double(gradient[number]) - expected) < 3e-4, "\(name) at \(number): \(expected)")
      }
    }
  }

  @Test func gradientsOfTheHyperbolicTangent() {
    expectGradients(of: [randomTensor([3, 4], seed: 1)]) { $0[0].hyperbolicTangent() }
    let values = Variable(Tensor([-200, -1, 0, 1e-4, 200], shape: [5])).hyperbolicTangent().value
    expectClose(
      values.values, [-1, tanh(-1.0), 0, tanh(Double(Float(1e-4))), 1], tolerance: 1e-7, "tanh")
  }

  /// The MLP that makes a prefix is learned; what it made is the same prefix.
  @Test func aProjectedPrefixIsThePrefixThatItMade() throws {
    let model = try Self.model(1)
    let adapter = try Self.adapter(.prefix, of: model, projection: 5)
    #expect(
      adapter.parameters.tensors.map(\.shape) == [[3, 16], [16, 5], [5], [5, 48], [48]])
    let learned = adapter.withoutProjection
    #expect(learned.parameters.tensors.map(\.shape) == [[3, 48]])
    #expect(
      learned.merged(into: model).parameters.bitPatterns
        == adapter.merged(into: model).parameters.bitPatterns)
  }

  @Test func takePlacesOfTheText() throws {
    for (index, kind) in [(0, VirtualTokens.Kind.prompt), (1, .prefix)] {
      let model = try Self.model(index)
      let tuned = try Self.adapter(kind, of: model, count: 8).merged(into: model)
      #expect(tuned.configuration.context == 12)
      #expect(
        tuned.configuration.parameterCount - model.configuration.parameterCount
          == 8 * (kind == .prompt ? 16 : 3 * 2 * 8))
      // A text as long as the context is read.
      let text = TokenBatch(rows: 1, columns: 12, tokens: Array(repeating: 1, count: 12))
      let areFinite = tuned.logits(text).values.allSatisfy { $0.isFinite }
      #expect(areFinite)
    }
  }

  @Test func refusesWhatCannotWork() throws {
    let model = try Self.model(0)
    for (settings, start, problem) in [
      (
        VirtualTokenAdapter.Settings(VirtualTokens(.prompt, count: 20)), VirtualTokenStart.random,
        "20 virtual tokens leave no room for text in a context of 20"
      ),
      (.init(VirtualTokens(.prefix, count: 0)), .random, "0 virtual tokens"),
      (.init(VirtualTokens(.prompt, count: 2), projection: 3), .random, "learned itself"),
      (.init(VirtualTokens(.prefix, count: 2), projection: 0), .random, "between 1 and 65536"),
      (.init(VirtualTokens(.prefix, count: 2)), .tokens([1, 11]), "has no token 11"),
      (.init(VirtualTokens(.prefix, count: 2)), .tokens([]), "no token to begin as"),
    ] {
      #expect {
        try VirtualTokenAdapter(settings, for: model, start: start, stream: RandomStream(seed: 1))
      } throws: {
        "\($0)".contains(problem)
      }
    }
    let tuned = try Self.adapter(.prompt, of: model).merged(into: model)
    #expect {
      try Self.adapter(.prefix, of: tuned)
    } throws: {
      "\($0)".contains("has virtual tokens already")
    }
    #expect(
      VirtualTokenAdapter.problem(
        ofOneFor: model.configuration, .init(.prompt, count: 2), on: model.configuration) == nil)
    for (other, problem) in [
      (Self.models[1], "other sizes"), (tuned.configuration, "already"),
    ] {
      let found = VirtualTokenAdapter.problem(
        ofOneFor: model.configuration, .init(.prompt, count: 2), on: other)
      #expect(found?.contains(problem) == true)
    }
  }

  /// Beyond the context the last tokens are read, after the virtual ones.
  @Test(arguments: VirtualTokens.Kind.allCases)
  func samplesAreThoseOfTheWholePass(kind: VirtualTokens.Kind) throws {
    let model = try Self.model(0)
    let tuned = try Self.adapter(kind, of: model).merged(into: model)
    var text: [Int32] = [1, 2, 3]
    let sample = try tuned.sample(
      prompts: [text], settings: SamplingSettings(maximumTokens: 18, temperature: 0),
      stream: RandomStream(seed: 1))
    for token in sample[0].tokens {
      let read = Array(text.suffix(17))
      let logits = tuned.logits(TokenBatch(rows: 1, columns: read.count, tokens: read)).values
        .suffix(11)
      #expect(logits[logits.startIndex + Int(token)] > logits.max()! - 1e-4)
      text.append(token)
    }
  }
}
