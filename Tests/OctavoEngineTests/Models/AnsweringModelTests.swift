import OctavoEngine
import Testing

@Suite struct AnsweringModelTests {
  enum Kind: CaseIterable { case singleStream, twoStream, compared }

  static func model(_ kind: Kind, seesImages: Bool = true) throws -> AnsweringModel {
    let reader: AnsweringModel.Reader =
      switch kind {
      case .singleStream: .fused(try FusionModelTests.model(.singleStream))
      case .twoStream: .fused(try FusionModelTests.model(.twoStream))
      case .compared: .compared(try compared())
      }
    return AnsweringModel(
      reader, answers: ["no", "two", "yes"], seesImages: seesImages, stream: RandomStream(seed: 4))
  }

  private static func compared() throws -> ContrastiveModel {
    try ContrastiveModel(
      .init(
        image: .init(
          imageHeight: 8, imageWidth: 8, channels: 3, patch: 4, width: 8, layers: 1, heads: 2),
        features: 6),
      text: TextEncoder(
        FusionModelTests.vocabulary, length: 5, width: 12, layers: 1, heads: 2,
        stream: RandomStream(seed: 1)), stream: RandomStream(seed: 2))
  }

  private static let questions: [[Int32]] = [[3, 1], [2, 5, 6, 1], [4]]
  private static let images = FusionModelTests.sines([3, 8, 8, 3], 0.9, 1)
  private static let answers: [Int32] = [2, 0, 1]

  /// The gradient of every parameter along a direction, against finite differences.
  @Test(arguments: Kind.allCases) func gradientsAreThoseOfDifferences(kind: Kind) throws {
    let model = try Self.model(kind)
    let tape = Tape()
    let pass = AnsweringModel.Pass(model, on: tape)
    let loss = pass.scores(Self.questions, Self.images).crossEntropy(Self.answers)
    let gradients = tape.gradients(of: loss, by: pass.leaves)
    #expect(gradients.map(\.shape) == model.tensors.map(\.shape))
    for (index, gradient) in gradients.enumerated() {
      let direction = FusionModelTests.sines(gradient.shape, 0.4, 1)
      func loss(at steps: Float) -> Double {
        var moved = model
        moved.withTensors { tensors in
          for place in 0..<gradient.count {
            tensors[index][place] += steps * 0.001 * direction[place]
          }
        }
        let scores = Variable(moved.scores(Self.questions, Self.images))
        return Double(scores.crossEntropy(Self.answers).value.scalar)
      }
      let expected = (8 * (loss(at: 1) - loss(at: -1)) - (loss(at: 2) - loss(at: -2))) / 0.012
      let actual = zip(gradient.values, direction.values).reduce(0.0) {
        $0 + Double($1.0) * Double($1.1)
      }
      #expect(abs(actual - expected) <= 2e-3 * max(1, abs(expected)), "\(index)")
    }
  }

  @Test(arguments: Kind.allCases) func withoutImagesAllImagesAreAlike(kind: Kind) throws {
    let (seeing, blind) = (try Self.model(kind), try Self.model(kind, seesImages: false))
    let other = FusionModelTests.sines([3, 8, 8, 3], 0.2, 1)
    #expect(
      blind.scores(Self.questions, Self.images) == blind.scores(Self.questions, other))
    #expect(
      seeing.scores(Self.questions, Self.images) != seeing.scores(Self.questions, other))
  }

  @Test func aGrownReaderOfFeaturesReadsWhatItRead() throws {
    let reader = try Self.model(.compared).reader
    let larger = reader.vocabulary.adding(["a", "w10"])
    let grown = try reader.grown(
      to: larger, captionLength: 4, stream: RandomStream(seed: 7))
    let captions = ["w3 w1", "w2 w5 w6 w1"]
    guard case .compared(let old) = reader, case .compared(let new) = grown else {
      Issue.record("the reader has become another one")
      return
    }
    #expect(
      try new.features(ofCaptions: captions.map(larger.encode))
        == old.features(ofCaptions: captions.map(reader.vocabulary.encode)))
  }
}
