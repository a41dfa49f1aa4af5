import Foundation
import OctavoEngine
import Testing

@Suite struct PreferenceEvaluationTests {
  /// Scores that are the truth are calibrated, and reach Bradley and Terry's ceiling and floor.
  @Test func theTruthIsCalibrated() {
    var stream = RandomStream(seed: 5)
    var (scores, differences): ([Double], [Double]) = ([], [])
    let preferences = (0..<20_000).map { _ in
      let (first, second) = (stream.normal(), stream.normal())
      scores += [first, second]
      differences.append(first - second)
      let isFirstBetter =
        stream.uniform() < BradleyTerry.probability(goldDifference: first - second)
      return RankedResponses(
        prompt: [1], responses: [[1], [2]], ranks: isFirstBetter ? [0, 1] : [1, 0],
        goldScores: [first, second])
    }
    let evaluation = PreferenceEvaluation(scores: scores, of: preferences)
    #expect(evaluation.comparisons == 20_000)
    #expect(evaluation.expectedCalibrationError < 0.02)
    let ceiling = BradleyTerry.accuracyCeiling(goldDifferences: differences)
    #expect(abs(evaluation.accuracy - ceiling) < 0.01)
    #expect(
      abs(evaluation.loss - BradleyTerry.crossEntropyFloor(goldDifferences: differences)) < 0.01)
    #expect(evaluation.judgeAgreement == 1)
    #expect(abs(evaluation.labelAgreement! - ceiling) < 0.01)

    let overconfident = PreferenceEvaluation(scores: scores.map { 5 * $0 }, of: preferences)
    #expect(overconfident.accuracy == evaluation.accuracy)
    #expect(overconfident.expectedCalibrationError > 0.1)
    #expect(overconfident.loss > evaluation.loss)
  }

  @Test func tiesAreDroppedAndEqualScoresAreWrong() {
    let preferences = [
      RankedResponses(prompt: [1], responses: [[1], [2], [3]], ranks: [0, 0, 1]),
      RankedResponses(prompt: [1], responses: [[1], [2]], ranks: [0, 1]),
    ]
    let evaluation = PreferenceEvaluation(scores: [2, 0, 1, 5, 5], of: preferences)
    #expect(evaluation.comparisons == 3)
    #expect(abs(evaluation.accuracy - 1 / 3) < 1e-12)
    #expect(evaluation.judgeAgreement == nil)
  }

  @Test func scoresThatAreNoNumbersAreWrongAndInNoBin() {
    let preferences = [RankedResponses(prompt: [1], responses: [[1], [2]], ranks: [0, 1])]
    let evaluation = PreferenceEvaluation(scores: [.nan, 1], of: preferences)
    #expect(evaluation.accuracy == 0)
    #expect(evaluation.loss.isNaN)
    #expect(evaluation.calibration.isEmpty)
  }
}
