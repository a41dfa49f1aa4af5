import Foundation
import OctavoBase
import OctavoEngine
import Testing

/// Images among a language model's tokens, against transformers' results in float64, which
/// `make_multimodal_reference.py` wrote.
@Suite struct MultimodalModelTests {
  private struct Reference: Decodable {
    let patches, feature: Results
  }

  private struct Results: Decodable {
    let likelihoods: [Double]
    let loss: Double
    let gradients: [[Double]]
  }

  static let prompts = [
    ImagePrompt(parts: [[], [3, 1, 4]], response: [2, 5]),
    ImagePrompt(parts: [[7, 8], [6]], response: [1, 0, 3]),
    ImagePrompt(parts: [[2], [5], []], response: [4]),
  ]

  static func sines(_ shape: [Int], _ phase: Double, _ scale: Double) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { Float(scale * sin(1.7 * Double($0) + phase)) }
    return Tensor(values, shape: shape)
  }

  static let images = sines([3, 8, 8, 3], 0.9, 1)

  static func model(
    featureTokens: Int? = nil, learned: MultimodalModel.LearnedPart = .all
  ) throws -> MultimodalModel {
    try MultimodalModel(
      GPT(
        .init(vocabularySize: 9, context: 16, layers: 2, heads: 2, width: 12),
        stream: RandomStream(seed: 1)),
      image: .init(
        imageHeight: 8, imageWidth: 8, channels: 3, patch: 4, width: 8, layers: 2, heads: 2),
      featureTokens: featureTokens, learned: learned, stream: RandomStream(seed: 2))
  }

  @Test(arguments: [nil, 2]) func likelihoodsAndGradientsAreThoseOfTransformers(
    featureTokens: Int?
  ) throws {
    let url = try #require(
      Bundle.module.url(forResource: "multimodal_reference", withExtension: "json"))
    let both = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    let reference = featureTokens == nil ? both.patches : both.feature
    var model = try Self.model(featureTokens: featureTokens)
    let names =
      model.encoder.names + model.projection.names + model.language.parameters.names
    model.withTensors { tensors in
      for (index, name) in names.enumerated() {
        var values = Self.sines(tensors[index].shape, Double(index), 0.3)
        if name.contains("Norm"), name.hasSuffix("weight") {
          for index in 0..<values.count { values[index] += 1 }
        }
        tensors[index] = values
      }
    }
    expectClose(
      model.logProbabilities(of: Self.prompts, images: Self.images).map(Float.init),
      reference.likelihoods)

    let examples = ImagePrompts(images: Self.images, prompts: Self.prompts)
    let objective = try MultimodalTuning(
      model, TrainingExamples(training: examples, validation: examples), .init())
    let tape = Tape()
    let pass = objective.pass(over: [0, 1, 2], model, RandomStream(seed: 1), on: tape)
    expectClose([Float(pass.reportedLoss)], [reference.loss])
    for (index, gradient) in tape.gradients(of: pass.loss, by: pass.leaves).enumerated() {
      let projections = [0.0, 1.0].map { phase in
        Float(
          gradient.values.enumerated().reduce(0.0) {
            $0 + Double($1.element) * sin(1.7 * Double($1.offset) + phase)
          })
      }
      // PyTorch in float32 is off by 4.6e-5 itself, for the position embedding.
      expectClose(projections, reference.gradients[index], tolerance: 1e-4, "\(names[index])")
    }
  }

  /// An image may be shown to several prompts.
  @Test func imagesAreChosen() throws {
    let model = try Self.model()
    let twice = [Self.prompts[0], Self.prompts[1]]
    let own = model.logProbabilities(of: twice, images: Self.images, shown: [2, 2])
    let last = ImagePrompts(images: Self.images, prompts: Self.prompts).images.values.suffix(192)
    let same = Tensor(Array(last) + Array(last), shape: [2, 8, 8, 3])
    #expect(own == model.logProbabilities(of: twice, images: same))
    #expect(own != model.logProbabilities(of: twice, images: Self.images, shown: [0, 1]))
  }

  /// Every token of an answer is the most likely one, whatever else is in the batch.
  @Test func answersAreTheMostLikelyTokens() throws {
    let model = try Self.model()
    let answers = model.answers(to: Self.prompts, images: Self.images, tokens: 3)
    #expect(answers.map(\.count) == [3, 3, 3])
    for (index, answer) in answers.enumerated() {
      let parts = Self.prompts[index].parts
      let image = Tensor(
        Array(Self.images.values[index * 192..<(index + 1) * 192]), shape: [1, 8, 8, 3])
      for place in answer.indices {
        let candidates = (0..<Int32(9)).map {
          ImagePrompt(parts: parts, response: answer[..<place] + [$0])
        }
        let scores = model.logProbabilities(
          of: candidates, images: image, shown: candidates.map { _ in 0 })
        #expect(scores.indices.max { scores[$0] < scores[$1] } == Int(answer[place]))
      }
      #expect(model.answers(to: [Self.prompts[index]], images: image, tokens: 3) == [answer])
    }
    let stop = StopTexts(tokens: [answers[0][0]])
    let stopped = model.answers(to: Self.prompts, images: Self.images, tokens: 3, stop: stop)
    #expect(stopped[0] == [answers[0][0]])
    // The third prompt fills ten places of sixteen.
    let long = model.answers(to: Self.prompts, images: Self.images, tokens: 99)
    #expect(long.map(\.count) == [9, 9, 6])
  }

  @Test func problemsAreReported() throws {
    #expect(throws: ConfigurationProblem.self) { try Self.model(featureTokens: 0) }
    #expect(throws: ConfigurationProblem.self) { try Self.model(featureTokens: 16) }
    let model = try Self.model()
    let long = ImagePrompt(parts: [[1, 2], [3], [4, 5, 6, 7]], response: [1, 2])
    #expect(long.problem(for: model.configuration) == .tooLong)
    let strange = ImagePrompt(parts: [[9], []], response: [1])
    #expect(strange.problem(for: model.configuration) == .unknownToken)
    #expect(Self.prompts.allSatisfy { $0.problem(for: model.configuration) == nil })
  }

  @Test func aModelIsReadBack() throws {
    try withTemporaryFolder { folder in
      let model = try Self.model(featureTokens: 2, learned: .encoder)
      var bytes = Data()
      model.write { bytes.append(contentsOf: $0) }
      let file = folder.appending(path: "model.safetensors")
      try bytes.write(to: file)
      let back = try MultimodalModel(model.description, SafetensorsFile(file.path))
      #expect(back.description == model.description)
      #expect(
        back.logProbabilities(of: Self.prompts, images: Self.images)
          == model.logProbabilities(of: Self.prompts, images: Self.images))
    }
  }
}
