import Foundation
import OctavoEngine
import Testing

/// DPM-Solver++(2M) against diffusers' results, which `make_solver_reference.py` wrote.
@Suite struct MultistepCorrectionTests {
  private struct Case: Decodable {
    let steps: [Int]
    let start, end: [Double]
  }

  @Test func stepsAreThoseOfDiffusers() throws {
    let url = try #require(
      Bundle.module.url(forResource: "solver_reference", withExtension: "json"))
    let schedule = NoiseSchedule(.linear, steps: 1000)
    for each in try JSONDecoder().decode([Case].self, from: Data(contentsOf: url)) {
      #expect(schedule.subsequence(each.steps.count) == each.steps)
      var noisy = Tensor(each.start.map(Float.init), shape: [1, each.start.count])
      var previous: (step: DenoisingStep, image: Tensor)?
      for step in DenoisingStep.all(each.steps, eta: 0, schedule) {
        let image = Tensor(
          noisy.values.map { Float(tanh(0.7 * Double($0) + 0.001 * Double(step.step))) },
          shape: noisy.shape)
        let found = Prediction.image.imageAndNoise(
          prediction: image, noisy: noisy, steps: [step.step], schedule)
        noisy = step(image: found.image, noise: found.noise, fresh: nil)
        if let previous,
          let correction = MultistepCorrection(of: step, after: previous.step, schedule)
        {
          noisy = correction(noisy, image, since: previous.image)
        }
        previous = (step, image)
      }
      expectClose(noisy.values, each.end, tolerance: 2e-5, "\(each.steps.count) steps")
    }
  }

  /// Nothing is left for a correction on the step to the clean image.
  @Test func theLastStepIsOfTheFirstOrder() {
    let schedule = NoiseSchedule(.cosine, steps: 10)
    let steps = DenoisingStep.all([9, 4], eta: 0, schedule)
    #expect(MultistepCorrection(of: steps[1], after: steps[0], schedule) == nil)
  }
}
