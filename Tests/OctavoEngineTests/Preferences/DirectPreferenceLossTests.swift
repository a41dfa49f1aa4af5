import OctavoEngine
import Testing

@Suite struct DirectPreferenceLossTests {
  @Test func simPOIsThatOfTRL() throws {
    let reference = try PreferenceReference()
    for expected in reference.simpo {
      let loss = DirectPreferenceLoss(
        coefficient: expected.coefficient, form: .simpo,
        labelSmoothing: try #require(expected.smoothing), margin: try #require(expected.margin))
      expectLoss(of: reference.responses, expected) {
        loss($0, comparing: reference.comparisons)
      }
    }
  }

  @Test func orpoIsThatOfTRL() throws {
    let reference = try PreferenceReference()
    for expected in reference.orpo {
      let loss = DirectPreferenceLoss(coefficient: expected.coefficient, form: .orpo)
      expectLoss(of: reference.responses, expected) {
        loss($0, comparing: reference.comparisons)
      }
    }
  }

  /// A response may be compared several times, and one may not be compared at all.
  @Test(arguments: DirectPreferenceLoss.Form.allCases)
  func gradientsAreTheDifferences(form: DirectPreferenceLoss.Form) throws {
    let responses = try PreferenceReference().responses
    let comparisons = [(0, 3), (0, 1), (6, 4), (5, 0)].map { Comparison(better: $0, worse: $1) }
    let loss = DirectPreferenceLoss(
      form: form, labelSmoothing: form.smoothsLabels ? 0.2 : 0, margin: 0.4)
    expectLoss(of: responses) { loss($0, comparing: comparisons) }
    #expect(loss(responses, comparing: comparisons).gradient[7] == 0)
  }

  @Test(arguments: DirectPreferenceLoss.Form.allCases)
  func onlyFormsWithAReferenceReadIt(form: DirectPreferenceLoss.Form) throws {
    let responses = try PreferenceReference().responses
    let without = responses.map {
      ResponseLikelihood(logProbability: $0.logProbability, length: $0.length)
    }
    let comparisons = [Comparison(better: 0, worse: 1)]
    let loss = DirectPreferenceLoss(form: form)
    let isSame = loss(responses, comparing: comparisons) == loss(without, comparing: comparisons)
    #expect(isSame == !form.hasReference)
  }

  @Test(arguments: DirectPreferenceLoss.Form.allCases)
  func nothingComparedIsNoLoss(form: DirectPreferenceLoss.Form) throws {
    let responses = try PreferenceReference().responses
    let loss = DirectPreferenceLoss(form: form)(responses, comparing: [])
    #expect(loss.value == 0 && loss.gradient.allSatisfy { $0 == 0 })
  }

  /// Where single precision rounds a response's probability to 1.
  @Test func certainResponsesHaveFiniteOdds() {
    let certain = ResponseLikelihood(logProbability: 0, length: 3)
    let other = ResponseLikelihood(logProbability: -4, length: 2)
    let loss = DirectPreferenceLoss(form: .orpo)
    for (better, worse) in [(0, 1), (1, 0)] {
      let result = loss([certain, other], comparing: [Comparison(better: better, worse: worse)])
      #expect(result.value.isFinite && result.gradient.allSatisfy(\.isFinite))
    }
  }
}
