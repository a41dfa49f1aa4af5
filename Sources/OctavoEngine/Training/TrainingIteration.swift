/// What one iteration of a training did.
public struct TrainingIteration: Codable, Hashable, Sendable {
  /// Counted from 1.
  public let iteration: Int
  /// Of the iteration's batches before the update.
  public let loss: Double
  /// The share of the batches' comparisons that the model got right; nil where nothing is compared.
  public let accuracy: Double?
  public let learningRate: Double
  /// Before clipping.
  public let gradientNorm: Double
  /// After the update, in iterations that are followed by an evaluation.
  public let validationLoss: Double?
  public let validationAccuracy: Double?
}

/// How well a model does on the validation examples.
public struct TrainingValidation: Codable, Hashable, Sendable {
  public let loss: Double
  /// The share of comparisons that the model gets right; nil where nothing is compared.
  public let accuracy: Double?

  init(loss: Double, accuracy: Double? = nil) {
    self.loss = loss
    self.accuracy = accuracy
  }

  /// The means over examples that are read in batches; nil of no examples.
  ///
  /// - Parameters:
  ///   - count: of examples.
  ///   - size: of a batch.
  ///   - measure: the mean loss and the accuracy of the examples at some places.
  init?(
    of count: Int, inBatchesOf size: Int, _ measure: ([Int]) -> (loss: Double, accuracy: Double)
  ) {
    guard count > 0 else { return nil }
    var (loss, accuracy) = (0.0, 0.0)
    for first in stride(from: 0, to: count, by: size) {
      let rows = Array(first..<min(count, first + size))
      let measured = measure(rows)
      loss += measured.loss * Double(rows.count)
      accuracy += measured.accuracy * Double(rows.count)
    }
    self.init(loss: loss / Double(count), accuracy: accuracy / Double(count))
  }

  init(_ evaluation: PreferenceEvaluation) {
    self.init(loss: evaluation.loss, accuracy: evaluation.accuracy)
  }
}
