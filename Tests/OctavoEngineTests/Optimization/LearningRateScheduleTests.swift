import OctavoEngine
import Testing

@Suite struct LearningRateScheduleTests {
  @Test(arguments: LearningRateSchedule.Shape.allCases)
  func warmsUpThenNeverRises(shape: LearningRateSchedule.Shape) {
    let schedule = LearningRateSchedule(
      shape: shape, peak: 0.4, floor: 0.1, warmUp: 3, iterations: 20)
    let rates = (0..<25).map(schedule.rate)
    #expect(zip(rates.prefix(3), [0.1, 0.2, 0.3]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(rates[3] == 0.4)
    #expect(zip(rates.dropFirst(3), rates.dropFirst(4)).allSatisfy { $0 >= $1 })
    #expect(rates.last == (shape == .constant ? 0.4 : 0.1))
  }

  @Test func aWarmUpAsLongAsTrainingIsAllowed() {
    let schedule = LearningRateSchedule(shape: .cosine, peak: 1, warmUp: 5, iterations: 5)
    #expect((0..<5).map(schedule.rate).allSatisfy { $0 > 0 && $0 < 1 })
    #expect(schedule.rate(at: 5) == 0)
  }
}
