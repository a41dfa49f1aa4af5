import Foundation
import OctavoBase
import OctavoEngine
import Testing

/// CLIP against transformers' results in float64, which `make_clip_reference.py` wrote.
@Suite struct ContrastiveModelTests {
  private struct Reference: Decodable {
    let parameters: [String]
    let images, texts: [Double]
    let loss: Double
    let gradients: [[Double]]
  }

  private static let captions: [[Int32]] = [[3, 1], [2, 5, 6, 1], [4]]

  private static func sines(_ shape: [Int], _ phase: Double, _ scale: Double) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { Float(scale * sin(1.7 * Double($0) + phase)) }
    return Tensor(values, shape: shape)
  }

  private func model() throws -> ContrastiveModel {
    try ContrastiveModel(
      .init(
        image: .init(
          imageHeight: 8, imageWidth: 8, channels: 3, patch: 4, width: 8, layers: 2, heads: 2),
        features: 6),
      text: TextEncoder(
        CaptionVocabulary(words: (1...6).map { "w\($0)" }), length: 5, width: 12, layers: 2,
        heads: 2, stream: RandomStream(seed: 1)), stream: RandomStream(seed: 2))
  }

  @Test func featuresLossAndGradientsAreThoseOfTransformers() throws {
    let url = try #require(Bundle.module.url(forResource: "clip_reference", withExtension: "json"))
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    var model = try model()
    let names = model.parameterNames
    #expect(names == reference.parameters)
    model.withTensors { tensors in
      for (index, name) in names.enumerated() {
        var values = Self.sines(tensors[index].shape, Double(index), 0.3)
        if name.contains("Norm"), name.hasSuffix("weight") {
          for index in 0..<values.count { values[index] += 1 }
        }
        tensors[index] = values
      }
    }
    let images = Self.sines([3, 8, 8, 3], 0.9, 1)
    expectClose(model.features(ofImages: images).values, reference.images)
    expectClose(model.features(ofCaptions: Self.captions).values, reference.texts)

    let (loss, gradients) = try gradients(of: model, images)
    expectClose([Float(loss)], [reference.loss])
    for (index, gradient) in gradients.enumerated() {
      let projections = [0.0, 1.0].map { phase in
        zip(gradient.values, Self.sines([gradient.count], phase, 1).values).reduce(Float(0)) {
          $0 + $1.0 * $1.1
        }
      }
      expectClose(projections, reference.gradients[index], tolerance: 2e-5, "\(names[index])")
    }
  }

  private func gradients(of model: ContrastiveModel, _ images: Tensor) throws -> (Double, [Tensor])
  {
    let examples = CaptionedImages(images: images, captions: Self.captions)
    let objective = try ContrastiveLearning(
      model, TrainingExamples(training: examples, validation: examples), .init())
    let tape = Tape()
    let pass = objective.pass(over: [0, 1, 2], model, RandomStream(seed: 1), on: tape)
    return (pass.reportedLoss, tape.gradients(of: pass.loss, by: pass.leaves))
  }
}
