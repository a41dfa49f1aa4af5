import CKernels
import OctavoBase

/// Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019).
///
/// Decay applies to parameters of two or more axes only: matrices and embeddings, not biases and
/// gains.
public struct AdamW: Sendable {
  /// Where ε stands in the update.
  public enum EpsilonPlacement: String, Codable, Hashable, Sendable, CaseIterable {
    /// m̂ / (√v̂ + ε), as in the paper's algorithm and in PyTorch.
    case afterCorrection
    /// α √(1−β₂ᵗ) / (1−β₁ᵗ) · m / (√v + ε), as in TensorFlow 1. While t is small and gradients are
    /// too, its steps are much shorter.
    case beforeCorrection
  }

  public struct Settings: Codable, Hashable, Sendable {
    public var beta1, beta2, epsilon, weightDecay: Double
    public var epsilonPlacement: EpsilonPlacement

    public init(
      beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0,
      epsilonPlacement: EpsilonPlacement = .afterCorrection
    ) {
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.weightDecay = weightDecay
      self.epsilonPlacement = epsilonPlacement
    }
  }

  public var settings: Settings
  /// How many updates were made.
  public private(set) var step = 0
  /// The running means of the gradients and of their squares, one a parameter.
  public private(set) var firstMoments, secondMoments: [Tensor]

  /// - Parameter parameters: that will be updated, in this order.
  public init(for parameters: [Tensor], _ settings: Settings) {
    self.settings = settings
    firstMoments = parameters.map { Tensor(zeros: $0.shape) }
    secondMoments = firstMoments
  }

  /// The state that another one had.
  init(_ settings: Settings, step: Int, firstMoments: [Tensor], secondMoments: [Tensor]) {
    self.settings = settings
    self.step = step
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
  }

  /// Makes one update.
  ///
  /// - Parameters:
  ///   - gradients: one a parameter, in the same order.
  ///   - gradientScale: what to multiply them by, such as `GradientNorm.clipScale`.
  public mutating func update(
    _ parameters: inout [Tensor], gradients: [Tensor], learningRate: Double,
    gradientScale: Double = 1
  ) {
    precondition(parameters.count == gradients.count && parameters.count == firstMoments.count)
    step += 1
    let firstCorrection = 1 - Double.pow(settings.beta1, Double(step))
    let secondCorrection = (1 - Double.pow(settings.beta2, Double(step))).squareRoot()
    let isEarly = settings.epsilonPlacement == .beforeCorrection
    func update(decay: Double) -> octavo_adam_step {
      octavo_adam_step(
        rate: Float(learningRate / firstCorrection * (isEarly ? secondCorrection : 1)),
        decay: Float(1 - learningRate * decay),
        beta1: Float(settings.beta1), beta2: Float(settings.beta2),
        epsilon: Float(settings.epsilon),
        secondScale: Float(isEarly ? 1 : 1 / secondCorrection),
        gradientScale: Float(gradientScale))
    }
    let updates = (matrix: update(decay: settings.weightDecay), vector: update(decay: 0))

    for index in parameters.indices {
      parameters[index].makeUnique()
      firstMoments[index].makeUnique()
      secondMoments[index].makeUnique()
    }
    let (w, m, v) = (parameters, firstMoments, secondMoments)
    TensorChunk.forEach(of: w) { chunk in
      var update = w[chunk.tensor].shape.count > 1 ? updates.matrix : updates.vector
      let (tensor, first) = (chunk.tensor, chunk.range.lowerBound)
      withPointers(
        gradients[tensor].from(first), m[tensor].mutableFrom(first), v[tensor].mutableFrom(first),
        w[tensor].mutableFrom(first)
      ) {
        octavo_adam(chunk.range.count, &update, $0, $1, $2, $3)
      }
    }
  }
}
