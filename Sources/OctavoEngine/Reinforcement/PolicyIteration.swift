extension ProximalPolicyOptimization {
  /// What one iteration did. Means over minibatches are over those that led to a step; where none
  /// did, they are of the one that was stopped at.
  public struct Iteration: Codable, Hashable, Sendable {
    /// Counted from 1.
    public var iteration: Int
    /// Responses made so far, with this iteration's.
    public var samples: Int
    /// The mean of the responses' scores as the reward function gives them.
    public var score: Double
    /// The mean gold reward, where there is a gold reward.
    public var goldScore: Double?
    /// The mean over responses of the sum of their token rewards: scores as they are learned from,
    /// minus the penalty.
    public var totalReward: Double
    /// The mean over responses of the sum over tokens of log π_old − log π_ref, in nats.
    public var kl: Double
    /// β of this iteration.
    public var klCoefficient: Double
    /// Of a token, in nats.
    public var entropy: Double
    public var policyLoss: Double
    public var valueLoss: Double?
    public var pretrainingLoss: Double?
    public var clipFraction: Double
    public var valueClipFraction: Double?
    /// The mean of ½ (log π − log π_old)².
    public var approximateKL: Double
    /// The mean of log π_old − log π.
    public var policyKL: Double
    /// How much of the returns' variance the values explained before the updates.
    public var explainedVariance: Double?
    public var meanRatio: Double
    public var smallestRatio: Double
    public var largestRatio: Double
    /// The mean number of tokens of a response.
    public var responseLength: Double
    /// Of the responses, those that ended with a stop text.
    public var endedFraction: Double
    /// The mean norm before clipping.
    public var gradientNorm: Double
    public var criticGradientNorm: Double?
    public var learningRate: Double
    /// Steps made.
    public var updates: Int
    /// Whether the policy's divergence ended the updates early.
    public var isStoppedEarly: Bool

    package init(
      iteration: Int, samples: Int, score: Double, goldScore: Double?, totalReward: Double,
      kl: Double,
      klCoefficient: Double, entropy: Double, policyLoss: Double, valueLoss: Double?,
      pretrainingLoss: Double?, clipFraction: Double, valueClipFraction: Double?,
      approximateKL: Double, policyKL: Double, explainedVariance: Double?, meanRatio: Double,
      smallestRatio: Double, largestRatio: Double, responseLength: Double, endedFraction: Double,
      gradientNorm: Double, criticGradientNorm: Double?, learningRate: Double, updates: Int,
      isStoppedEarly: Bool
    ) {
      self.iteration = iteration
      self.samples = samples
      self.score = score
      self.goldScore = goldScore
      self.totalReward = totalReward
      self.kl = kl
      self.klCoefficient = klCoefficient
      self.entropy = entropy
      self.policyLoss = policyLoss
      self.valueLoss = valueLoss
      self.pretrainingLoss = pretrainingLoss
      self.clipFraction = clipFraction
      self.valueClipFraction = valueClipFraction
      self.approximateKL = approximateKL
      self.policyKL = policyKL
      self.explainedVariance = explainedVariance
      self.meanRatio = meanRatio
      self.smallestRatio = smallestRatio
      self.largestRatio = largestRatio
      self.responseLength = responseLength
      self.endedFraction = endedFraction
      self.gradientNorm = gradientNorm
      self.criticGradientNorm = criticGradientNorm
      self.learningRate = learningRate
      self.updates = updates
      self.isStoppedEarly = isStoppedEarly
    }
  }

  /// One response, token by token.
  public struct Record: Codable, Hashable, Sendable {
    public let iteration: Int
    public let prompt: [Int32]
    public let response: [Int32]
    public let score: Double
    public let goldScore: Double?
    /// One a token of the response, as all that follow: log π_old, log π_ref, and log π after the
    /// iteration's updates.
    public let logProbabilities: [Double]
    public let referenceLogProbabilities: [Double]
    public let newLogProbabilities: [Double]
    /// log π_old − log π_ref
    public let kl: [Double]
    public let rewards: [Double]
    /// Nil, as returns are, for a method without a critic.
    public let values: [Double]?
    /// As they are learned from.
    public let advantages: [Double]
    public let returns: [Double]?
    /// exp(log π − log π_old) after the iteration's updates.
    public let ratios: [Double]
  }
}
