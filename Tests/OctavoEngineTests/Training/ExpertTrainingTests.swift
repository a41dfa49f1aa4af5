import Foundation
import OctavoEngine
import Testing

/// The losses of a sparse model, against a rebuild in float64 that `make_expert_reference.py` wrote.
@Suite struct ExpertTrainingTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let active: Int
      let capacity: Double?
      /// Cross-entropy, balance loss, router z-loss, share of dropped choices.
      let parts: [Double]
      let total: Double
      let gradients: [[Double]]
    }

    let parameters: [String]
    let cases: [Case]
  }

  private static let examples = [
    PromptResponse(prompt: [1, 2, 3], response: [4, 5]),
    PromptResponse(prompt: [6], response: [1, 2, 3, 7, 0]),
    PromptResponse(prompt: [2, 4, 6, 1], response: [3, 5]),
  ]

  private static func configuration(active: Int) -> GPT.Configuration {
    var configuration = GPT.Configuration(
      vocabularySize: 8, context: 7, layers: 2, heads: 2, width: 8, hiddenWidth: 6)
    configuration.experts = .init(count: 3, active: active)
    return configuration
  }

  private static func sines(_ shape: [Int], _ phase: Double, _ scale: Double) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { Float(scale * sin(1.7 * Double($0) + phase)) }
    return Tensor(values, shape: shape)
  }

  private static func model(active: Int) throws -> GPT {
    var model = try GPT(configuration(active: active), stream: RandomStream(seed: 1))
    for (index, name) in model.parameters.names.enumerated() {
      var values = sines(model.parameters[name].shape, Double(index), 0.5)
      if name.contains("Norm"), name.hasSuffix("weight") {
        for index in 0..<values.count { values[index] += 1 }
      }
      model.parameters[name] = values
    }
    return model
  }

  @Test func lossesAndGradientsAreThoseOfTheReference() throws {
    let url = try #require(
      Bundle.module.url(forResource: "expert_reference", withExtension: "json"))
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    for each in reference.cases {
      let model = try Self.model(active: each.active)
      #expect(model.parameters.names == reference.parameters)
      let recipe = TrainingRecipe(
        experts: ExpertTraining(balance: 0.2, zLoss: 0.3, capacity: each.capacity))
      let objective = try SupervisedFineTuning(
        TunableModel(model), TrainingExamples(training: Self.examples), recipe)
      let tape = Tape()
      let pass = objective.pass(
        over: Self.examples, TunableModel(model), RandomStream(seed: 1), on: tape)
      let measures = try #require(pass.measures)
      expectClose(
        [pass.reportedLoss, measures.balance, measures.zLoss].map(Float.init),
        each.parts.prefix(3), "\(each.active) \(each.capacity ?? 0)")
      // The model computes the last block for fewer tokens, whose shares count equally here.
      expectClose([pass.loss.value.scalar], [each.total])
      let gradients = tape.gradients(of: pass.loss, by: pass.leaves)
      for (index, gradient) in gradients.enumerated() {
        let projections = [0.0, 1.0].map { phase in
          Float(
            zip(gradient.values, Self.sines([gradient.count], phase, 1).values).reduce(0.0) {
              $0 + Double($1.0) * Double($1.1)
            })
        }
        expectClose(
          projections, each.gradients[index], tolerance: 3e-5, "\(reference.parameters[index])")
      }
    }
  }

  /// Without a balance or z-loss to weigh, the routers' measures change nothing.
  @Test func measuringChangesNothing() throws {
    func trained(_ experts: ExpertTraining) throws -> [Tensor] {
      try Self.trained(experts).model.base.parameters.tensors
    }
    let plain = try trained(ExpertTraining())
    #expect(try trained(ExpertTraining(zLoss: 0)) == plain)
    #expect(try trained(ExpertTraining(capacity: 3)) == plain)
    #expect(try trained(ExpertTraining(capacity: 0.5)) != plain)
    #expect(try trained(ExpertTraining(balance: 0.1)) != plain)
    #expect(try trained(ExpertTraining(zLoss: 0.1)) != plain)
    #expect(try trained(ExpertTraining(dropout: 0.3)) != plain)
  }

  @Test func theZLossKeepsLogitsSmall() throws {
    func largest(_ zLoss: Double) throws -> Double {
      let training = try Self.trained(ExpertTraining(zLoss: zLoss), iterations: 40)
      return try #require(training.objective.state.iterations.last).zLoss
    }
    #expect(try largest(1) < largest(0) / 2)
  }

  @Test func resumesToTheSameBits() throws {
    let experts = ExpertTraining(balance: 0.1, zLoss: 0.1, capacity: 1, dropout: 0.2)
    let whole = try Self.trained(experts)
    var part = try Self.training(experts)
    for _ in 0..<4 { try part.advance() }
    let examples = TrainingExamples(training: Self.examples)
    var resumed = try TrainingLoop<SupervisedFineTuning>(archive: part.archive(), examples)
    while !resumed.isFinished { try resumed.advance() }
    #expect(resumed.objective.state.iterations == whole.objective.state.iterations)
    #expect(resumed.objective.state.iterations.count == 10)
    #expect(try resumed.archive() == whole.archive())
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let experts = ExpertTraining(balance: 0.1, zLoss: 0.1, capacity: 1, dropout: 0.2)
    let archives = try [1, 2, 3].map { count in
      try Parallel.withThreads(count) { try Self.trained(experts).archive() }
    }
    #expect(archives[0] == archives[1])
    #expect(archives[0] == archives[2])
  }

  @Test func mistakesAreNamed() throws {
    #expect(throws: TrainingError.setting("capacity", "must be positive, but is 0.0")) {
      _ = try Self.training(ExpertTraining(capacity: 0))
    }
    #expect(throws: TrainingError.setting("zLoss", "must be at least 0, but is -1.0")) {
      _ = try Self.training(ExpertTraining(zLoss: -1))
    }
    #expect(throws: TrainingError.setting("dropout", "must be at least 0 and below 1, but is 1.0"))
    {
      _ = try Self.training(ExpertTraining(dropout: 1))
    }
  }

  private static func training(
    _ experts: ExpertTraining, iterations: Int = 10
  ) throws -> TrainingLoop<SupervisedFineTuning> {
    try TrainingLoop<SupervisedFineTuning>(
      TunableModel(model(active: 2)), TrainingExamples(training: examples),
      TrainingRecipe(iterations: iterations, batch: 2, learningRate: 1e-2, experts: experts),
      stream: RandomStream(seed: 3))
  }

  private static func trained(
    _ experts: ExpertTraining, iterations: Int = 10
  ) throws -> TrainingLoop<SupervisedFineTuning> {
    var training = try training(experts, iterations: iterations)
    while !training.isFinished { try training.advance() }
    return training
  }
}
