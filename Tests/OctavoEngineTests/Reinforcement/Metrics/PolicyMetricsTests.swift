import OctavoEngine
import Testing

@Suite struct PolicyMetricsTests {
  @Test func everyMetricIsListed() {
    let declared = Mirror(reflecting: PolicyMetrics.shared).children.compactMap(\.label)
    #expect(PolicyMetrics.all.count == declared.count)
    #expect(Set(PolicyMetrics.all.map(\.name)).count == declared.count)
  }

  @Test func quantitiesKeepTheirTypes() {
    var iteration = ProximalPolicyOptimization.Iteration()
    #expect(iteration.score.isNaN && iteration.goldScore == nil)
    #expect(iteration.updates == 0 && !iteration.isStoppedEarly)
    iteration.score = -0.5
    iteration.goldScore = 2
    iteration.updates = 16
    iteration.isStoppedEarly = true
    #expect(iteration.score == -0.5 && iteration.goldScore == 2)
    #expect(iteration.updates == 16 && iteration.isStoppedEarly)
    #expect(iteration[PolicyMetrics.shared.isStoppedEarly.description] == 1)
    iteration.goldScore = nil
    #expect(iteration[PolicyMetrics.shared.goldScore.description] == nil)
  }

  /// Numbers of a whole iteration and of its minibatches, and those that a method has not.
  @Test func anIterationHasEveryMetricOfItsMethod() throws {
    var ppo = try SmallTask().training(SmallTask.settings(.ppo, iterations: 1))
    let iteration = try ppo.advance()
    let missing = PolicyMetrics.all.filter { iteration[$0] == nil }.map(\.name)
    #expect(missing == ["pretraining-loss"])
    #expect(iteration.distance == max(0, iteration.kl).squareRoot())
    #expect(iteration.smallestRatio <= iteration.meanRatio)
    #expect(iteration.meanRatio <= iteration.largestRatio)

    var grpo = try SmallTask().training(SmallTask.settings(.grpo, iterations: 1))
    let other = try grpo.advance()
    #expect(
      Set(PolicyMetrics.all.filter { other[$0] == nil }.map(\.name)) == [
        "pretraining-loss", "value-loss", "value-clip-fraction", "explained-variance",
        "critic-gradient-norm",
      ])
  }
}
