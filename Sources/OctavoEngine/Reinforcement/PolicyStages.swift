/// What the stages of an iteration hand on to one another. Numbers by token are (B, R).
extension ProximalPolicyOptimization {
  /// Responses of the actor.
  struct Rollout {
    let batch: ResponseBatch
    /// Whether each response ended with a stop text.
    let isEnded: [Bool]
    /// The rows of each minibatch of the first epoch.
    let minibatches: [[Int]]
    /// Of the dropout in every pass of this iteration, which a response keeps through all of them.
    let dropout: RandomStream
  }

  struct Evaluation {
    /// As the reward function gives them.
    let scores: [Double]
    let goldScores: [Double]?
    /// As they are learned from.
    let learnedScores: [Double]
  }

  /// The policy and critic that made the responses, and the reference, at their tokens.
  struct OldSample {
    var logProbabilities: TokenValues
    var values: TokenValues?
    var reference: TokenValues
    /// The pass over the first minibatch, on its tape: the first step learns from it, since nothing
    /// has changed by then.
    var firstPass: (tape: Tape, sample: NewSample)?

    func rows(_ rows: [Int]) -> OldSample {
      OldSample(
        logProbabilities: logProbabilities.rows(rows), values: values?.rows(rows),
        reference: reference.rows(rows))
    }
  }

  /// What the updates aim at.
  struct Targets {
    let advantages: TokenValues
    let returns: TokenValues?

    func rows(_ rows: [Int]) -> Targets {
      Targets(advantages: advantages.rows(rows), returns: returns?.rows(rows))
    }
  }

  /// The policy and critic as they are now, at the tokens of a minibatch, end to end.
  struct NewSample {
    let batch: ResponseBatch
    let weights: Weights
    /// The variables to differentiate by.
    let actorLeaves, criticLeaves: [Variable]
    /// (tokens, V), divided by the temperature.
    let logits: Variable
    /// (tokens)
    let logProbabilities: Variable
    let values: Variable?
  }
}
