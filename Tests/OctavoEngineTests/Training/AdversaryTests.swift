import Foundation
import OctavoEngine
import Testing

/// Perceptual distances and an adversary against PyTorch in float64, whose results
/// `make_adversary_reference.py` wrote.
@Suite struct AdversaryTests {
  private struct Reference: Decodable {
    let distance: Double
    let distanceGradient: [Double]
    let decoder, discriminator: [String]
    let error, perceptual, score, weight, hinge, told: Double
    let gradients, lesson: [[Double]]
  }

  private static func reference() throws -> Reference {
    let url = try #require(
      Bundle.module.url(forResource: "adversary_reference", withExtension: "json"))
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
  }

  private static func sines(_ shape: [Int], _ phase: Double, _ scale: Double) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { Float(scale * sin(1.7 * Double($0) + phase)) }
    return Tensor(values, shape: shape)
  }

  private static func pixels(_ phase: Double) -> Tensor { sines([3, 8, 8, 3], phase, 1) }

  /// Sines, with 1 added to gains.
  private static func weight(_ name: String, _ shape: [Int], _ phase: Double) -> Tensor {
    var values = sines(shape, phase, 0.3)
    if name.contains("orm"), name.hasSuffix("weight") {
      for index in 0..<values.count { values[index] += 1 }
    }
    return values
  }

  private static func projections(_ gradient: Tensor) -> [Float] {
    [0.0, 1.0].map { phase in
      zip(gradient.values, sines([gradient.count], phase, 1).values).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  private static func perception() -> PerceptualDistance {
    let configuration = ImageEncoder.Configuration(
      imageHeight: 8, imageWidth: 8, channels: 3, patch: 4, width: 8, layers: 2, heads: 2)
    let parameters = configuration.parameters.enumerated().map { index, parameter in
      (name: parameter.name, tensor: weight(parameter.name, parameter.shape, Double(index)))
    }
    return PerceptualDistance(configuration, Parameters(parameters))
  }

  @Test func perceptualDistanceIsThatOfPyTorch() throws {
    let reference = try Self.reference()
    let tape = Tape()
    let images = tape.variable(Self.pixels(0.9))
    let distance = Self.perception()(images, to: Self.pixels(0.4))
    expectClose([distance.value.scalar], [reference.distance])
    let gradient = tape.gradients(of: distance, by: [images])[0]
    expectClose(Self.projections(gradient), reference.distanceGradient)
    let each = Self.perception().distances(Self.pixels(0.9), to: Self.pixels(0.4))
    #expect(abs(each.reduce(0, +) / 3 - reference.distance) < 1e-6)
    #expect(Self.perception().distances(Self.pixels(0.9), to: Self.pixels(0.9)) == [0, 0, 0])
  }

  /// An objective whose decoder and discriminator are the reference's. The encoder ends in zeros, and
  /// the decoder begins with its bias alone, so that no random latent reaches an image.
  private static func objective(
    _ reference: Reference
  ) throws -> (objective: Autoencoding, model: Autoencoder, phases: [String: Double]) {
    var model = try Autoencoder(
      .init(channels: 3, latentChannels: 2, widths: [4, 8], groups: 2),
      stream: RandomStream(seed: 1))
    let names = model.parameters.names
    let phases = Dictionary(
      uniqueKeysWithValues: reference.decoder.enumerated().map { ("decoder.\($1)", Double($0)) })
    #expect(names.filter { $0.hasPrefix("decoder.") } == reference.decoder.map { "decoder.\($0)" })
    model.withTensors { tensors in
      for (index, name) in names.enumerated() {
        guard let phase = phases[name] else { continue }
        tensors[index] =
          name == "decoder.input.weight"
          ? Tensor(zeros: tensors[index].shape) : weight(name, tensors[index].shape, phase)
      }
    }
    let images = pixels(0.9)
    var objective = try Autoencoding(
      model, .init(training: images, validation: images, perception: perception()),
      .init(
        recipe: .init(batch: 3), divergenceWeight: 0, perceptualWeight: 0.7,
        adversary: .init(
          discriminator: .init(channels: 3, widths: [4, 6], groups: 2),
          stream: RandomStream(seed: 1))))
    let discriminator = try #require(objective.adversary?.discriminator)
    #expect(discriminator.parameters.names == reference.discriminator)
    for (index, name) in discriminator.parameters.names.enumerated() {
      let shape = discriminator.parameters[name].shape
      objective.adversary?.discriminator.parameters[name] = weight(name, shape, 40 + Double(index))
    }
    return (objective, model, phases)
  }

  @Test func lossesWeightAndGradientsAreThoseOfPyTorch() throws {
    let reference = try Self.reference()
    var (objective, model, phases) = try Self.objective(reference)
    let tape = Tape()
    let pass = objective.pass(
      over: Self.pixels(0.9), model, RandomStream(seed: 1), on: tape)
    let gradients = tape.gradients(of: pass.loss, by: pass.leaves)
    for (name, gradient) in zip(model.parameters.names, gradients) {
      // The layer without weights is given latents here, and zeros there.
      guard let phase = phases[name], name != "decoder.input.weight" else { continue }
      expectClose(
        Self.projections(gradient), reference.gradients[Int(phase)], tolerance: 2e-5, "\(name)")
    }
    #expect(
      abs(pass.reportedLoss - (reference.error + 0.7 * reference.perceptual)) < 1e-5)

    let before = try #require(objective.adversary?.discriminator.parameters)
    objective.update(model, [pass.measures])
    let parts = try #require(objective.parts.first)
    let adversarial = try #require(parts.adversarial)
    for (actual, expected) in [
      (parts.reconstruction, reference.error),
      (try #require(parts.perceptual), reference.perceptual),
      (adversarial.score, reference.score), (adversarial.weight, reference.weight),
      (adversarial.discriminatorLoss, reference.hinge),
    ] {
      #expect(abs(actual - expected) < 1e-5)
    }
    let after = try #require(objective.adversary?.discriminator.parameters)
    #expect(zip(before.tensors, after.tensors).allSatisfy { $0 != $1 })
  }

  @Test func discriminatorLearnsWhatPyTorchSays() throws {
    let reference = try Self.reference()
    let discriminator = try #require(
      try Self.objective(reference).objective.adversary?.discriminator)
    let tape = Tape()
    let weights = Weights(discriminator.parameters, on: tape)
    let loss = discriminator(Variable(Self.pixels(0.9)), weights)
      .hingeLoss(against: discriminator(Variable(Self.pixels(0.4)), weights))
    expectClose([loss.value.scalar], [reference.told])
    for (index, gradient) in tape.gradients(of: loss, by: weights.variables).enumerated() {
      expectClose(
        Self.projections(gradient), reference.lesson[index], tolerance: 2e-5,
        "\(reference.discriminator[index])")
    }
  }

  @Test func gradientsAreThoseOfFiniteDifferences() {
    expectGradients(of: [randomTensor([2, 4, 6, 3], seed: 1)]) { $0[0].patches(side: 2) }
    let others = randomTensor([1, 8, 8, 3], seed: 3)
    expectGradients(of: [randomTensor([1, 8, 8, 3], seed: 2)], step: 0.02) {
      Self.perception()($0[0], to: others) * 10
    }
    // None of these is near the hinges.
    let scores = [Float(-2), -0.5, 0, 0.5, 2]
    expectGradients(of: [Tensor(scores, shape: [5]), Tensor(scores.reversed(), shape: [5])]) {
      $0[0].hingeLoss(against: $0[1])
    }
    #expect(
      Variable(Tensor(zeros: [4])).hingeLoss(against: Variable(Tensor(zeros: [4]))).value.scalar
        == 1)
  }

  /// With an adversary, a training resumed from an archive reaches the same bits, at any thread
  /// count.
  @Test func resumesToTheSameBits() throws {
    let uninterrupted = try AutoencodingTests.finished(Self.training())
    var training = try Self.training()
    for _ in 0..<7 { try training.advance() }
    let saved = try training.archive()
    let restored = try TrainingLoop<Autoencoding>(archive: saved, Self.examples())
    #expect(try restored.archive() == saved)
    #expect(try AutoencodingTests.finished(restored).archive() == uninterrupted.archive())
    for count in [1, 3] {
      try Parallel.withThreads(count) {
        let training = try AutoencodingTests.finished(Self.training())
        #expect(try training.archive() == uninterrupted.archive())
      }
    }
    #expect(uninterrupted.objective.parts.map { $0.adversarial != nil } == (0..<10).map { $0 >= 4 })
    for length in stride(from: 0, to: saved.count, by: saved.count / 20) {
      #expect(throws: (any Error).self) {
        _ = try TrainingLoop<Autoencoding>(archive: saved.prefix(length), Self.examples())
      }
    }
    #expect(throws: TrainingError.differentCorpus) {
      var examples = Self.examples()
      examples = .init(training: examples.training, validation: examples.validation)
      _ = try TrainingLoop<Autoencoding>(archive: saved, examples)
    }
  }

  private static func examples() -> Autoencoding.Examples {
    .init(
      training: AutoencodingTests.images(24, seed: 1),
      validation: AutoencodingTests.images(6, seed: 2), perception: perception())
  }

  private static func training() throws -> TrainingLoop<Autoencoding> {
    let stream = RandomStream(seed: 3)
    return try TrainingLoop<Autoencoding>(
      Autoencoder(
        .init(channels: 3, latentChannels: 2, widths: [8, 8], groups: 4), stream: stream),
      examples(),
      .init(
        recipe: .init(iterations: 10, batch: 4, warmUp: 2, evaluationInterval: 4),
        perceptualWeight: 0.1,
        adversary: .init(
          start: 4, discriminator: .init(channels: 3, widths: [8], groups: 4), stream: stream)),
      stream: stream)
  }

  @Test func mistakesAreNamed() throws {
    func problem(
      weight: Double = 1, widths: [Int] = [8, 8], images: Tensor? = nil
    ) throws -> TrainingError? {
      let model = try Autoencoder(
        .init(channels: 3, widths: [8], groups: 4), stream: RandomStream(seed: 1))
      let images = images ?? AutoencodingTests.images(2, seed: 1)
      do throws(TrainingError) {
        _ = try Autoencoding(
          model, .init(training: images, validation: images, perception: Self.perception()),
          .init(
            adversary: .init(
              weight: weight, discriminator: .init(channels: 3, widths: widths, groups: 4),
              stream: RandomStream(seed: 1))))
        return nil
      } catch { return error }
    }
    #expect(try problem() == nil)
    #expect(
      try problem(weight: -1)
        == .setting("weight", "must be finite and not negative, but is -1.0"))
    #expect(
      try problem(widths: [8, 6]) == .setting("discriminator", "6 is not divisible by 4 groups"))
    #expect(try problem(images: Tensor(zeros: [1, 4, 4, 3])) != nil)
  }
}
