/// What an iteration's updates did.
struct PolicyUpdate {
  /// Of one minibatch.
  struct Losses {
    let policyLoss: Double
    let valueLoss: Float?
    let entropy: Double
    let pretrainingLoss: Float?
    let change: PolicyChange
    let valueClipFraction: Double?

    /// What must be finite, and what to call it.
    var named: [(String, Double)] {
      [
        ("the policy loss", policyLoss), ("the value loss", Double(valueLoss ?? 0)),
        ("the entropy", entropy), ("the pretraining loss", Double(pretrainingLoss ?? 0)),
        ("the ratio", change.largestRatio), ("the policy KL", change.policyKL),
      ]
    }
  }

  struct Gradients {
    let actor, critic: [Tensor]
    let actorNorm, criticNorm: GradientNorm

    /// - Parameters:
    ///   - gradients: the actor's and then the critic's.
    ///   - isShared: whether the critic is a head on the actor, so that both are clipped as one.
    init(_ gradients: [Tensor], actorCount: Int, isShared: Bool) {
      actor = Array(gradients[..<actorCount])
      critic = Array(gradients[actorCount...])
      actorNorm = GradientNorm(of: isShared ? gradients : actor)
      criticNorm = isShared ? actorNorm : GradientNorm(of: critic)
    }
  }

  private(set) var steps = 0
  private(set) var isStoppedEarly = false
  private var losses: [Losses] = []
  private var norms: [(actor: Double, critic: Double)] = []

  mutating func add(_ losses: Losses, _ gradients: Gradients) {
    steps += 1
    self.losses.append(losses)
    norms.append((gradients.actorNorm.value, gradients.criticNorm.value))
  }

  mutating func stop(at losses: Losses) {
    isStoppedEarly = true
    if self.losses.isEmpty { self.losses.append(losses) }
  }

  /// The mean over minibatches.
  func mean(_ quantity: (Losses) -> Double) -> Double {
    losses.reduce(0) { $0 + quantity($1) } / Double(losses.count)
  }

  /// The same of a quantity that only some methods have.
  func optionalMean(_ quantity: (Losses) -> Double?) -> Double? {
    let values = losses.compactMap(quantity)
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  var smallestRatio: Double { losses.map(\.change.smallestRatio).min() ?? 1 }
  var largestRatio: Double { losses.map(\.change.largestRatio).max() ?? 1 }

  /// The mean norms before clipping; zero where no step was made.
  var gradientNorm: Double {
    norms.reduce(0) { $0 + $1.actor } / Double(max(1, norms.count))
  }

  var criticGradientNorm: Double {
    norms.reduce(0) { $0 + $1.critic } / Double(max(1, norms.count))
  }
}
