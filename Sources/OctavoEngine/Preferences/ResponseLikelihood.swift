import OctavoBase

/// How probable a policy, and perhaps a reference, finds a response.
public struct ResponseLikelihood: Hashable, Sendable {
  /// log π(response | prompt) in nats, summed over the tokens.
  public var logProbability: Double
  /// The same of the reference; 0 for losses without one.
  public var reference: Double
  /// How many tokens the response has, at least 1.
  public var length: Int

  public init(logProbability: Double, reference: Double = 0, length: Int) {
    self.logProbability = logProbability
    self.reference = reference
    self.length = length
  }

  /// log π/π_ref
  var logRatio: Double { logProbability - reference }

  /// log π a token.
  var meanLogProbability: Double { logProbability / Double(length) }

  /// log p/(1 − p) of the geometric mean p of the tokens' probabilities.
  var logOdds: Double {
    meanLogProbability.clippedBelowCertainty
      - Double.log(onePlus: -Double.exp(meanLogProbability.clippedBelowCertainty))
  }

  /// The derivative of `logOdds` by `logProbability`, 1/(1 − p) a token.
  var logOddsDerivative: Double {
    1 / (1 - Double.exp(meanLogProbability.clippedBelowCertainty)) / Double(length)
  }
}

extension Double {
  /// What single precision rounds to a certain token has no finite odds.
  fileprivate var clippedBelowCertainty: Double { min(self, -1e-7) }
}

/// A policy's pass over responses, with those of the reference beside it.
struct ResponsePass {
  let likelihoods: [ResponseLikelihood]
  /// The variables to differentiate by.
  let leaves: [Variable]
  private let batch: ResponseBatch
  private let tokens: Variable

  /// - Parameters:
  ///   - reference: nil for losses without one.
  ///   - dropout: of both alike, so that their ratio compares the same thinned networks.
  init(
    _ batch: ResponseBatch, _ policy: TunableModel, reference: GPT?, dropout: NetworkDropout?,
    on tape: Tape?
  ) {
    let pass = policy.pass(on: tape)
    tokens = pass.model.logProbabilities(batch, pass.weights, dropout: dropout)
    leaves = pass.leaves
    self.batch = batch
    let sums = batch.spread(tokens).rowSums(batch.mask)
    let referenceSums = reference.map { reference in
      batch.spread(
        reference.logProbabilities(batch, Weights(reference.parameters), dropout: dropout)
      ).rowSums(batch.mask)
    }
    likelihoods = batch.responses.enumerated().map { row, response in
      ResponseLikelihood(
        logProbability: sums[row], reference: referenceSums?[row] ?? 0, length: response.count)
    }
  }

  /// A loss with its gradient by each response's log-probability.
  func loss(_ result: Loss) -> Variable {
    batch.loss(of: tokens) { _ in
      // A response's log-probability is a sum, so each of its tokens has the same gradient.
      Loss(
        value: result.value,
        gradient: batch.mask.isReal.indices.map { result.gradient[$0 / batch.mask.columns] })
    }
  }
}
