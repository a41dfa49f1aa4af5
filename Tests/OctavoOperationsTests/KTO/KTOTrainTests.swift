import Foundation
import Testing

@Suite struct KTOTrainTests {
  @Test func aPolicyLearnsWhatIsDesirable() throws {
    let run = runNotebook(
      symbolPolicies + symbolPreferences + """
        ```step kto
        run: kto.train
        model: reference
        data: preferences
        loss: {coefficient: 0.3}
        training: {iterations: 150, batch: 32, learning-rate: 3e-3}
        ```

        ```step exact
        run: policy.exact
        model: kto
        reference: reference
        judge: taste
        coefficient: 0.3
        length: 3
        prompt: a
        ```
        """)
    let kto = try #require(run[step: "kto"])
    #expect(try kto.number("accuracy") > 0.8)
    #expect(try kto.number("validation-loss") < log(2) - 0.1)
    #expect(try kto.number("training-loss") < 0.5)
    #expect(try kto.number("desirable") > 100 && kto.number("undesirable") > 100)
    #expect(try kto.number("reference-point") >= 0)
    let exact = try #require(run[step: "exact"])
    #expect(try exact.number("reward") > exact.number("reference-reward") + 0.3)
  }
}
