import Foundation
import OctavoEngine
import Testing

/// Losses that `make_preference_reference.py` computed with PyTorch in float64.
struct PreferenceReference: Decodable {
  struct Result: Decodable {
    let loss: Double
    let gradient: [Double]
    let coefficient: Double
    let margin, smoothing, desirable, undesirable, point: Double?
    let mismatched: [[Double]]?
  }

  let sums, references: [[Double]]
  let lengths: [[Int]]
  let labels: [Bool]
  let simpo, orpo, kto: [Result]

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "preference_reference", withExtension: "json"))
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }

  /// A chosen response and a rejected one, pair after pair.
  var responses: [ResponseLikelihood] {
    zip(sums.joined(), zip(references.joined(), lengths.joined())).map {
      ResponseLikelihood(logProbability: $0, reference: $1.0, length: $1.1)
    }
  }

  var comparisons: [Comparison] {
    sums.indices.map { Comparison(better: 2 * $0, worse: 2 * $0 + 1) }
  }
}

/// Compares a loss with a reference, and its gradient by the log-probabilities with that and with its
/// finite differences.
func expectLoss(
  of responses: [ResponseLikelihood], _ expected: PreferenceReference.Result? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, _ loss: ([ResponseLikelihood]) -> Loss
) {
  let actual = loss(responses)
  if let expected {
    #expect(abs(actual.value - expected.loss) < 1e-9, sourceLocation: sourceLocation)
    for (mine, other) in zip(actual.gradient, expected.gradient) {
      #expect(abs(mine - other) < 1e-8 * max(1, abs(other)), sourceLocation: sourceLocation)
    }
  }
  #expect(actual.gradient.count == responses.count, sourceLocation: sourceLocation)
  for index in responses.indices {
    func moved(_ step: Double) -> Double {
      var responses = responses
      responses[index].logProbability += step
      return loss(responses).value
    }
    let difference = (moved(1e-6) - moved(-1e-6)) / 2e-6
    let gradient = actual.gradient[index]
    #expect(
      abs(gradient - difference) < 1e-6 * max(1, abs(difference)),
      "\(index): \(gradient), by differences \(difference)", sourceLocation: sourceLocation)
  }
}
