import Foundation
import OctavoEngine
import Testing

/// Models of one and of two streams against PyTorch's results in float64, which
/// `make_fusion_reference.py` wrote.
@Suite struct FusionModelTests {
  private struct Reference: Decodable {
    let parameters: [String]
    let matching, words: [Double]
    let loss: Double
    let gradients: [[Double]]
  }

  static let vocabulary = CaptionVocabulary(words: (1...6).map { "w\($0)" })
  private static let mask = Int32(7)
  private static let captions: [[Int32]] = [[mask, 1], [2, 5, mask, 1], [4, mask, 2]]
  private static let places = [(0, 0), (1, 2), (2, 1)].map { WordPlace(row: $0.0, word: $0.1) }

  static func sines(_ shape: [Int], _ phase: Double, _ scale: Double) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { Float(scale * sin(1.7 * Double($0) + phase)) }
    return Tensor(values, shape: shape)
  }

  static func model(_ form: FusionModel.Form) throws -> FusionModel {
    var model = try FusionModel(
      .init(
        form: form,
        shape: .init(
          imageHeight: 8, imageWidth: 8, channels: 3, patch: 4, width: 8, layers: 2, heads: 2),
        captionLength: 4),
      vocabulary: vocabulary, stream: RandomStream(seed: 1))
    let names = model.parameters.names
    model.withTensors { tensors in
      for (index, name) in names.enumerated() {
        var values = sines(tensors[index].shape, Double(index), 0.15)
        if name.lowercased().contains("norm"), name.hasSuffix("weight") {
          for index in 0..<values.count { values[index] += 1 }
        }
        tensors[index] = values
      }
    }
    return model
  }

  @Test(arguments: FusionModel.Form.allCases)
  func scoresLossAndGradientsAreThoseOfPyTorch(form: FusionModel.Form) throws {
    let url = try #require(
      Bundle.module.url(forResource: "fusion_reference", withExtension: "json"))
    let references = try JSONDecoder().decode([String: Reference].self, from: Data(contentsOf: url))
    let reference = try #require(references[form.rawValue])
    let model = try Self.model(form)
    #expect(model.parameters.names == reference.parameters)

    let tape = Tape()
    let pass = FusionModel.Pass(model, on: tape)
    let states = pass.states(Self.captions, Self.sines([3, 8, 8, 3], 0.9, 1))
    let matching = pass.matchingScores(states)
    let words = pass.wordScores(states, at: Self.places)
    expectClose(matching.value.values, reference.matching)
    expectClose(words.value.values, reference.words)
    let predicted = pass.wordScores(states, at: [Self.places[0], Self.places[2]])
    let loss = matching.crossEntropy([1, 0, 1]) + predicted.crossEntropy([3, 5])
    expectClose([loss.value.scalar], [reference.loss])
    let gradients = tape.gradients(of: loss, by: pass.leaves)
    for (index, gradient) in gradients.enumerated() {
      let projections = [0.0, 1.0].map { phase in
        Float(
          zip(gradient.values, Self.sines([gradient.count], phase, 1).values).reduce(0.0) {
            $0 + Double($1.0) * Double($1.1)
          })
      }
      expectClose(
        projections, reference.gradients[index], tolerance: 2e-5, "\(model.parameters.names[index])"
      )
    }
  }

  /// Odds and words are the same whatever else is in the batch.
  @Test(arguments: FusionModel.Form.allCases)
  func readsPairsIndependently(form: FusionModel.Form) throws {
    let model = try Self.model(form)
    let images = Self.sines([3, 8, 8, 3], 0.9, 1)
    let captions: [[Int32]] = [[3, 1], [2, 5, 6, 1], []]
    let pairs = (0..<90).map { (caption: $0 % 3, image: $0 / 3 % 3) }
    let odds = model.matching(captions, images, pairs: pairs)
    #expect(odds.count == 90)
    for (pair, odd) in zip(pairs, odds).prefix(9) {
      #expect(model.matching(captions, images, pairs: [pair]) == [odd])
    }
    let predicted = model.predictedWords(captions, images)
    #expect(predicted.map(\.count) == [2, 4, 0])
    #expect(predicted[1] == model.predictedWords([captions[1]], images.batchRow(1))[0])
  }

  /// A model with more words gives captions of the old words the same scores.
  @Test(arguments: FusionModel.Form.allCases)
  func growthKeepsWhatIsKnown(form: FusionModel.Form) throws {
    let model = try Self.model(form)
    let larger = Self.vocabulary.adding(["a", "w10", "z"])
    let grown = model.grown(to: larger, captionLength: 4, stream: RandomStream(seed: 5))
    let images = Self.sines([2, 8, 8, 3], 0.9, 1)
    let pairs = [(caption: 0, image: 0), (caption: 1, image: 1), (caption: 0, image: 1)]
    let captions = ["w3 w1", "w2 w5 w6 w1"]
    #expect(
      try grown.matching(captions.map(larger.encode), images, pairs: pairs)
        == model.matching(captions.map(Self.vocabulary.encode), images, pairs: pairs))
    let longer = model.grown(to: larger, captionLength: 7, stream: RandomStream(seed: 5))
    #expect(longer.parameters["captions.positions.weight"].shape == [8, 8])
    #expect(
      Array(longer.parameters["captions.positions.weight"].values.prefix(40))
        == model.parameters["captions.positions.weight"].values)
  }
}
