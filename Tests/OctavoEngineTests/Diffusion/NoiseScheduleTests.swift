import Foundation
import OctavoEngine
import Testing

@Suite struct NoiseScheduleTests {
  @Test(arguments: NoiseSchedule.Shape.allCases, [1, 2, 50, 1000])
  func endsInNoise(shape: NoiseSchedule.Shape, steps: Int) {
    let schedule = NoiseSchedule(shape, steps: steps)
    #expect(schedule.betas.count == steps)
    #expect(schedule.betas.allSatisfy { $0 > 0 && $0 < 1 })
    #expect(zip(schedule.signals, schedule.signals.dropFirst()).allSatisfy { $0 > $1 })
    if steps >= 50 { #expect(schedule.signals.last! < 0.01) }
  }

  @Test func subsequencesBeginAtTheLastStep() {
    let schedule = NoiseSchedule(.linear, steps: 1000)
    for count in [1, 2, 7, 50, 999, 1000] {
      let steps = schedule.subsequence(count)
      #expect(steps.count == count && Set(steps).count == count)
      #expect(steps[0] == 999)
      #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 > $1 })
    }
    #expect(schedule.subsequence(1000) == Array((0..<1000).reversed()))
  }

  /// With the right noise at hand, a single step of DDIM finds the image, from anywhere.
  @Test func theRightNoiseGivesTheImage() {
    let schedule = NoiseSchedule(.cosine, steps: 100)
    let (image, noise) = (randomTensor([2, 3], seed: 1), randomTensor([2, 3], seed: 2))
    var noisy = schedule.noisy(image: image, noise: noise, steps: [60, 60])
    for step in DenoisingStep.all([60, 35, 10], eta: 0, schedule) {
      let found = Prediction.noise.imageAndNoise(
        prediction: noise, noisy: noisy, steps: [step.step, step.step], schedule)
      noisy = step(image: found.image, noise: found.noise, fresh: nil)
    }
    expectClose(noisy, image, tolerance: 1e-4)
  }
}
