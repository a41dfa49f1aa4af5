/// What an iteration's updates did.
struct PolicyUpdate {
  typealias Iteration = ProximalPolicyOptimization.Iteration

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
  /// What was measured on each minibatch.
  private(set) var measurements: [Iteration] = []
  private var norms: [(actor: Double, critic: Double)] = []

  mutating func add(_ measurement: Iteration, _ gradients: Gradients) {
    steps += 1
    measurements.append(measurement)
    norms.append((gradients.actorNorm.value, gradients.criticNorm.value))
  }

  mutating func stop(at measurement: Iteration) {
    isStoppedEarly = true
    if measurements.isEmpty { measurements.append(measurement) }
  }

  /// The mean norms before clipping; zero where no step was made.
  var gradientNorm: Double {
    norms.reduce(0) { $0 + $1.actor } / Double(max(1, norms.count))
  }

  var criticGradientNorm: Double {
    norms.reduce(0) { $0 + $1.critic } / Double(max(1, norms.count))
  }
}
