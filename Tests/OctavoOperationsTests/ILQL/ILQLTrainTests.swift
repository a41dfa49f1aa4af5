import Foundation
import Testing

@Suite struct ILQLTrainTests {
  @Test func valuesSteerTowardWhatTheJudgeScores() throws {
    let run = runNotebook(
      symbolPolicies + symbolPreferences + """
        ```step ilql
        run: ilql.train
        model: reference
        data: preferences
        judge: taste
        coefficient: 3
        loss: {target-rate: 0.05}
        training: {iterations: 150, batch: 32, learning-rate: 3e-3}
        ```

        ```step exact
        run: policy.exact
        model: ilql
        reference: reference
        judge: taste
        coefficient: 0.3
        length: 3
        prompt: a
        ```

        ```step imitation
        run: policy.exact
        model: ilql.unsteered
        reference: reference
        judge: taste
        coefficient: 0.3
        length: 3
        prompt: a
        ```
        """)
    let ilql = try #require(run[step: "ilql"])
    #expect(try ilql.column("iteration", of: "history") == (1...10).map { Double(15 * $0) })
    #expect(try ilql.number("responses") > 1000)
    let exact = try #require(run[step: "exact"])
    let imitation = try #require(run[step: "imitation"])
    #expect(try exact.number("reward") > imitation.number("reward") + 0.5)
    #expect(abs(try imitation.number("reward") - imitation.number("reference-reward")) < 0.2)
  }
}
