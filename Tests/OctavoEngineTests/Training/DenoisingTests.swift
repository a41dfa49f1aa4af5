import Foundation
import OctavoEngine
import Testing

@Suite struct DenoisingTests {
  typealias Training = TrainingLoop<Denoising>

  static let vocabulary = CaptionVocabulary(of: ["a light image", "a dark image"])

  /// Images of one brightness, which their captions tell.
  static func examples(_ count: Int, seed: UInt64) throws -> CaptionedImages {
    var stream = RandomStream(seed: seed)
    let isLight = (0..<count).map { _ in stream.uniform() < 0.5 }
    let values = isLight.flatMap { light in
      (0..<16).map { _ in Float((light ? 0.7 : -0.7) + 0.1 * stream.normal()) }
    }
    return CaptionedImages(
      images: Tensor(values, shape: [count, 4, 4, 1]),
      captions: try isLight.map { try vocabulary.encode($0 ? "a light image" : "a dark image") })
  }

  static func start(
    prediction: Prediction = .velocity, hasText: Bool = true, isTextFixed: Bool = false,
    _ change: (inout Denoising.Settings) -> Void = { _ in }
  ) throws -> Training {
    let stream = RandomStream(seed: 3)
    let network = DenoisingUNet.Configuration(
      channels: 1, width: 8, multipliers: [1, 2], heads: 2, groups: 4, textWidth: hasText ? 8 : nil)
    let text =
      try hasText
      ? TextEncoder(vocabulary, length: 3, width: 8, layers: 1, heads: 2, stream: stream) : nil
    var settings = Denoising.Settings(
      recipe: .init(iterations: 12, batch: 5, warmUp: 2, evaluationInterval: 5),
      averageDecay: 0.9)
    change(&settings)
    return try Training(
      DiffusionModel(
        .init(network: network, height: 4, width: 4, prediction: prediction, isLimited: true),
        text: text, isTextFixed: isTextFixed, stream: stream),
      .init(training: examples(40, seed: 1), validation: examples(10, seed: 2)), settings,
      stream: stream)
  }

  static func finished(_ training: Training) throws -> Training {
    var training = training
    while !training.isFinished { try training.advance() }
    return training
  }

  /// What is drawn for a caption has its brightness, whatever the model predicts.
  @Test(arguments: Prediction.allCases) func learnsWhatCaptionsSay(prediction: Prediction) throws {
    let training = try Self.finished(
      Self.start(prediction: prediction) {
        $0.recipe.iterations = 300
        $0.recipe.batch = 16
        $0.recipe.learningRate = 1e-2
        $0.averageDecay = 0.95
      })
    let before = try #require(training.initialValidationLoss)
    #expect(try #require(training.validationLoss) < 0.6 * before)
    let words = ["a light image", "a dark image"]
    let captions = try words.map { try Self.vocabulary.encode($0) }
    let images = training.model.sample(
      captions: captions.flatMap { Array(repeating: $0, count: 8) },
      .init(steps: 20, guidance: 2), stream: RandomStream(seed: 4))
    let means = (0..<16).map { row in
      images.values[16 * row..<16 * row + 16].reduce(0, +) / 16
    }
    #expect(means.prefix(8).count { $0 > 0.3 } >= 6, "\(means)")
    #expect(means.suffix(8).count { $0 < -0.3 } >= 6, "\(means)")
  }

  @Test func resumesToTheSameBits() throws {
    let uninterrupted = try Self.finished(Self.start())
    var training = try Self.start()
    for _ in 0..<7 { try training.advance() }
    let saved = try training.archive()
    let validation = try Self.examples(10, seed: 2)
    let examples = TrainingExamples(
      training: try Self.examples(40, seed: 1), validation: validation)
    let restored = try Training(archive: saved, examples)
    #expect(try restored.archive() == saved)
    let resumed = try Self.finished(restored)
    #expect(resumed.history == uninterrupted.history)
    #expect(try resumed.archive() == uninterrupted.archive())
    #expect(throws: TrainingError.differentCorpus) {
      _ = try Training(
        archive: saved, .init(training: Self.examples(40, seed: 9), validation: validation))
    }
    for length in stride(from: 0, to: saved.count, by: saved.count / 50) {
      #expect(throws: (any Error).self) {
        _ = try Training(archive: saved.prefix(length), examples)
      }
    }
  }

  /// A short training leaves its initialisation behind: the average follows the weights within a
  /// few percent of the loss, however slow its decay.
  @Test func theAverageWarmsUp() throws {
    let training = try Self.finished(
      Self.start {
        $0.recipe.iterations = 60
        $0.recipe.learningRate = 1e-2
        $0.averageDecay = 0.9999
      })
    let averaged = try #require(training.history.last?.validationLoss)
    let unaveraged = try #require(training.unaveragedValidationLoss)
    #expect(unaveraged < 0.9 * (try #require(training.initialValidationLoss)))
    #expect(averaged < 1.1 * unaveraged)
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let archives = try [1, 2, 3].map { count in
      try Parallel.withThreads(count) { try Self.finished(Self.start()).archive() }
    }
    #expect(archives[0] == archives[1])
    #expect(archives[0] == archives[2])
  }

  @Test func evaluationDoesNotChangeTraining() throws {
    let often = try Self.finished(Self.start { $0.recipe.evaluationInterval = 1 })
    let seldom = try Self.finished(Self.start { $0.recipe.evaluationInterval = 12 })
    #expect(often.history.map(\.loss) == seldom.history.map(\.loss))
    #expect(often.history.last?.validationLoss == seldom.history.last?.validationLoss)
  }

  /// Guidance of 1 is the captions alone, 0 is no caption; with no fresh noise an image depends on
  /// its number alone, not on how many are drawn with it.
  @Test func samplesDoNotDependOnTheirBatch() throws {
    let model = try Self.finished(Self.start()).model
    let stream = RandomStream(seed: 1)
    let caption = try Self.vocabulary.encode("a light image")
    func drawn(_ captions: [[Int32]], _ guidance: Double, eta: Double = 1) -> [Float] {
      model.sample(
        captions: captions, .init(steps: 5, solver: .ddim(eta: eta), guidance: guidance),
        stream: stream
      )
      .values
    }
    let three = drawn([caption, caption, []], 3)
    #expect(Array(three[0..<16]) == drawn([caption], 3))
    #expect(drawn([caption], 0) == drawn([[]], 1))
    #expect(drawn([caption], 1) != drawn([caption], 2))
    #expect(drawn([caption], 1, eta: 0) != drawn([caption], 1))
    #expect(three.allSatisfy { abs($0) <= 1.0001 })
  }

  /// What is kept of given images comes out as it was, the rest does not; of a share of the way that
  /// share of the steps is taken.
  @Test(arguments: [DiffusionSampling.Solver.ddim(eta: 0), .ddim(eta: 1), .multistep])
  func samplingBeginsWithImages(solver: DiffusionSampling.Solver) throws {
    let model = try Self.finished(Self.start()).model
    let images = try Self.examples(2, seed: 5).images
    let keeps = (0..<16).map { $0 % 4 < 2 }
    func drawn(_ start: SamplingStart) -> (images: Tensor, steps: Int) {
      var steps = 0
      let drawn = model.sample(
        captions: [[], []], .init(steps: 10, solver: solver), from: start,
        stream: RandomStream(seed: 1)
      ) { _, _ in steps += 1 }
      return (drawn, steps)
    }
    let filled = drawn(SamplingStart(images: images, keeps: keeps))
    #expect(filled.steps == 10)
    for (index, value) in filled.images.values.enumerated() {
      #expect((value == images[index]) == keeps[index % 16])
    }
    #expect(drawn(SamplingStart(images: images, strength: 0.31)).steps == 3)
    // The less of the way, the nearer the result.
    func change(_ strength: Double) -> Float {
      let changed = drawn(SamplingStart(images: images, strength: strength)).images
      return zip(changed.values, images.values).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    #expect(change(0.1) < change(1))
  }

  /// A fixed text encoder keeps its weights, in an archive and in a file too; the network learns.
  @Test func fixedTextEncodersStayAsTheyAre() throws {
    let start = try Self.start(isTextFixed: true)
    let model = try Self.finished(start).model
    let count = model.network.parameters.tensors.count
    #expect(model.tensors.count == count)
    #expect(model.archivedTensors[count...] == start.model.archivedTensors[count...])
    #expect(model.tensors != start.model.tensors)
    #expect(model.trainingMultiplyAdds < (try Self.start().model.trainingMultiplyAdds))
    var training = start
    for _ in 0..<7 { try training.advance() }
    let examples = TrainingExamples(
      training: try Self.examples(40, seed: 1), validation: try Self.examples(10, seed: 2))
    let resumed = try Self.finished(Training(archive: training.archive(), examples))
    #expect(try resumed.archive() == Self.finished(start).archive())
    var bytes = Data()
    model.write { bytes.append(contentsOf: $0) }
    let file = URL.temporaryDirectory.appending(path: "octavo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try bytes.write(to: file)
    let read = try DiffusionModel(model.description, SafetensorsFile(file.path))
    #expect(read.archivedTensors == model.archivedTensors && read.isTextFixed)
  }

  @Test func unconditionalModelsNeedNoCaptions() throws {
    let training = try Self.finished(Self.start(hasText: false))
    let images = training.model.sample(
      captions: [[], []], .init(steps: 4, guidance: 5), stream: RandomStream(seed: 1))
    #expect(images.shape == [2, 4, 4, 1])
  }

  @Test func mistakesAreNamed() throws {
    #expect(throws: TrainingError.setting("captionDropout", "must be between 0 and 1, but is 2.0"))
    {
      _ = try Self.start { $0.captionDropout = 2 }
    }
    let stream = RandomStream(seed: 1)
    func problem(_ change: (inout DenoisingUNet.Configuration) -> Void) -> String? {
      var network = DenoisingUNet.Configuration(channels: 1, width: 8, groups: 4)
      change(&network)
      do {
        _ = try DiffusionModel(
          .init(network: network, height: 6, width: 6, isLimited: true), text: nil, stream: stream)
        return nil
      } catch { return error.setting }
    }
    #expect(problem { _ in } == nil)
    #expect(problem { $0.groups = 3 } == "width")
    #expect(problem { $0.heads = 3 } == "width")
    #expect(problem { $0.multipliers = [1, 1, 1] } == "multipliers")
    #expect(problem { $0.multipliers = [] } == "multipliers")
    #expect(problem { $0.attentionLevels = 3 } == "attentionLevels")
    #expect(problem { $0.textWidth = 8 } == "textWidth")
    let error = #expect(throws: UnknownWord.self) {
      _ = try Self.vocabulary.encode("a ligt image")
    }
    #expect(error?.nearest == "light")
  }
}
