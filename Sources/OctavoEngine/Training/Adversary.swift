/// The adversary of an autoencoder: a discriminator that learns to distinguish images from
/// reconstructions while the autoencoder learns to mislead it (Esser et al. 2021, section 3.1).
package struct Adversary: Sendable {
  package struct Settings: Codable, Hashable, Sendable {
    /// What the gradient of the discriminator's scores is multiplied by.
    package var weight: Double
    /// Whether this is relative to the reconstruction's gradient (see `AdaptiveWeight`).
    package var isAdaptive: Bool
    /// After how many iterations of the autoencoder it begins.
    package var start: Int
    package var discriminator: PatchDiscriminator.Configuration
    package var optimizer: AdamW.Settings
    /// That of the discriminator's initial weights.
    package var stream: RandomStream

    package init(
      weight: Double = 0.5, isAdaptive: Bool = true, start: Int = 0,
      discriminator: PatchDiscriminator.Configuration,
      optimizer: AdamW.Settings = AdamW.Settings(beta1: 0.5, beta2: 0.9), stream: RandomStream
    ) {
      self.weight = weight
      self.isAdaptive = isAdaptive
      self.start = start
      self.discriminator = discriminator
      self.optimizer = optimizer
      self.stream = stream
    }
  }

  /// The discriminator's loss on one batch, and its gradients.
  struct Lesson: Sendable {
    let loss: Double
    let gradients: [Tensor]
  }

  package var discriminator: PatchDiscriminator
  private var optimizer: AdamW

  /// - Throws: where a setting is out of range.
  init(_ settings: Settings) throws(TrainingError) {
    do throws(ConfigurationProblem) {
      discriminator = try PatchDiscriminator(settings.discriminator, stream: settings.stream)
    } catch { throw .setting("discriminator", error.message) }
    if !(settings.weight >= 0) || !settings.weight.isFinite {
      throw .setting("weight", "must be finite and not negative, but is \(settings.weight)")
    }
    optimizer = AdamW(for: discriminator.parameters.tensors, settings.optimizer)
  }

  /// The autoencoder's adversarial loss, which is the negative mean score of its reconstructions.
  func loss(of rebuilt: Variable) -> Variable {
    discriminator(rebuilt, Weights(discriminator.parameters)).mean() * -1
  }

  func lesson(images: Tensor, rebuilt: Tensor) -> Lesson {
    let tape = Tape()
    let weights = Weights(discriminator.parameters, on: tape)
    let loss = discriminator(Variable(images), weights)
      .hingeLoss(against: discriminator(Variable(rebuilt), weights))
    return Lesson(
      loss: Double(loss.value.scalar),
      gradients: tape.gradients(of: loss, by: weights.variables))
  }

  mutating func learn(_ lesson: Lesson, learningRate: Double, gradientClip: Double?) {
    let scale = GradientNorm(of: lesson.gradients).clipScale(limit: gradientClip)
    optimizer.update(
      &discriminator.parameters.tensors, gradients: lesson.gradients, learningRate: learningRate,
      gradientScale: scale)
  }
}

extension Adversary {
  var tensors: [Tensor] { discriminator.parameters.tensors + optimizer.moments }
  /// How many updates the discriminator has had.
  var steps: Int { optimizer.step }

  /// - Throws: where the tensors are not those of such an adversary.
  mutating func restore(steps: Int, _ settings: Settings, from queue: inout TensorQueue) throws {
    discriminator.parameters = try queue.take(settings.discriminator.parameters)
    let shapes = discriminator.parameters.tensors.map(\.shape)
    let moments = [try queue.take(shapes.count), try queue.take(shapes.count)]
    guard moments.allSatisfy({ $0.map(\.shape) == shapes }), steps >= 0 else {
      throw Archive.Failure.damaged("the optimizer's moments are those of another discriminator")
    }
    optimizer = AdamW(
      settings.optimizer, step: steps, firstMoments: moments[0], secondMoments: moments[1])
  }
}

/// The weight that makes an adversary's gradient as long as the reconstruction's, with respect to
/// the weights of the decoder's last layer: λ = ‖∇ reconstruction‖ / (‖∇ adversary‖ + 10⁻⁶), at
/// most 10⁴ (Esser et al. 2021, equation 7).
enum AdaptiveWeight {
  private static let most = 1e4

  /// - Parameters:
  ///   - layer: the decoder's last, which computes the images from `features`.
  ///   - reconstruction, adversary: the gradients of both losses by these images.
  static func value(
    _ layer: Convolution, features: Tensor, reconstruction: Tensor, adversary: Tensor
  ) -> Double {
    func norm(_ upstream: Tensor) -> Double {
      let tape = Tape()
      let weight = tape.variable(layer.weight.value)
      let images = Variable(features).convolution(
        weight, bias: layer.bias.detached, stride: layer.stride, padding: 1)
      let product = (images * Variable(upstream)).sum()
      return GradientNorm(of: tape.gradients(of: product, by: [weight])).value
    }
    return min(most, norm(reconstruction) / (norm(adversary) + 1e-6))
  }
}
