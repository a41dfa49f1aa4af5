import Foundation
import Testing

@Suite struct DPOTrainTests {
  @Test func aPolicyLearnsWhatIsPreferred() throws {
    let run = runNotebook(
      symbolPolicies + symbolPreferences + """
        ```step dpo
        run: dpo.train
        model: reference
        data: preferences
        loss: {coefficient: 0.3}
        training: {iterations: 100, batch: 32, learning-rate: 3e-3}
        ```

        ```step exact
        run: policy.exact
        model: dpo
        reference: reference
        judge: taste
        coefficient: 0.3
        length: 3
        prompt: a
        ```
        """)
    let dpo = try #require(run[step: "dpo"])
    #expect(try dpo.number("accuracy") > 0.8)
    #expect(try dpo.number("validation-loss") < log(2) - 0.1)
    #expect(try dpo.number("label-accuracy") == 1)
    let exact = try #require(run[step: "exact"])
    #expect(try exact.number("fraction") > 0.5)
    #expect(try exact.number("reward") > exact.number("reference-reward") + 0.5)
  }

  @Test func aDivergingPolicyKeepsWhatItHadLearned() throws {
    let run = runNotebook(
      symbolPolicies + symbolPreferences + """
        ```step dpo
        run: dpo.train
        model: reference
        data: preferences
        training: {iterations: 50, learning-rate: 1e30, final-learning-rate: 1e30, clip: 0}
        ```
        """)
    let dpo = try #require(run[step: "dpo"])
    guard case .failed(let error) = dpo.status else {
      Issue.record("the training did not fail")
      return
    }
    #expect(error.contains("iteration") && error.contains("not a finite number"))
    #expect(try dpo.number("iterations") >= 1)
  }
}
