import Foundation
import OctavoEngine
import Testing

@Suite struct AutoencodingTests {
  typealias Training = TrainingLoop<Autoencoding>

  static func images(_ count: Int, seed: UInt64) -> Tensor {
    let scenes = ShapeScene.scenes(
      count: count, pairs: 0, colors: [.red, .blue], shapes: [.square],
      from: RandomStream(seed: seed))
    return ShapeScene.images(scenes, side: 8).tensor
  }

  static func start(
    _ change: (inout Autoencoding.Settings) -> Void = { _ in }
  ) throws -> Training {
    var settings = Autoencoding.Settings(
      recipe: .init(iterations: 10, batch: 4, warmUp: 2, evaluationInterval: 4))
    change(&settings)
    let stream = RandomStream(seed: 3)
    return try Training(
      Autoencoder(
        .init(channels: 3, latentChannels: 2, widths: [8, 8], groups: 4), stream: stream),
      .init(training: images(24, seed: 1), validation: images(6, seed: 2)), settings,
      stream: stream)
  }

  static func finished(_ training: Training) throws -> Training {
    var training = training
    while !training.isFinished { try training.advance() }
    return training
  }

  @Test func learnsToRebuild() throws {
    let training = try Self.finished(
      Self.start {
        $0.recipe.iterations = 200
        $0.recipe.learningRate = 1e-2
      })
    let (before, after) = (
      try #require(training.initialValidationLoss), try #require(training.validationLoss)
    )
    #expect(after < before / 10)
    #expect(training.objective.parts.count == 200)
    // Scaled latents have variance 1, and what is decoded is the image again.
    let images = Self.images(24, seed: 1)
    let model = training.model
    let latents = model.encoded(images)
    #expect(latents.shape == [24, 4, 4, 2])
    let mean = latents.values.reduce(0, +) / Float(latents.count)
    let square = latents.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(abs(square / Float(latents.count) - 1) < 1e-3)
    let error = Variable(model.decoded(latents)).meanSquaredError(images).value.scalar
    #expect(Double(error) < before / 10)
  }

  /// Means of latents may be as far from zero as the images ask; only variances are limited.
  @Test func onlyLogVariancesAreClipped() throws {
    let tape = Tape()
    let x = tape.variable(Tensor([-50, 30, -50, 30, 1, 2, 3, 4], shape: [1, 1, 2, 4]))
    let clipped = x.clippingLogVariances(to: -12...8)
    #expect(clipped.value.values == [-50, 30, -12, 8, 1, 2, 3, 4])
    let gradients = tape.gradients(of: clipped.sum(), by: [x])
    #expect(gradients[0].values == [1, 1, 0, 0, 1, 1, 1, 1])
    expectGradients(of: [randomTensor([2, 3, 4], seed: 1)]) {
      $0[0].clippingLogVariances(to: -12...8)
    }
  }

  /// An encoder that ends in a bias far beyond the range of log-variances has latents there.
  @Test func latentsMayBeFarFromZero() throws {
    let model = try Autoencoder(
      .init(channels: 3, latentChannels: 2, widths: [8], groups: 4), stream: RandomStream(seed: 1))
    var bytes = Data()
    model.write { bytes.append(contentsOf: $0) }
    let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let names = try #require(
      JSONSerialization.jsonObject(with: bytes[8..<8 + header]) as? [String: [String: Any]])
    let bias = try #require(names["encoder.output.bias"]?["data_offsets"] as? [Int])
    let values: [Float] = [100, -100, 0, 0]
    bytes.replaceSubrange(
      8 + header + bias[0]..<8 + header + bias[1], with: values.withUnsafeBytes { Data($0) })
    let file = URL.temporaryDirectory.appending(path: "octavo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try bytes.write(to: file)
    let moved = try Autoencoder(model.description, SafetensorsFile(file.path))
    let latents = moved.encoded(Self.images(1, seed: 1)).values
    #expect(latents.allSatisfy { abs($0) > 50 })
  }

  @Test func resumesToTheSameBits() throws {
    let uninterrupted = try Self.finished(Self.start())
    var training = try Self.start()
    for _ in 0..<5 { try training.advance() }
    let saved = try training.archive()
    let restored = try Training(
      archive: saved,
      .init(training: Self.images(24, seed: 1), validation: Self.images(6, seed: 2)))
    #expect(try restored.archive() == saved)
    #expect(try Self.finished(restored).archive() == uninterrupted.archive())
    #expect(throws: TrainingError.differentCorpus) {
      _ = try Training(
        archive: saved,
        .init(training: Self.images(24, seed: 5), validation: Self.images(6, seed: 2)))
    }
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let archives = try [1, 2, 3].map { count in
      try Parallel.withThreads(count) { try Self.finished(Self.start()).archive() }
    }
    #expect(archives[0] == archives[1])
    #expect(archives[0] == archives[2])
  }

  @Test func mistakesAreNamed() throws {
    #expect(throws: ConfigurationProblem.self) {
      _ = try Autoencoder(
        .init(channels: 3, widths: [12], groups: 8), stream: RandomStream(seed: 1))
    }
    let model = try Autoencoder(
      .init(channels: 3, widths: [8, 8, 8, 8, 8]), stream: RandomStream(seed: 1))
    #expect(throws: TrainingError.self) {
      _ = try Training(
        model, .init(training: Self.images(2, seed: 1), validation: Self.images(1, seed: 1)),
        .init(), stream: RandomStream(seed: 1))
    }
  }
}
